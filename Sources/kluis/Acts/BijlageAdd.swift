import CommandTree
import Desk
import Dossier
import Records
import StrictJSON
import VaultClient
import Vocabulary

/// `kluis dossier bijlage add`: a file goes into a dossier, encrypted here.
struct BijlageAdd {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let words = desk.arguments
    let path = words.required("BESTAND")
    let name = try name(of: path)
    let media = words.value("media") ?? MediaType.of(name)
    guard Bijlage.isMediaType(media) else {
      throw desk.usage("bad-media", Texts.notAMediaType(media), hint: Texts.mediaTypeForm)
    }
    guard let section = Section(name: words.required("sectie")) else {
      throw desk.usage("bad-section", Texts.notASection(words.required("sectie")))
    }
    let file = try SentFile(path)
    let purpose = try desk.purpose()
    let session = try desk.session()
    let dossier = try desk.dossier(words.required("DOSSIER"), purpose: purpose)
    let stuk = words.value("stuk")
    if let stuk { try demand(stuk, in: section, of: dossier, purpose) }
    let writable = try calling { () throws(ClientError) in
      try session.openForWriting(dossier, sections: [section], purpose: purpose)
    }
    let new = NewAttachment(name: name, media: media, section: section, stuk: stuk)
    let attached = try BijlageAdd.attach(file, as: new, to: writable, session, desk.screen)
    desk.screen.answer(
      .object(present: [
        ("dossier", .hexID(dossier)), ("entry", .hexID(attached.entry)),
        ("id", .string(attached.bijlage.id)), ("section", .string(section.name)),
        ("name", .string(name)), ("size", .count(file.size)),
        ("sha256", .hex(attached.bijlage.sha256)), ("stuk", stuk.map { .string($0) }),
        ("head", .head(n: attached.head.n, h: attached.head.h)),
        ("noodtoegang", writable.emergency.map { EmergencyBanner($0).json }),
      ]),
      text: EmergencyBanner.around(
        Texts.attached(
          attached.bijlage.id, name, FileSize.text(file.size, desk.language.ofDossier))[
            desk.language]
          + "\n", writable.emergency, desk.language, desk.screen.settings.output))
  }

  /// Sends a file, with progress.
  static func attach(
    _ file: SentFile, as new: NewAttachment, to dossier: WritableDossier, _ session: VaultSession,
    _ screen: Screen
  ) throws(Failure) -> Attached {
    var progress = ProgressLine(screen)
    defer { progress.clear() }
    return try calling { () throws(ClientError) in
      try session.attach(file.source, as: new, to: dossier) { sent in
        progress.show(Texts.sending, done: sent, of: file.size)
      }
    }
  }

  /// The name that was given, or the file's own.
  private func name(of path: String) throws(Failure) -> String {
    let given = desk.arguments.value("naam")
    let name = given ?? path.split(separator: "/").last.map(String.init) ?? path
    guard FileName.isAllowed(name) else {
      throw desk.usage("bad-name", Texts.notAFileName(name), hint: Texts.fileNameForm)
    }
    return name
  }

  /// A file that would belong to nothing is found before it is sent; that costs a look inside.
  private func demand(
    _ stuk: String, in section: Section, of dossier: Identifier, _ purpose: Purpose
  ) throws(Failure) {
    let session = try desk.session()
    let opened = try calling { () throws(ClientError) in
      try session.open(dossier, sections: [section], purpose: purpose)
    }
    let isThere = opened.revisions.contains {
      if case .entry(let entry) = $0.content { entry.id == stuk } else { false }
    }
    guard isThere else {
      throw desk.usage(
        "unknown-entry", Texts.noSuchEntry(stuk, section.name), hint: Texts.seeOwnIds)
    }
  }
}
