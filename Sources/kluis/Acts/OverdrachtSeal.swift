import AgeFile
import Calendar
import CommandTree
import Desk
import Directory
import Dossier
import Minisign
import Overdracht
import Records
import Sharing
import Sodium
import StrictJSON
import VaultClient
import Vocabulary

/// `kluis overdracht seal`: from a preparation to one sealed file.
///
/// The order: the log, then the institution's signature, then the file without a name, then the dossier's own
/// record of it, then the name. So nothing can be handed on that log and dossier do not know of. Then the code
/// is shown, and page and letter are written. A command that broke off is given again: it makes another bundle.
struct OverdrachtSeal {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let words = desk.arguments
    let preparation = try OverdrachtCheck.read(words.required("VOORBEREIDING"))
    let output = words.required("uit")
    try OutputFile.requireFree(output)
    let extras = [words.value("pagina"), words.value("brief")].compactMap { $0 }
    for path in extras { try OutputFile.requireFree(path) }
    let hasCode = preparation.recipients.contains { if case .code = $0 { true } else { false } }
    guard hasCode || words.value("pagina") == nil && words.value("code-naar") == nil else {
      throw desk.usage("page-needs-code", Texts.pageNeedsCode, hint: Texts.pageNeedsCodeHint)
    }
    let place = hasCode ? try ShownCode(words.value("code-naar")) : nil
    try Desk.close()

    let session = try desk.session()
    let purpose = try desk.usualPurpose()
    let policy = try desk.sharePolicy()
    let sender = try BundleSender(desk, policy, session.directory)
    if words.value("brief") != nil { try sender.requireOpener() }
    let opened = try calling { () throws(ClientError) in
      try session.open(
        preparation.dossier, sections: preparation.opening, purpose: purpose,
        history: preparation.whole)
    }
    let now = Moment.now()
    let report = PreparationReport(
      preparation: preparation, opened: opened, directory: session.directory,
      judgement: preparation.judged(
        on: opened, policy: policy, directory: session.directory, now: now))
    if let failure = report.refused ?? report.incomplete { throw failure }
    let writable = try calling { () throws(ClientError) in
      try session.openForWriting(preparation.dossier, sections: [.kern], purpose: purpose)
    }
    let draft = try calling { () throws(ClientError) in try EntryDraft() }
    let parcel = try Parcel(
      report, policy: policy, sender: sender, session: session, purpose: purpose, now: now,
      reply: { (bundle) throws(ClientError) in
        try writable.replyKey(of: draft, in: .kern, bundle: bundle)
      })
    let signature = try calling { () throws(ClientError) in
      try session.sealBundle(parcel.sealing)
    }
    let file = try SavedFile(output, replacing: false)
    let code = hasCode ? try Code() : nil
    let made = try seal(parcel, signature, under: code, into: file)
    try calling { () throws(ClientError) in
      _ = try session.append(
        [NewRevision(.verstrekking(parcel.record(file: made.sha256)), as: draft)], to: writable)
      try session.bundleReady(
        parcel.bundle, of: parcel.dossier, size: made.size, file: made.sha256)
    }
    try file.finish()
    // Before what can still fail: a bundle whose code nobody saw opens for nobody.
    if let place, let code {
      try place.show(code.code, desk.language)
      desk.screen.note(Texts.codeOtherWay)
    }
    let page = try writePage(parcel, sender, output)
    let letter = try writeLetter(parcel, sender, output, hasCode: hasCode)
    answer(parcel, made, [page, letter].compactMap { $0 })
    desk.screen.note(Texts.sealedNext(parcel.bundle.hex))
  }

  /// A code in a reference, since it is handed on and used once.
  private final class Code {
    let code: BundleCode

    init() throws(Failure) {
      do throws(SecretMemoryError) { code = try BundleCode.generate() } catch { throw .memory }
    }
  }

  private func seal(
    _ parcel: Parcel, _ signature: [UInt8], under code: Code?, into file: SavedFile
  ) throws(Failure) -> BundleWriter.Made {
    let sink: ByteSink = { bytes in
      try file.append(unsafe bytes.withUnsafeBufferPointer { unsafe Array($0) })
    }
    do {
      guard let code else {
        return try BundleWriter.write(
          parcel.contents, manifest: parcel.manifestBytes, signature: signature, sink: sink)
      }
      return try BundleWriter.write(
        parcel.contents, manifest: parcel.manifestBytes, signature: signature, code: code.code,
        sink: sink)
    } catch let failure as Failure { throw failure } catch let error as ClientError {
      throw Failure(error)
    } catch { throw Failure(sealing: error) }
  }

  /// The page that opens itself, with the bundle in it.
  private func writePage(
    _ parcel: Parcel, _ sender: BundleSender, _ sealed: String
  ) throws(Failure) -> String? {
    guard let path = desk.arguments.value("pagina") else { return nil }
    let age = try InputFile.read(sealed, limit: SelfOpeningPage.mostBytes)
    let page: [UInt8]
    do throws(SelfOpeningPageError) {
      page = try SelfOpeningPage.sealed(
        .init(
          age: age, validUntil: parcel.manifest.validUntil,
          cover: Begeleidbrief.cover(of: sender.institution)), by: sender.ofPage)
    } catch {
      throw Failure(ExitCode.failed, "page", Text(same: error.description), hint: Texts.pageHint)
    }
    try OutputFile.create(path, page)
    return path
  }

  private func writeLetter(
    _ parcel: Parcel, _ sender: BundleSender, _ sealed: String, hasCode: Bool
  ) throws(Failure) -> String? {
    guard let path = desk.arguments.value("brief") else { return nil }
    let letter = try sender.letter(
      for: sealed, lock: hasCode ? .code : .key, contact: parcel.manifest.sender.contact,
      validUntil: parcel.manifest.validUntil)
    try OutputFile.create(path, path.hasSuffix(".html") ? letter.html : Array(letter.text.utf8))
    return path
  }

  private func answer(_ parcel: Parcel, _ made: BundleWriter.Made, _ beside: [String]) {
    let output = desk.arguments.required("uit")
    desk.screen.answer(
      .object(present: [
        ("bundle", .hexID(parcel.bundle)), ("dossier", .hexID(parcel.dossier)),
        ("file", .string(output)), ("size", .int(made.size)), ("sha256", .hex(made.sha256)),
        ("entries", .count(parcel.manifest.entries.count)),
        ("attachments", .count(parcel.manifest.files.count - 2)),
        ("missing", .array(parcel.manifest.missing.map { .string($0.part) })),
        ("valid_until", .string(parcel.manifest.validUntil.description)),
        ("beside", beside.isEmpty ? nil : .array(beside.map { .string($0) })),
      ]),
      text: Texts.sealedAs(output, parcel.bundle.hex)[desk.language] + "\n"
        + beside.map { "  \($0)\n" }.joined())
  }
}

extension Failure {
  /// Why a bundle was not written; nothing of it is left.
  fileprivate init(sealing error: any Error) {
    let hint =
      switch error {
      case let error as BundleError: error.hint
      case let error as AgeKeyError: error.hint
      default: Texts.sealAgain.en
      }
    self.init(
      ExitCode.failed, "not-sealed", Texts.notSealed("\(error)"),
      hint: error is BundleError || error is AgeKeyError ? Text(same: hint) : Texts.sealAgain)
  }
}
