import Calendar
import CommandTree
import Desk
import Directory
import Dossier
import Records
import StrictJSON
import VaultClient
import Vocabulary

/// `kluis gezin list`: the labels of the families that this member may open.
struct GezinList {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let session = try desk.session()
    let purpose = try desk.purpose()
    let listed = try calling { () throws(ClientError) in try session.list(purpose: purpose) }
    let names = Dictionary(
      listed.map { ($0.author, session.directory.screenName(of: $0.author)) },
      uniquingKeysWith: { name, _ in name })
    if listed.isEmpty { desk.screen.note(Texts.noFamilies) }
    desk.screen.answer(
      GezinList.json(listed, names: names, purpose: purpose),
      text: listed.isEmpty
        ? ""
        : GezinList.text(
          listed, names: names, desk.language, desk.screen.settings.output))
  }

  static func text(
    _ listed: [ListedDossier], names: [Identifier: String], _ language: Language,
    _ terminal: Terminal
  ) -> String {
    var table = Table(
      "DOSSIER", Texts.label[language], Texts.labelBy[language], Texts.written[language])
    for item in listed.sorted(by: { ($0.etiket, $0.id) < ($1.etiket, $1.id) }) {
      table.add(
        item.id.hex,
        item.isByEmergency ? Texts.emergencyLabel(item.etiket)[language] : item.etiket,
        names[item.author] ?? item.author.short,
        Moment.today(item.writtenAt).description)
    }
    return table.text(in: terminal)
  }

  static func json(
    _ listed: [ListedDossier], names: [Identifier: String], purpose: Purpose
  ) -> JSONValue {
    [
      "dossiers": .array(
        listed.map { item in
          [
            "dossier": .hexID(item.id), "etiket": .string(item.etiket),
            "author": .hexID(item.author),
            "author_name": .string(names[item.author] ?? item.author.hex),
            "written_at": .int(item.writtenAt), "changes": .int(Int64(item.head.n)),
            "noodtoegang": .bool(item.isByEmergency),
          ]
        }), "purpose": .string(purpose.rawValue),
    ]
  }
}
