import Calendar
import CommandTree
import Desk
import Dossier
import StrictJSON
import VaultClient
import Vocabulary

/// `kluis dossier bijlage list`: the files of a dossier, without any of them.
struct BijlageList {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let opened = try BijlageList.open(desk)
    let session = try desk.session()
    let (language, output) = (desk.language, desk.screen.settings.output)
    var table = Table(
      "ID", Texts.fileName[language], Texts.fileSize[language], Texts.section[language],
      Texts.ofEntry[language], Texts.labelBy[language], Texts.written[language])
    for item in opened.attachments {
      let bijlage = item.bijlage
      table.add(
        bijlage.id,
        opened.isRestricted(item)
          ? Texts.restrictedFile(bijlage.naam)[language] : bijlage.naam,
        FileSize.text(bijlage.grootte, language.ofDossier),
        bijlage.sectie.name, bijlage.stuk ?? "-",
        session.directory.screenName(of: item.revision.author),
        Moment.today(item.revision.writtenAt).description)
    }
    if table.isEmpty { desk.screen.note(Texts.noAttachments) }
    desk.screen.answer(
      .object(present: [
        ("dossier", .hexID(opened.id)),
        ("ref", opened.emergency?.unproven == nil ? .count(opened.reference) : nil),
        ("noodtoegang", opened.emergency.map { EmergencyBanner($0).json }),
        (
          "attachments",
          .array(
            opened.attachments.map { item in
              BijlageList.json(
                item, session.directory.screenName(of: item.revision.author),
                restricted: opened.isRestricted(item))
            })
        ),
      ]),
      text: EmergencyBanner.around(
        table.isEmpty ? "" : table.text(in: output), opened.emergency, language, output))
  }

  /// Opens the dossier that was named, or the sections of it that were.
  static func open(_ desk: Desk) throws(Failure) -> OpenedDossier {
    let asked = try desk.sections()
    let purpose = try desk.purpose()
    let session = try desk.session()
    let dossier = try desk.dossier(desk.arguments.required("DOSSIER"), purpose: purpose)
    return try calling { () throws(ClientError) in
      try session.open(dossier, sections: asked, purpose: purpose)
    }
  }

  private static func json(
    _ item: OpenedAttachment, _ author: String, restricted: Bool
  ) -> JSONValue {
    let bijlage = item.bijlage
    return .object(present: [
      ("entry", .hexID(item.revision.entry)), ("id", .string(bijlage.id)),
      ("section", .string(bijlage.sectie.name)), ("name", .string(bijlage.naam)),
      ("media", .string(bijlage.media)), ("size", .count(bijlage.grootte)),
      ("sha256", .hex(bijlage.sha256)), ("stuk", bijlage.stuk.map { .string($0) }),
      ("author", .hexID(item.revision.author)), ("author_name", .string(author)),
      ("written_at", .int(item.revision.writtenAt)),
      ("restricted", restricted ? .bool(true) : nil),
    ])
  }
}
