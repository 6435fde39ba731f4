import AuditLog
import Glibc
import PrivateFile
import Records
import Sodium
import Store
import Synchronization

/// The moments of a backup at which a crash must leave nothing that looks like one.
package enum BackupStep: String, CaseIterable, Sendable {
  case begun
  case copied
  case logged
  case keystoreNamed = "keystore-named"
  case named
}

/// One backup on its way: copied, then logged, then named.
///
/// Whatever does not get that far is removed.
///
/// One at a time: a second would copy the same once more.
final class BackupRun: Sendable {
  /// Why there is no backup; the raw value is the `reason` of its leaf.
  enum Fault: String, Error {
    /// The service was given no folder for backups.
    case noFolder = "no-backup-folder"
    case running = "backup-running"
    case full = "disk-full"
    /// The folder cannot be written, or the vault not read.
    case failed = "backup-failed"
  }

  let name: String
  let manifest: [UInt8]
  private let folder: BackupFolder
  private let at: Int64
  private let isNamed = Mutex(false)
  private let place: BackupPlace
  private let atStep: @Sendable (BackupStep) -> Void

  var hash: [UInt8] { BackupManifest.hash(manifest) }

  /// Copies both files as they were between two batches.
  init(_ taken: BackupMoment, _ server: VaultServer, place: BackupPlace) throws(Fault) {
    guard let path = server.settings.backupFolder else {
      place.leave()
      throw .noFolder
    }
    let folder = BackupFolder(path: path)
    name = BackupTime.name(taken.at)
    self.folder = folder
    at = taken.at
    self.place = place
    atStep = server.settings.atBackupStep
    let name = name
    do {
      try folder.begin(name)
      atStep(.begun)
      manifest = try Self.copy(taken, folder, name, server.origin)
      atStep(.copied)
    } catch {
      folder.abandon(name)
      place.leave()
      throw Self.fault(error)
    }
  }

  deinit {
    if !isNamed.withLock({ $0 }) { folder.abandon(name) }
    place.leave()
  }

  private static func copy(
    _ taken: BackupMoment, _ folder: BackupFolder, _ name: String, _ origin: String
  ) throws -> [UInt8] {
    let vault = folder.staging(BackupFolder.vault, name)
    let keystore = folder.staging(BackupFolder.keystore, name)
    let files = [
      (keystore, FoundedFile.keystore.rawValue, taken.keystore),
      (vault, FoundedFile.vault.rawValue, taken.vault),
    ]
    var listed: [BackupManifest.File] = []
    for (place, file, snapshot) in files {
      try snapshot.copy(to: "\(place)/\(file)")
      let found = try FileHash.of("\(place)/\(file)")
      listed.append(BackupManifest.File(name: file, size: found.size, sha256: found.hash))
    }
    let manifest = BackupManifest(
      at: taken.at, origin: origin, files: listed, checkpoint: taken.checkpoint
    ).encode()
    for place in [vault, keystore] {
      try PrivateFile.create("\(place)/\(BackupFolder.manifest)", manifest)
    }
    return manifest
  }

  /// Puts the receipt beside the copies and gives them their names; what was too old is removed.
  func finish(receipt: [UInt8]) throws -> [String] {
    atStep(.logged)
    for kind in [BackupFolder.vault, BackupFolder.keystore] {
      try PrivateFile.create(
        "\(folder.staging(kind, name))/\(BackupFolder.receipt)", receipt)
    }
    try folder.finish(name) { atStep(.keystoreNamed) }
    isNamed.withLock { $0 = true }
    atStep(.named)
    return try folder.expire(at: at)
  }

  private static func fault(_ error: any Error) -> Fault {
    switch error {
    case OpeningError.database(_, .full), OpeningError.system(_, ENOSPC),
      OpeningError.system(_, EDQUOT), OpeningError.system(_, EFBIG),
      PrivateFile.Fault.system(_, ENOSPC), PrivateFile.Fault.system(_, EDQUOT),
      PrivateFile.Fault.system(_, EFBIG):
      .full
    default: .failed
    }
  }
}

/// Both files and the log as they were at one moment between two batches.
struct BackupMoment: Sendable {
  let vault: Snapshot
  let keystore: Snapshot
  let checkpoint: [UInt8]
  /// Milliseconds UTC.
  let at: Int64
}

/// The one place in which a backup may be under way.
final class BackupPlace: Sendable {
  private let isTaken = Mutex(false)

  /// False while another backup runs.
  func enter() -> Bool {
    isTaken.withLock { taken in
      defer { taken = true }
      return !taken
    }
  }

  func leave() { isTaken.withLock { $0 = false } }
}
