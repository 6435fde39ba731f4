// Recovery: a vault's folder again, from a copy of each of its files and a key.
//
// It copies, opens, looks at everything, and says what it found: how long the log is, which file is
// newer, what is missing, what was lost. When more of the log is known than `vault.db` has, the new
// folder does not serve until a beheerder and an FG signed `restore.json`: `keystore.db` is made to
// remember the longest log, and `kluisd` refuses beside a shorter one.

import AuditLog
import Directory
import Glibc
import PrivateFile
import Records
package import Sodium
import Store
import StrictJSON
import Vocabulary

/// A vault to be brought back.
package struct VaultRecovery: Sendable {
  /// The folder with the copy of `vault.db`, or the old vault's folder itself.
  package let vault: String
  /// The folder with the copy of `keystore.db`.
  package let keystore: String
  /// Must not exist, or be empty.
  package let folder: String
  /// A copy of the log by an FG, or the folder of a newer `vault.db`; nil when there is none.
  package var log: String?
  /// The log as the device of who recovers saw it last; nil when none is at hand.
  package var seen: (size: Int, root: [UInt8])?
  /// `service.key` of its own; nil to take it from `keystore.db`.
  package var serviceKey: String?

  package init(vault: String, keystore: String, folder: String) {
    self.vault = vault
    self.keystore = keystore
    self.folder = folder
  }

  /// What was found, and what is left to do.
  package struct Report: Sendable {
    package var origin = ""
    /// Entries of the log in `vault.db`.
    package var logSize = 0
    /// How far the log was at the last commit of `keystore.db`.
    package var keystoreSize = 0
    /// The longest log that is known of; more than `logSize` when entries were lost.
    package var knownSize = 0
    package var dossiers = 0
    package var revisions = 0
    /// S and E that a newer `keystore.db` has no more: what they belong to does not open.
    package var missing = 0
    /// What is repeated when the service starts: directory records, and records of ended access.
    package var repeated = 0
    package var newer: NewerLog?
    package var needsRestore: Bool { knownSize > logSize }
  }

  /// The newest ceremony that is tried for a root key.
  private static let latestCeremony: UInt32 = 64

  /// Recovers with W itself.
  package func make(wrapKey: borrowing SecretBytes, at now: Int64) throws(RecoveryFault) -> Report {
    try make(at: now) { path throws(RecoveryFault) in
      guard try Self.opens(path, wrapKey) else { throw .wrongKey }
      do throws(SecretMemoryError) { return try wrapKey.copy() } catch { throw .memory }
    }
  }

  /// Recovers with the root key, whatever ceremony it is of.
  package func make(root: borrowing SecretBytes, at now: Int64) throws(RecoveryFault) -> Report {
    try make(at: now) { path throws(RecoveryFault) in
      for ceremony in 1...Self.latestCeremony {
        let wrap: SecretBytes
        do throws(SecretMemoryError) {
          wrap = try HostKey.wrap(root: root, ceremony: ceremony)
        } catch { throw .memory }
        if try Self.opens(path, wrap) { return wrap }
      }
      throw .wrongKey
    }
  }

  private static func opens(
    _ path: String, _ key: borrowing SecretBytes
  ) throws(RecoveryFault) -> Bool {
    do throws(KeystoreError) {
      _ = try Keystore.open(path, wrapKey: key, readers: 0)
      return true
    } catch {
      if error == .wrongWrapKey { return false }
      throw .keystore(error)
    }
  }

  private func make(
    at now: Int64, _ key: (String) throws(RecoveryFault) -> SecretBytes
  ) throws(RecoveryFault) -> Report {
    for folder in [vault, keystore] where PrivateFile.exists(folder + "/" + BackupFolder.manifest) {
      if let fault = BackupCheck.manifestFaults(folder).first { throw .changed(fault) }
    }
    let building: BuildingFolder
    do throws(FoundingError) { building = try BuildingFolder(for: folder) } catch {
      throw .founding(error)
    }
    do throws(RecoveryFault) {
      let report = try build(in: building.path, now, key)
      try write(report, in: building.path, now)
      do throws(FoundingError) { try building.finish() } catch { throw .founding(error) }
      return report
    } catch {
      building.abandon()
      throw error
    }
  }

  private func build(
    in path: String, _ now: Int64, _ key: (String) throws(RecoveryFault) -> SecretBytes
  ) throws(RecoveryFault) -> Report {
    let (vaultPath, keystorePath) = (path + "/vault.db", path + "/keystore.db")
    do throws(OpeningError) {
      try Snapshot.vault(vault + "/vault.db").copy(to: vaultPath)
      try Snapshot.keystore(keystore + "/keystore.db").copy(to: keystorePath)
    } catch { throw .opening(error) }
    let wrap = try key(keystorePath)
    var report = Report()
    do {
      let store = try Vault.open(vaultPath, readers: 0)
      let tokens = try Keystore.open(keystorePath, wrapKey: wrap, readers: 0)
      try fill(&report, path, store, tokens, now)
      try write(path, .wrapKey, wrap)
      try store.truncateLog()
      try tokens.truncateLog()
    } catch let error as RecoveryFault { throw error } catch let error as OpeningError {
      throw .opening(error)
    } catch let error as KeystoreError { throw .keystore(error) } catch let error as StartError {
      throw .start(error)
    } catch let error as StoreError {
      throw .opening(.database("vault.db", error))
    } catch { throw .start(.logDamaged) }
    return report
  }

  /// Says in the folder what was found, for who goes on from there.
  private func write(_ report: Report, in path: String, _ now: Int64) throws(RecoveryFault) {
    var file = RecoveryReport(at: now, origin: report.origin)
    (file.size, file.keystoreSize) = (report.logSize, report.keystoreSize)
    (file.knownSize, file.repeated) = (report.knownSize, report.repeated)
    (file.dossiers, file.revisions) = (report.dossiers, report.revisions)
    file.missing = report.missing
    file.sawNewer = report.newer != nil
    (file.lost, file.toDo) = (report.newer?.lostWrites ?? [:], report.newer?.toDo ?? [:])
    file.vaultManifest = Self.manifest(of: vault)
    file.keystoreManifest = Self.manifest(of: keystore)
    do throws(PrivateFile.Fault) {
      try PrivateFile.create(path + "/" + RecoveryReport.name, file.encode() + [0x0A])
    } catch { throw .file(error) }
  }

  private static func manifest(of folder: String) -> [UInt8]? {
    (try? ReadFile.bytes(folder + "/" + BackupFolder.manifest, limit: 1 << 20))
      .map { BackupManifest.hash($0) }
  }

  private func fill(
    _ report: inout Report, _ path: String, _ store: Vault, _ keystore: Keystore, _ now: Int64
  ) throws {
    let tables = store.tables
    report.origin = keystore.origin
    guard try tables.meta.value("origin") == Array(keystore.origin.utf8) else {
      throw StartError.originsDiffer
    }
    let directory = try StoredDirectory.read(tables, origin: keystore.origin)
    let tree = try StoredLog.tree(tables)
    let state = LogFound(tree: tree, tables: tables, directory: directory)
    report.logSize = tree.size
    guard let recorded = try keystore.tables.log.recorded() else {
      throw StartError.keystore(
        "keystore.db does not say how far the log had come", hint: KeystoreError.missing.hint)
    }
    report.keystoreSize = recorded.size
    var known = [
      Pin(size: recorded.size, root: recorded.root), try state.receipt(beside: vault),
      seen.flatMap { Pin(size: $0.size, root: $0.root) },
    ]
    var newer: NewerLog?
    if let log {
      newer = try state.newer(log)
      known.append(newer.flatMap { Pin(size: $0.size, root: $0.root) })
    }
    for pin in known.compactMap({ $0 }) where pin.size <= tree.size {
      guard try state.root(at: pin.size) == pin.root else {
        throw StartError.logChanged(size: pin.size)
      }
    }
    let fit = try KeystoreFit(tables, keystore.tables.tokens)
    (report.dossiers, report.revisions, report.missing) = (fit.dossiers, fit.revisions, fit.missing)
    // Beside a keystore.db of before, what was written or refreshed since would fail at each opening.
    guard recorded.size >= tree.size || fit.unfit.isEmpty else {
      throw RecoveryFault.keystoreOlder(fit.unfit)
    }
    try writeKeys(path, keystore, directory)
    report.newer = newer
    guard let longest = known.compactMap({ $0 }).max(by: { $0.size < $1.size }),
      longest.size > tree.size
    else {
      report.knownSize = tree.size
      return
    }
    report.knownSize = longest.size
    report.repeated = (newer?.directory.count ?? 0) + (newer?.records.count ?? 0)
    // Beside this, kluisd refuses to start until there is a signed restore record.
    try keystore.begin()
    try keystore.tables.log.record(size: longest.size, root: longest.root)
    try keystore.commit()
    try PrivateFile.create(
      path + "/" + RestoreFile.name,
      state.unsigned(lost: longest, newer: newer, at: now).encode() + [0x0A])
  }

  private func writeKeys(
    _ path: String, _ keystore: Keystore, _ directory: DirectoryView
  ) throws {
    if let serviceKey {
      try write(path, .serviceKey, SecretFile.read(serviceKey))
    } else if let kept = try keystore.tables.tokens.keptServiceKey() {
      try write(path, .serviceKey, kept)
    } else {
      throw RecoveryFault.noServiceKey
    }
    try PrivateFile.create(
      path + "/" + FoundedFile.institution.rawValue, directory.anchor.encode())
  }

  private func write(
    _ path: String, _ file: FoundedFile, _ key: borrowing SecretBytes
  ) throws(RecoveryFault) {
    do { try PrivateFile.create(path + "/" + file.rawValue, HostKey.text(of: key)) } catch let
      fault as PrivateFile.Fault
    { throw .file(fault) } catch { throw .memory }
  }
}

/// The log as it was found in the copy, and what else is known of it.
private struct LogFound {
  let tree: MerkleTree
  let tables: VaultTables
  let directory: DirectoryView

  private func key() throws -> NoteKey {
    guard let key = directory.logKey,
      let named = NoteKey(name: directory.logName, kind: .log, publicKey: key)
    else { throw StartError.directory("it names no log key") }
    return named
  }

  func root(at size: Int) throws -> [UInt8] {
    try tree.root(at: size) { name in
      try? tables.tiles.hashes(level: name.level, index: name.index)
    }
  }

  /// How far the log was when the backup was logged, by the receipt beside it.
  func receipt(beside folder: String) throws -> Pin? {
    guard let bytes = try? ReadFile.bytes(folder + "/" + BackupFolder.receipt, limit: 4 << 20)
    else { return nil }
    guard let json = try? CanonicalJSON.decode(bytes, limits: .message),
      let receipt = try? Receipt(json),
      let checkpoint = try? Checkpoint.verify(
        receipt.checkpoint, origin: key().name, logKey: key()
      ).checkpoint
    else {
      throw RecoveryFault.changed("\(folder)/\(BackupFolder.receipt) is not of this log")
    }
    return checkpoint.pin
  }

  func newer(_ folder: String) throws -> NewerLog {
    do {
      let log = try NewerLog(
        folder, beyond: tree.size, position: Int(directory.position), logKey: key())
      if log.size >= tree.size, log.rootThere != tree.root() {
        throw RecoveryFault.copy("it is of another log, or one of the two was changed")
      }
      return log
    } catch NewerLog.Fault.unreadable(let path) {
      throw RecoveryFault.copy("\(path) cannot be read")
    } catch NewerLog.Fault.checkpoint {
      throw RecoveryFault.copy("its checkpoint is not signed by this log")
    } catch NewerLog.Fault.tree {
      throw RecoveryFault.copy("its entries do not make its checkpoint")
    }
  }

  /// The restore record that people still have to sign.
  func unsigned(lost: Pin, newer: NewerLog?, at now: Int64) throws -> RestoreFile {
    var whole = directory
    for record in newer?.directory ?? [] {
      do { try whole.extend(with: record) } catch {
        throw RecoveryFault.copy("its directory does not follow on this vault's")
      }
    }
    return RestoreFile(
      restore: SignedRestore(
        RestoreRecord(
          at: now, origin: directory.anchor.origin, size: tree.size, root: tree.root(),
          lostSize: lost.size, lostRoot: lost.root, directory: whole.position,
          directoryHash: whole.hash)),
      directory: newer?.directory ?? [], records: newer?.records ?? [])
  }
}
