import CommandTree
import Desk

// What `kluis overdracht collect` says.

extension Texts {
  static let collecting = Text(nl: "ophalen", en: "collecting")
  static func collectedBundle(_ path: String, _ size: Int64) -> Text {
    Text(
      nl: "\(path): \(size) bytes, heel; bij de kluis is uw exemplaar nu weg",
      en: "\(path): \(size) bytes, whole; your copy is gone from the vault now")
  }
  static let nothingWaits = Text(nl: "er ligt niets voor u klaar", en: "nothing waits for you")
  static func otherPartner(_ name: String) -> Text {
    Text(
      nl: "deze sleutel is van een andere partner: \(name)",
      en: "this key is another partner's: \(name)")
  }
  static let otherPartnerHint = Text(
    nl: "geef uw eigen sleutel, of laat --partner weg",
    en: "give your own key, or leave --partner out")
  static func notAnAnchor(_ path: String) -> Text {
    Text(
      nl: "\(path) is geen anker van een instelling",
      en: "\(path) is no institution's anchor")
  }
  static let anchorHint = Text(
    nl:
      "het is institution.pub; vraag het de instelling, en vergelijk de vingerafdruk door te bellen",
    en: "it is institution.pub; ask the institution, and compare the fingerprint by telephone")
}
