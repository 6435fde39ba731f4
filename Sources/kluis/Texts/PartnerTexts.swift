import CommandTree
import Desk
import Directory
import Vocabulary

extension Texts {
  /// A partner as its second signer must see it.
  static func described(_ partner: NewPartner) -> Text {
    let fingerprint = partner.keys.fingerprint.description
    return Text(
      nl: "\(partner.name), \(partner.kind.rawValue); vingerafdruk \(fingerprint)",
      en: "\(partner.name), \(partner.kind.rawValue); fingerprint \(fingerprint)")
  }
}
