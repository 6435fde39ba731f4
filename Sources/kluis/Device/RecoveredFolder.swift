import Desk
import Directory
import Glibc
import Records
import StrictJSON

/// The folder that `kluis-keys recover` made, as far as a person's tool looks into it: what was found, and
/// what still has to be signed.
struct RecoveredFolder {
  let path: String
  let report: RecoveryReport

  /// - Throws: 1 `not-recovered-here`; 65 `recovery-malformed`
  init(_ path: String) throws(Failure) {
    guard let found = try Self.find(path) else {
      throw Failure(
        ExitCode.failed, "not-recovered-here", Texts.notRecoveredHere(path),
        hint: Texts.recoverFirst)
    }
    self = found
  }

  private init(_ path: String, _ report: RecoveryReport) {
    (self.path, self.report) = (path, report)
  }

  /// Nil where nothing was recovered: there is no such folder, or it is empty.
  ///
  /// - Throws: 1 `folder-there` for a folder of something else, `recovery-unfinished`; 65
  ///   `recovery-malformed`
  static func find(_ path: String) throws(Failure) -> RecoveredFolder? {
    let place = path + "/" + RecoveryReport.name
    if let bytes = try InputFile.readIfThere(place, limit: RecoveryReport.limit) {
      do throws(JSONError) {
        return RecoveredFolder(path, try RecoveryReport(decoding: bytes))
      } catch {
        throw Failure(
          ExitCode.data, "recovery-malformed", Texts.recoveryMalformed(place),
          hint: Texts.recoverElsewhere)
      }
    }
    guard unsafe access(path + ".new", F_OK) != 0 else {
      throw Failure(
        ExitCode.failed, "recovery-unfinished", Texts.recoveryUnfinished(path + ".new"),
        hint: Texts.removeUnfinished(path + ".new"))
    }
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return nil }
    guard Self.isEmptyFolder(path) else {
      throw Failure(
        ExitCode.failed, "folder-there", Texts.otherFolder(path), hint: Texts.recoverElsewhere)
    }
    return nil
  }

  private static func isEmptyFolder(_ path: String) -> Bool {
    guard let listing = unsafe opendir(path) else { return false }
    defer { unsafe closedir(listing) }
    var names = 0
    while unsafe readdir(listing) != nil { names += 1 }
    // Its own name and its parent's.
    return names <= 2
  }

  /// The record that the recovery asks for, signed or not; nil when nothing was lost.
  func restore() throws(Failure) -> RestoreFile? { try RestoreFile.readIfThere(restorePath) }

  private var restorePath: String { path + "/" + RestoreFile.name }

  /// What starts the vault.
  var start: String { "kluisd --dir \(path)" }

  /// - Throws: 65 `restore-of-another`
  func demandSame(as file: RestoreFile) throws(Failure) {
    guard let asked = try restore(), asked.isOfSameRecovery(as: file) else {
      throw Failure(
        ExitCode.data, "restore-of-another", Texts.restoreOfAnother(path),
        hint: Texts.restoreFrom)
    }
  }

  /// Puts the record with both signatures where `kluisd` reads it.
  ///
  /// - Parameter device: what this device knows of who may sign; without one `kluisd` finds out.
  /// - Throws: 65 `restore-of-another`, `restore-signatures`
  func put(_ file: RestoreFile, checkedBy device: SignersDevice?, _ desk: Desk) throws(Failure) {
    try demandSame(as: file)
    if let device {
      let directory = try RestoreSigning(desk, file, device).directory
      guard directory.accepts(file.restore) else {
        throw Failure(
          ExitCode.data, "restore-signatures", Texts.restoreSignatures, hint: Texts.askBoth)
      }
    }
    try OutputFile.replace(restorePath, with: file.encode() + [0x0A])
  }
}
