import CommandTree
import Desk
import Glibc
import Records
import VaultClient

/// The two folders that a vault is restored from, looked at by who restores: that each holds what it should,
/// and, where this device knows the vault, that the log vouches for them.
struct BackupFolders {
  let vault: String
  let keystore: String

  private static let vaultFile = "vault.db"
  private static let keystoreFile = "keystore.db"
  private static let manifest = "manifest.json"
  /// Copies of `keystore.db` are kept this long, milliseconds; then what was destroyed is gone.
  ///
  /// - Source: Docs/protocol.md, Backup
  private static let keystoreLifetime: Int64 = 30 * 86_400_000

  /// Looks at both.
  ///
  /// - Returns: what the person should know before going on.
  /// - Throws: 64 `folders-swapped`; 1 `part-missing`; 65 `backup-not-sound`; 77 `keystore-too-old`
  func check(_ device: SignersDevice?, at now: Int64) throws(Failure) -> [Text] {
    try demandParts()
    var notes: [Text] = []
    var failure = Failure(
      ExitCode.data, "backup-not-sound", Texts.backupBroken, hint: Texts.takeAnother)
    for folder in [vault, keystore] {
      guard Self.isBackup(folder) else {
        notes.append(Texts.noBackupFolder(folder))
        continue
      }
      guard let device else { continue }
      let report = BackupVerifier(directory: device.directory, pins: device.pins).verify(folder)
      failure.problems += report.findings.map { finding in
        Failure.Problem(place: folder, text: Text(finding.text))
      }
      if let size = report.logSize { notes.append(Texts.backupSound(report.files, size)) }
    }
    guard failure.problems.isEmpty else { throw failure }
    if device == nil { notes.append(Texts.deviceKnowsNothing) }
    if let at = try Self.manifest(of: keystore)?.at, now - at > Self.keystoreLifetime {
      throw Failure(
        ExitCode.refused, "keystore-too-old", Texts.keystoreTooOld(Moment.dutch(at)),
        hint: Texts.youngerKeystore)
    }
    let hashes = try hashes()
    if let first = hashes.vault, let second = hashes.keystore, first != second {
      notes.append(Texts.twoBackups)
    }
    return notes
  }

  /// H of each manifest; nil for a folder without one.
  func hashes() throws(Failure) -> (vault: [UInt8]?, keystore: [UInt8]?) {
    (try Self.hash(vault), try Self.hash(keystore))
  }

  private func demandParts() throws(Failure) {
    let isHere = Self.holds(vault, Self.vaultFile)
    let isThere = Self.holds(keystore, Self.keystoreFile)
    if isHere, isThere { return }
    if Self.holds(vault, Self.keystoreFile), Self.holds(keystore, Self.vaultFile) {
      throw Failure(
        ExitCode.usage, "folders-swapped", Texts.foldersSwapped,
        hint: Texts.swapBack(vault: keystore, keystore: vault))
    }
    throw Failure(
      ExitCode.failed, "part-missing",
      isHere
        ? Texts.partMissing(keystore, Self.keystoreFile) : Texts.partMissing(vault, Self.vaultFile),
      hint: Texts.nameWholeFolder)
  }

  private static func holds(_ folder: String, _ file: String) -> Bool {
    unsafe access(folder + "/" + file, F_OK) == 0
  }

  private static func isBackup(_ folder: String) -> Bool { holds(folder, manifest) }

  private static func bytes(_ folder: String) throws(Failure) -> [UInt8]? {
    try InputFile.readIfThere(folder + "/" + manifest, limit: 1 << 20)
  }

  private static func manifest(of folder: String) throws(Failure) -> BackupManifest? {
    try bytes(folder).flatMap { try? BackupManifest(decoding: $0) }
  }

  private static func hash(_ folder: String) throws(Failure) -> [UInt8]? {
    try bytes(folder).map { BackupManifest.hash($0) }
  }
}
