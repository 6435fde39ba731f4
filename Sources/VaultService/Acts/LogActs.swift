import AuditLog
import Policy
import Records
import Store
import StrictJSON
import Vocabulary

/// `log.read`, `log.copy`, `log.checkpoint`: reading the log is itself an entry of the log.
struct LogAct: PlannedAct {
  enum Wish: Sendable {
    case read(from: Int, count: Int)
    case copy(Part, from: Int)
    case checkpoint
  }

  /// A file of the copy for verification without the service.
  enum Part: String, CaseIterable, Sendable {
    case entries
    case requests
    case records
    case directory
    case policies
    case restores
  }

  let request: SignedRequest
  let wish: Wish

  /// Leaves in one answer of `log.read`.
  private static let readLimit: Int64 = 1_000

  init(_ request: SignedRequest, _ method: Method) throws(JSONError) {
    let args = try request.args
    self.request = request
    let indices = 0...CanonicalJSON.integers.upperBound
    switch method {
    case .logRead:
      try args.allowOnly(["count", "from"])
      wish = .read(
        from: Int(try args.requireInt("from", within: indices)),
        count: Int(try args.requireInt("count", within: 1...Self.readLimit)))
    case .logCopy:
      try args.allowOnly(["from", "part"])
      wish = .copy(
        try args.requireCase("part"), from: Int(try args.requireInt("from", within: indices)))
    default:
      try args.allowOnly([])
      wish = .checkpoint
    }
  }

  func plan(_ context: ActContext) throws -> Plan {
    let (action, act): (LogAction, Act) =
      switch wish {
      case .read: (.logRead, .readLog)
      case .copy: (.logExport, .exportLog)
      case .checkpoint: (.logCheckpoint, .readLog)
      }
    let ruled = Ruled(stamp: request.stamp, action: action, object: .log)
    switch try context.ruling(act, by: request.stamp.caller.member, on: nil) {
    case .refused(let refusal): return ruled.refused(refusal, body: request.bytes)
    case .permitted(let basis):
      var plan = Plan()
      plan.leaves = [ruled.leaf(.permit, basis: basis)]
      plan.body = request.bytes
      return plan
    }
  }
}

/// What a permitted look at the log brings, read after its own leaf is durable.
struct LogReading {
  let members: [JSONMember]
  let rows: [UInt8]?

  /// Bytes of one page, so that an answer fits a frame.
  private static let pageBytes = 4 << 20

  /// - Parameter size: leaves under the answer's checkpoint; later ones are not shown.
  init(_ wish: LogAct.Wish, _ log: LogState, _ tables: VaultTables) throws {
    switch wish {
    case .checkpoint:
      members = [
        JSONMember("checkpoint", .string(String(decoding: log.checkpoint, as: UTF8.self)))
      ]
      rows = nil
    case .read(let from, let count):
      var page = Page()
      try tables.leaves.scan(from: from) { index, bytes in
        guard index < min(from + count, log.tree.size), page.hasRoom else { return false }
        page.add(bytes ?? [])
        return true
      }
      members = [
        JSONMember("count", .int(Int64(page.count))), JSONMember("from", .int(Int64(from))),
      ]
      rows = page.bytes
    case .copy(let part, let from):
      var page = Page()
      try Self.fill(&page, part, from, log, tables)
      members = [
        JSONMember("done", .bool(page.isLast)),
        JSONMember("next", .int(Int64(page.next ?? from + page.count))),
      ]
      rows = page.bytes
    }
  }

  init(members: [JSONMember]) {
    self.members = members
    rows = nil
  }

  /// Whose words they are: the leaf, proven under the answer's checkpoint, and the request behind it.
  init(wordsAt index: Int, _ log: LogState, _ tables: VaultTables) throws {
    var body: [UInt8]?
    // A request of several leaves lies with its last.
    try tables.leaves.scanBodies(from: index) { _, bytes in
      body = bytes
      return false
    }
    guard let body, let leaf = try tables.leaves.bytes(index) else { throw StoreError.corrupt }
    let proof = try log.tree.inclusionProof(of: index, at: log.tree.size) {
      try? tables.tiles.hashes(level: $0.level, index: $0.index)
    }
    members = [
      JSONMember("body", .base64(body)),
      JSONMember("entry", LeafProof(leaf: leaf, index: index, proof: proof).json),
    ]
    rows = nil
  }

  /// Lines of one answer, each with its length before it.
  private struct Page {
    var bytes: [UInt8] = []
    var count = 0
    var isLast = true
    var next: Int?

    var hasRoom: Bool { bytes.count < LogReading.pageBytes }

    mutating func add(_ line: [UInt8]) {
      let length = UInt32(truncatingIfNeeded: line.count)
      for shift in [24, 16, 8, 0] as [UInt32] {
        bytes.append(UInt8(truncatingIfNeeded: length >> shift))
      }
      bytes += line
      count += 1
    }
  }

  private static func fill(
    _ page: inout Page, _ part: LogAct.Part, _ from: Int, _ log: LogState, _ tables: VaultTables
  ) throws {
    var filled = page
    defer { page = filled }
    switch part {
    case .entries:
      try tables.leaves.scan(from: from) { index, bytes in
        guard index < log.tree.size else { return false }
        guard filled.hasRoom else {
          filled.isLast = false
          return false
        }
        filled.add(bytes ?? [])
        filled.next = index + 1
        return true
      }
    case .requests:
      try tables.leaves.scanBodies(from: from) { index, body in
        guard index < log.tree.size else { return false }
        guard filled.hasRoom else {
          filled.isLast = false
          return false
        }
        filled.add(
          CanonicalJSON.encode(["body": .base64(body), "index": .int(Int64(index))]))
        filled.next = index + 1
        return true
      }
    case .records:
      try tables.records.scan(after: from) { number, record in
        guard record.leaf < log.tree.size else { return false }
        guard filled.hasRoom else {
          filled.isLast = false
          return false
        }
        filled.add(
          CanonicalJSON.encode([
            "bytes": .base64(record.bytes), "kind": .string(record.kind),
            "leaf": .int(Int64(record.leaf)), "sig": .base64(record.signature),
          ]))
        filled.next = number
        return true
      }
    case .directory:
      for record in try tables.directory.records(from: from + 1, limit: 1_000) {
        filled.add(record)
      }
      filled.next = from + filled.count
      filled.isLast = try tables.directory.count() <= from + filled.count
    case .restores:
      for restore in try StoredRestores.all(tables).dropFirst(from) { filled.add(restore) }
    case .policies:
      try tables.policies.scan(after: from) { number, set in
        guard filled.hasRoom else {
          filled.isLast = false
          return false
        }
        filled.add(set)
        filled.next = number
        return true
      }
    }
  }
}
