import CommandTree
import Desk
import Directory
import Sodium
import StrictJSON
import VaultClient
import Vocabulary

/// `kluis overdracht collect`: a partner fetches the bundles that wait for it.
///
/// The rules: a bundle is said to be here only when it is whole, by the hash that the vault announced, and
/// on the disk under its name; what did not come whole leaves nothing; nothing is overwritten.
struct OverdrachtCollect {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let folder = desk.arguments.required("naar")
    let anchor = try InputFile.anchor(desk.arguments.required("instelling"))
    try Desk.close()
    let keys = PartnerRing(try MinisignSecret.open(desk.arguments.required("sleutel"), desk))
    let session = try desk.collectSession(as: keys, at: anchor)
    try demandPartner(session)
    var done: [JSONValue] = []
    var lines = ""
    let waiting = try calling { () throws(ClientError) in try session.waiting() }
    for bundle in waiting {
      let path = "\(folder)/bundle-\(bundle.bundle.hex).age"
      try fetch(bundle, session, to: path)
      try calling { () throws(ClientError) in try session.collected(bundle) }
      let line = Texts.collectedBundle(path, bundle.size)
      desk.screen.note(line)
      lines += path + "\n"
      done.append(json(bundle, path))
    }
    if waiting.isEmpty { desk.screen.note(Texts.nothingWaits) }
    desk.screen.answer(
      ["partner": .hexID(session.partner.id), "bundles": .array(done)], text: lines)
  }

  /// - Throws: 77 `other-partner`
  private func demandPartner(_ session: CollectSession) throws(Failure) {
    guard let word = desk.arguments.value("partner") else { return }
    let meant = try Resolve.partner(word, in: session.directory, active: true)
    guard meant.id == session.partner.id else {
      throw Failure(
        ExitCode.refused, "other-partner", Texts.otherPartner(session.partner.name),
        hint: Texts.otherPartnerHint)
    }
  }

  /// Fetches one bundle to a path, unless it lies there whole from a time before.
  private func fetch(
    _ bundle: WaitingBundle, _ session: CollectSession, to path: String
  ) throws(Failure) {
    if try CollectedFile.holds(bundle.file, at: path) { return }
    try OutputFile.requireFree(path)
    let file = try CollectedFile(path)
    var progress = ProgressLine(desk.screen)
    var count = 0
    do {
      try session.collect(bundle) { part throws(Failure) in
        try file.write(part)
        count += part.count
        progress.show(Texts.collecting, done: count, of: Int(bundle.size))
      }
      progress.clear()
    } catch {
      progress.clear()
      if let failure = error as? Failure { throw failure }
      if let error = error as? ClientError { throw Failure(error) }
      throw .memory
    }
    try file.keep()
  }

  private func json(_ bundle: WaitingBundle, _ path: String) -> JSONValue {
    [
      "bundle": .hexID(bundle.bundle), "file": .string(path), "size": .int(bundle.size),
      "sha256": .hex(bundle.file), "created": .int(bundle.created),
      "valid_until": .int(bundle.validUntil),
    ]
  }
}

extension InputFile {
  /// An institution's anchor.
  ///
  /// - Throws: 65 `anchor-malformed`
  fileprivate static func anchor(_ path: String) throws(Failure) -> Anchor {
    let bytes = try read(path, limit: smallLimit)
    do throws(JSONError) { return try Anchor.decode(bytes) } catch {
      throw Failure(
        ExitCode.data, "anchor-malformed", Texts.notAnAnchor(path), hint: Texts.anchorHint)
    }
  }
}
