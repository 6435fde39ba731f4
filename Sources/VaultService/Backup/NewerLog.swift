import AuditLog
import Directory
import Glibc
import Records
import Sodium
import StrictJSON
package import Vocabulary

/// What a copy of the log, as an FG keeps it, has and a restored vault has not.
///
/// The copy counts only when its checkpoint is signed by the log's key and its entries make that tree.
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

  enum Fault: Error {
    case unreadable(String)
    case checkpoint
    case tree
  }

  /// - Parameters:
  ///   - folder: what `kluis fg copy` made.
  ///   - size: of the restored log.
  ///   - position: of the restored directory.
  init(
    _ folder: String, beyond size: Int, position: Int, logKey: NoteKey
  ) throws {
    let note = try Self.bytes(folder + "/checkpoint", 1 << 20)
    guard
      let checkpoint = try? Checkpoint.verify(note, origin: logKey.name, logKey: logKey).checkpoint
    else { throw Fault.checkpoint }
    self.size = checkpoint.size
    root = checkpoint.root
    var tree = MerkleTree()
    var newer: Set<[UInt8]> = []
    for line in try Self.lines(folder + "/entries.jsonl").prefix(checkpoint.size) {
      if tree.size == size { rootThere = tree.root() }
      let leaf = Array(line)
      if tree.size >= size, let entry = try? LogEntry(decoding: leaf), entry.outcome == .permit {
        count(entry)
        if let record = entry.record { newer.insert(record.hash) }
      }
      _ = tree.append(TreeHash.leaf(leaf))
    }
    if tree.size == size { rootThere = tree.root() }
    guard tree.size == checkpoint.size, tree.root() == checkpoint.root else { throw Fault.tree }
    directory = try Self.lines(folder + "/directory.jsonl").dropFirst(position).map { Array($0) }
    for line in try Self.lines(folder + "/records.jsonl") {
      guard let signed = Self.record(Array(line)), newer.contains(signed.hash) else { continue }
      if Self.endsAccess(signed) { records.append(signed) }
    }
  }

  /// Involvement as a whole, because a history has no gaps; of grants only the ends.
  private static func endsAccess(_ signed: Signed) -> Bool {
    (try? Involvement.decode(signed.bytes)) != nil || (try? GrantEnd.decode(signed.bytes)) != nil
  }

  private mutating func count(_ entry: LogEntry) {
    switch entry.action {
    case .append:
      if let dossier = entry.dossier { lostWrites[dossier, default: 0] += 1 }
    // Made by people, under keys that the service does not have: a dossier, a right, a renewed half.
    case .sectionCreate, .grant, .requestAct, .second, .noodtoegang, .refreshCheck:
      toDo[entry.action.rawValue, default: 0] += 1
    // A policy comes into force by people's decision, or is named again at a start.
    case .policy where entry.request != nil: toDo[entry.action.rawValue, default: 0] += 1
    // What was asked or read is asked again; what is repeated needs nobody.
    default: break
    }
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
