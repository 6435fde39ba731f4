import AuditLog
import Directory
import Records
import Store
import StrictJSON

/// A log that may go on from a shorter state, because a beheerder and an FG signed that it must.
///
/// Read from `restore.json` beside the two files. It counts once: after its leaf it is history.
struct Restoration {
  let file: RestoreFile
  /// The directory with the records that the restored `vault.db` lacked.
  let directory: DirectoryView

  var record: RestoreRecord { file.restore.record }

  /// Nil when there is no such file, or its record is in the log already.
  static func find(
    _ settings: VaultSettings, _ tree: MerkleTree, _ directory: DirectoryView,
    _ tables: VaultTables
  ) throws(StartError) -> Restoration? {
    guard let file = try read(settings.folder + "/" + RestoreFile.name) else { return nil }
    do {
      if try StoredRestores.all(tables).contains(where: { $0 == file.restore.encode() }) {
        return nil
      }
    } catch { throw .logDamaged }
    guard file.restore.signers.count == 2 else {
      throw .restore(
        "restore.json waits for the signatures of a beheerder and an FG",
        hint:
          "kluis beheer backup restore --dir FOLDER says who signs now, and with which command")
    }
    let record = file.restore.record
    guard record.size == tree.size, record.root == tree.root() else {
      throw .restore(
        "restore.json is about another state of the log than this vault.db has",
        hint: "recover again from the backup that it was drafted for, or draft it anew")
    }
    var whole = directory
    do { for next in file.directory { try whole.extend(with: next) } } catch {
      throw .restore(
        "a directory record in restore.json does not follow on this vault's directory",
        hint: "draft it anew on the device that saw the newest directory")
    }
    guard whole.accepts(file.restore) else {
      throw .restore(
        "restore.json is not signed by an active beheerder and an active FG of this vault",
        hint: "draft and sign it anew; if nobody knows where it came from, tell the FG")
    }
    return Restoration(file: file, directory: whole)
  }

  /// Whether the record speaks of the log that `keystore.db` remembers, as far as it had come.
  func covers(size: Int, root: [UInt8]) -> Bool {
    size <= record.lostSize && record.covers(size: size, root: root)
  }

  private static func read(_ path: String) throws(StartError) -> RestoreFile? {
    let bytes: [UInt8]
    do throws(ReadFile.Fault) {
      bytes = try ReadFile.bytes(path, limit: RestoreFile.limit)
    } catch {
      if error == .missing { return nil }
      throw .unavailable(.init("restore.json: \(error)", hint: "check its owner and mode"))
    }
    do { return try RestoreFile(decoding: bytes) } catch {
      throw .restore(
        "restore.json is malformed", hint: "take it from who signed it, or draft it anew")
    }
  }
}

/// The restore records that this log went through, oldest first, each as it was signed.
enum StoredRestores {
  private static let name = "restores"

  static func all(_ tables: VaultTables) throws -> [[UInt8]] {
    (try tables.meta.value(name) ?? []).split(separator: 0x0A).map { Array($0) }
  }

  static func add(_ restore: SignedRestore, _ tables: VaultTables) throws {
    let lines = try all(tables) + [restore.encode()]
    try tables.meta.put(name, Array(lines.joined(separator: [0x0A])))
  }
}
