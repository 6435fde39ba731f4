import CommandTree
import Desk
import Dossier
import StrictJSON
import VaultClient
import Vocabulary

/// `kluis dossier bijlage save`: a file of a dossier comes onto this device, whole or not at all.
struct BijlageSave {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let word = desk.arguments.required("BIJLAGE")
    let opened = try BijlageList.open(desk)
    let item = try BijlageSave.find(word, among: opened.attachments)
    let path = SavedFile.path(desk.arguments.value("naar"), for: item.bijlage.naam)
    let file = try SavedFile(path, replacing: desk.arguments.has("overschrijf"))
    try read(item, of: opened, into: file)
    try file.finish()
    let size = FileSize.text(item.bijlage.grootte, desk.language.ofDossier)
    desk.screen.answer(
      .object(present: [
        ("dossier", .hexID(opened.id)), ("entry", .hexID(item.revision.entry)),
        ("id", .string(item.bijlage.id)), ("path", .string(path)),
        ("size", .count(item.bijlage.grootte)), ("sha256", .hex(item.bijlage.sha256)),
        ("noodtoegang", opened.emergency.map { EmergencyBanner($0).json }),
      ]),
      text: EmergencyBanner.around(
        Texts.saved(path, size)[desk.language] + "\n", opened.emergency, desk.language,
        desk.screen.settings.output))
    desk.screen.note(Texts.isPlain)
    if opened.isRestricted(item) { desk.screen.note(Texts.fileIsRestricted) }
  }

  private func read(
    _ item: OpenedAttachment, of opened: OpenedDossier, into file: SavedFile
  ) throws(Failure) {
    let session = try desk.session()
    let purpose = try desk.purpose()
    var progress = ProgressLine(desk.screen)
    defer { progress.clear() }
    var done = 0
    try calling { () throws(ClientError) in
      try session.read(item, of: opened.id, purpose: purpose) { bytes throws(ClientError) in
        try file.append(bytes)
        done += bytes.count
        progress.show(Texts.fetching, done: done, of: item.bijlage.grootte)
      }
    }
  }

  /// The one that is called so: by its own id, or by how its entry's id begins.
  static func find(
    _ word: String, among attachments: [OpenedAttachment]
  ) throws(Failure) -> OpenedAttachment {
    let prefix = Prefix(word)
    let found = attachments.filter {
      $0.bijlage.id == word || prefix?.matches($0.revision.entry) == true
    }
    guard let item = found.first else {
      throw .usage("unknown-attachment", Texts.noSuchAttachment(word), hint: Texts.seeAttachments)
    }
    guard found.count == 1 else {
      var failure = Failure.usage(
        "ambiguous-attachment", Texts.attachmentAmbiguous(word), hint: Texts.giveEntry)
      failure.problems = found.map {
        Failure.Problem(place: $0.revision.entry.hex, text: Text(same: $0.bijlage.id))
      }
      throw failure
    }
    return item
  }
}
