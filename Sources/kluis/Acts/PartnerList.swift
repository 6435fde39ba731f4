import CommandTree
import Desk
import Directory
import Dossier
import StrictJSON
import VaultClient
import Vocabulary

/// `kluis beheer partner list`: who can get a sealed bundle, as the signed directory says.
struct PartnerList {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let directory = try desk.session().directory
    desk.screen.answer(
      [
        "position": .int(Int64(directory.position)),
        "partners": .array(directory.partnerList.map(\.json)),
      ],
      text: PartnerList.text(directory, desk.language, desk.screen.settings.output))
  }

  static func text(
    _ directory: DirectoryView, _ language: Language, _ terminal: Terminal
  ) -> String {
    var table = Table(
      Texts.partnerColumn[language], Texts.name[language], Texts.kindColumn[language],
      Texts.stateColumn[language], Texts.keysSince[language], Texts.fingerprintColumn[language])
    for partner in directory.partnerList {
      table.add(
        partner.id.hex, partner.name, partner.kind.rawValue, Texts.state(of: partner)[language],
        Moment.dutch(partner.present.at), partner.keys.fingerprint.description)
    }
    return table.text(in: terminal)
  }
}

/// `kluis beheer partner show`: one partner, with what people read aloud.
struct PartnerShow {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let partner = try desk.partner(desk.arguments.required("PARTNER"), active: false)
    desk.screen.answer(partner.json, text: PartnerShow.text(partner, desk.language))
  }

  static func text(_ partner: Partner, _ language: Language) -> String {
    let unusable = Texts.unusableKey[language]
    let lines: [(Text, String)] = [
      (Texts.partnerLabel, partner.id.hex), (Texts.nameLabel, partner.name),
      (Texts.kindLabel, partner.kind.rawValue),
      (Texts.stateLabel, Texts.state(of: partner)[language]),
      (Texts.fingerprintLabel, partner.keys.fingerprint.description),
      (Text(same: "age"), partner.keys.ageText ?? unusable),
      (Text(same: "minisign"), partner.keys.minisignText ?? unusable),
      (Texts.keysSinceLabel, Moment.dutch(partner.present.at)),
    ]
    return lines.map { label, value in
      VisibleText.neutral("\(label[language]): \(value)", keepingLines: false) + "\n"
    }.joined()
  }
}

extension Partner {
  var json: JSONValue {
    .object(present: [
      ("partner", .hexID(id)), ("name", .string(name)), ("kind", .string(kind.rawValue)),
      ("active", .bool(isActive)), ("age", keys.ageText.map { .string($0) }),
      ("minisign", keys.minisignText.map { .string($0) }),
      ("fingerprint", .string(keys.fingerprint.description)),
      ("since", .int(Int64(present.since))), ("keys_at", .string(Moment.utc(present.at))),
    ])
  }
}
