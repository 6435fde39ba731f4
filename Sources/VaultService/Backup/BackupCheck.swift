import AuditLog
import Directory
import Records
import Sodium
import Store
import StrictJSON
import Vocabulary

/// Looks whether a backup is whole, without a key, a service or a change to any file.
///
/// What it cannot see is what only the keys show: that S and E are the right ones. `recover` opens them.
package struct BackupCheck {
  /// What was found wrong; the text names the file.
  package struct Finding: Equatable, Sendable {
    package let text: String
  }

  /// What was looked at.
  package struct Report: Sendable {
    package var findings: [Finding] = []
    /// Entries of the log in `vault.db`; 0 when it could not be read.
    package var logSize = 0
    package var dossiers = 0
    package var revisions = 0
    /// Secrets that `vault.db` needs and `keystore.db` has not; what they belong to cannot be opened.
    package var missing = 0
    package var isWhole: Bool { findings.isEmpty && missing == 0 }

    mutating func add(_ text: String) { findings.append(Finding(text: text)) }
  }

  private let vault: String
  private let keystore: String?

  /// - Parameters:
  ///   - vault: the folder of a backup's `vault.db`.
  ///   - keystore: the folder of its `keystore.db`; nil when only the one is looked at.
  package init(vault: String, keystore: String?) {
    self.vault = vault
    self.keystore = keystore
  }

  package func run() -> Report {
    var report = Report()
    for folder in [vault, keystore].compactMap({ $0 }) {
      for text in Self.manifestFaults(folder) { report.add(text) }
    }
    do throws(OpeningError) {
      let copy = try VaultFileCopy(vault + "/" + FoundedFile.vault.rawValue)
      var halves: KeystoreFileCopy?
      if let keystore {
        halves = try KeystoreFileCopy(keystore + "/" + FoundedFile.keystore.rawValue)
      }
      look(copy, halves, &report)
    } catch { report.add(error.description) }
    return report
  }

  private func look(_ copy: VaultFileCopy, _ halves: KeystoreFileCopy?, _ report: inout Report) {
    do throws(StoreError) { try copy.checkIntegrity() } catch {
      report.add("vault.db: \(error)")
      return
    }
    let tables = copy.tables
    do {
      guard let origin = try tables.meta.value("origin") else { throw StoreError.corrupt }
      let name = String(decoding: origin, as: UTF8.self)
      _ = try StoredDirectory.read(tables, origin: name)
      let tree = try StoredLog.tree(tables)
      report.logSize = tree.size
      try Self.walk(tables, tree)
      if let halves {
        try halves.checkIntegrity()
        if try halves.origin() != name { report.add(StartError.originsDiffer.description) }
        if try !halves.hasLogState() {
          report.add("keystore.db does not say how far the log had come")
        }
      }
      report.missing = try Self.count(tables, halves, &report)
    } catch let error as StartError { report.add(error.description) } catch {
      report.add("a dossier in vault.db, or keystore.db, is damaged")
    }
  }

  /// Every leaf is where it says, and the tree over them is the one that the tiles make.
  private static func walk(_ tables: VaultTables, _ tree: MerkleTree) throws {
    var again = MerkleTree()
    var holds = true
    try tables.leaves.scan(from: 0) { index, bytes in
      guard let bytes, let entry = try? LogEntry(decoding: bytes), entry.index == index else {
        holds = false
        return false
      }
      _ = again.append(TreeHash.leaf(bytes))
      return true
    }
    guard holds, again.size == tree.size, again.root() == tree.root() else {
      throw StartError.logDamaged
    }
  }

  /// The S of every section and the E of every revision that has content: how many are not there.
  private static func count(
    _ tables: VaultTables, _ halves: KeystoreFileCopy?, _ report: inout Report
  ) throws -> Int {
    var missing = 0
    for (number, dossier) in try tables.dossiers.all() {
      report.dossiers += 1
      for section in try tables.sections.sections(of: number) {
        let key = TokenKey.share(dossier, section.section, generation: section.generation)
        if let halves, try !halves.has(key) { missing += 1 }
      }
      let links = try tables.links.signed(number)
      for key in try ContentKey.newest(in: links, of: Section.allCases) {
        report.revisions += 1
        if let halves, try !halves.has(.entry(dossier, key)) { missing += 1 }
      }
    }
    return missing
  }

  /// Whether the files of a folder are those of the manifest beside them; faults by name of file.
  static func manifestFaults(_ folder: String) -> [String] {
    let path = folder + "/" + BackupFolder.manifest
    guard let bytes = try? ReadFile.bytes(path, limit: 1 << 20) else {
      return ["\(path): there is no manifest"]
    }
    guard let manifest = try? BackupManifest(decoding: bytes) else {
      return ["\(path): the manifest is malformed"]
    }
    var faults: [String] = []
    var found = 0
    for file in manifest.files {
      // The other file of the backup lies in a folder of its own.
      guard let here = try? FileHash.of(folder + "/" + file.name) else { continue }
      found += 1
      if here.size != file.size || here.hash != file.sha256 {
        faults.append("\(folder)/\(file.name) is not the file that was backed up")
      }
    }
    if found == 0 { faults.append("\(folder): no file of the manifest is here") }
    return faults
  }
}
