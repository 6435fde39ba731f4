import CommandTree
import Desk
import Directory
import Glibc
import PrivateFile
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
    if try OverdrachtCollect.holds(bundle.file, at: path) { return }
    let file = try SavedFile(path, replacing: false)
    var progress = ProgressLine(desk.screen)
    var count = 0
    do {
      try session.collect(bundle) { part in
        try file.append(Array(part))
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
    try file.finish()
  }

  /// Whether the file with this SHA-256 stands at a path, and on the disk: the vault did not hear it then.
  private static func holds(_ hash: [UInt8], at path: String) throws(Failure) -> Bool {
    let descriptor = unsafe open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    guard SHA256.ofFile(descriptor)?.hash == hash else { return false }
    guard fsync(descriptor) == 0 else { throw Failure(.system(path, code: errno)) }
    do throws(PrivateFile.Fault) { try PrivateFile.syncFolder(of: path) } catch {
      throw Failure(error)
    }
    return true
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
