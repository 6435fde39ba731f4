import AuditLog
import Directory
import Glibc
import PrivateFile
import Records
import Sodium
import Store
import StrictJSON
package import Vocabulary

/// What a copy of the log has and a restored vault has not.
///
/// The copy is an FG's, or a `vault.db` that is newer than the one to go on from. An FG's counts only when
/// its checkpoint is signed by the log's key and its entries make that tree; a `vault.db` has no such
/// note, and what it says counts by the two people who sign for it.
package struct NewerLog: Sendable {
  /// What nobody but people can do again, with the number of entries of each kind.
  package internal(set) var toDo: [String: Int] = [:]
  /// Dossiers with writes that are lost: how many revisions each.
  package internal(set) var lostWrites: [Identifier: Int] = [:]
  package internal(set) var size = 0
  var root: [UInt8] = []
  /// The root of the copy's tree at the size of the restored log; nil when the copy is shorter.
  var rootThere: [UInt8]?
  var directory: [[UInt8]] = []
  var records: [Signed] = []

  /// Lines of a copy are at most this long.
  private static let lineLimit = 4 << 20
  /// Bytes that are read of one file at most.
  private static let fileLimit = 2 << 30
  /// Directory records in one read.
  private static let page = 500

  enum Fault: Error {
    case unreadable(String)
    case checkpoint
    case tree
  }

  /// - Parameters:
  ///   - folder: what `kluis fg copy` made, or a vault's folder.
  ///   - size: of the restored log.
  ///   - position: of the restored directory.
  init(
    _ folder: String, beyond size: Int, position: Int, logKey: NoteKey
  ) throws {
    var walk = Walk(beyond: size)
    if PrivateFile.exists(folder + "/" + FoundedFile.vault.rawValue) {
      try read(vault: folder + "/" + FoundedFile.vault.rawValue, position, &walk)
    } else {
      try read(copy: folder, position, logKey, &walk)
    }
    self.size = walk.tree.size
    root = walk.tree.root()
    rootThere = walk.rootThere
    (toDo, lostWrites) = (walk.toDo, walk.lostWrites)
  }

  private mutating func read(
    copy folder: String, _ position: Int, _ logKey: NoteKey, _ walk: inout Walk
  ) throws {
    let note = try Self.bytes(folder + "/checkpoint", 1 << 20)
    guard
      let checkpoint = try? Checkpoint.verify(note, origin: logKey.name, logKey: logKey).checkpoint
    else { throw Fault.checkpoint }
    for line in try Self.lines(folder + "/entries.jsonl").prefix(checkpoint.size) {
      walk.take(Array(line))
    }
    walk.end()
    guard walk.tree.size == checkpoint.size, walk.tree.root() == checkpoint.root else {
      throw Fault.tree
    }
    directory = try Self.lines(folder + "/directory.jsonl").dropFirst(position).map { Array($0) }
    for line in try Self.lines(folder + "/records.jsonl") {
      guard let signed = Self.record(Array(line)), walk.newer.contains(signed.hash) else {
        continue
      }
      if Self.endsAccess(signed) { records.append(signed) }
    }
  }

  private mutating func read(
    vault path: String, _ position: Int, _ walk: inout Walk
  ) throws {
    do {
      let tables = try VaultFileCopy(path).tables
      let size = try tables.leaves.count()
      try tables.leaves.scan(from: 0) { _, bytes in
        if let bytes { walk.take(bytes) }
        return bytes != nil
      }
      walk.end()
      guard walk.tree.size == size else { throw Fault.tree }
      while true {
        let next = try tables.directory.records(
          from: position + directory.count + 1, limit: Self.page)
        if next.isEmpty { break }
        directory += next
      }
      try tables.records.scan { _, _, stored in
        let signed = Signed(bytes: stored.bytes, signature: stored.signature)
        if walk.newer.contains(signed.hash), Self.endsAccess(signed) { records.append(signed) }
      }
    } catch let fault as Fault { throw fault } catch { throw Fault.unreadable(path) }
  }

  /// Involvement as a whole, because a history has no gaps; of grants only the ends.
  private static func endsAccess(_ signed: Signed) -> Bool {
    (try? Involvement.decode(signed.bytes)) != nil || (try? GrantEnd.decode(signed.bytes)) != nil
  }

  private static func record(_ line: [UInt8]) -> Signed? {
    let limits = JSONLimits(bytes: lineLimit, depth: 2)
    guard let value = try? CanonicalJSON.decode(line, limits: limits),
      let object = try? JSONObject(value), let bytes = try? object.requireBytes("bytes"),
      let signature = try? object.requireBytes("sig", count: Signature.count)
    else { return nil }
    return Signed(bytes: bytes, signature: signature)
  }

  private static func lines(_ path: String) throws -> [ArraySlice<UInt8>] {
    try bytes(path, fileLimit).split(separator: 0x0A)
  }

  private static func bytes(_ path: String, _ limit: Int) throws -> [UInt8] {
    do { return try ReadFile.bytes(path, limit: limit) } catch { throw Fault.unreadable(path) }
  }
}

extension NewerLog {
  /// The entries one after the other: the tree over them, and what of them is beyond a size.
  private struct Walk {
    let size: Int
    var tree = MerkleTree()
    var rootThere: [UInt8]?
    /// Hashes of the records that permitted entries beyond the size name.
    var newer: Set<[UInt8]> = []
    var toDo: [String: Int] = [:]
    var lostWrites: [Identifier: Int] = [:]

    init(beyond size: Int) { self.size = size }

    mutating func take(_ leaf: [UInt8]) {
      end()
      if tree.size >= size, let entry = try? LogEntry(decoding: leaf), entry.outcome == .permit {
        count(entry)
        if let record = entry.record { newer.insert(record.hash) }
      }
      _ = tree.append(TreeHash.leaf(leaf))
    }

    /// To be called after the last entry: the tree may end where the restored log does.
    mutating func end() {
      if tree.size == size { rootThere = tree.root() }
    }

    private mutating func count(_ entry: LogEntry) {
      switch entry.action {
      case .append:
        if let dossier = entry.dossier { lostWrites[dossier, default: 0] += 1 }
      // Made by people, under keys that the service does not have: a dossier, a right, a renewed half.
      case .sectionCreate, .grant, .requestAct, .second, .noodtoegang, .refreshCheck:
        toDo[entry.action.rawValue, default: 0] += 1
      // The service here does not know that these bundles were signed, left, were taken back or arrived.
      case .bundleSeal, .bundleSend, .bundleRecall, .bundleConfirm:
        toDo[entry.action.rawValue, default: 0] += 1
      // A policy comes into force by people's decision, or is named again at a start.
      case .policy where entry.request != nil: toDo[entry.action.rawValue, default: 0] += 1
      // What was asked or read is asked again; what is repeated needs nobody.
      default: break
      }
    }
  }
}
