import AuditLog
import Records
import Session
import Store
import StrictJSON
import Vocabulary
import Wire

extension ActContext {
  /// The plan of a write that this member did before with the same key: its old leaves, nothing new.
  ///
  /// Throws: `.invalidParams` when the key was used for another write.
  func repeated(_ request: SignedRequest) throws -> Plan? {
    guard
      let earlier = try tables.idempotency.entry(
        member: request.stamp.caller.member, key: request.body.idem.bytes)
    else { return nil }
    guard earlier.args == request.argsHash else { throw WireError(.invalidParams) }
    var plan = Plan()
    let leaves = try leaves(endingAt: earlier.leaf)
    plan.repeated = leaves
    plan.reply = .permit(try members(of: leaves))
    return plan
  }
}

extension ActContext {
  /// What the first answer said that a client goes on with: how far the dossier came, and whether a
  /// grant came about.
  private func members(of leaves: ClosedRange<Int>) throws -> [JSONMember] {
    let entries = try leaves.compactMap { index in
      try tables.leaves.bytes(index).map { try LogEntry(decoding: $0) }
    }
    var members: [JSONMember] = []
    if let link = entries.last(where: { $0.link != nil })?.link {
      members.append(JSONMember("head", LogEntry.Head(n: link.n, h: link.h).json))
    }
    if let second = entries.first(where: { $0.action == .second }) {
      members.append(JSONMember("done", .bool(try completed(by: second))))
    }
    return members
  }

  /// Whether this second was the last one of a request that was done.
  private func completed(by entry: LogEntry) throws -> Bool {
    guard let hash = entry.record?.hash, let record = try tables.records.record(hash: hash)
    else { throw StoreError.corrupt }
    let second = try Second.decode(record.bytes)
    guard let request = try tables.requests.request(hash: second.request), request.state == .done
    else { return false }
    return try tables.requests.seconds(of: request.id).allSatisfy { other in
      try (tables.records.record(hash: other.record)?.leaf ?? .max) <= record.leaf
    }
  }

  /// The leaves of one request, of which `last` is the newest: those before it with the same hash.
  private func leaves(endingAt last: Int) throws -> ClosedRange<Int> {
    func request(_ index: Int) throws -> [UInt8]? {
      try tables.leaves.bytes(index).flatMap { try LogEntry(decoding: $0).request }
    }
    guard let hash = try request(last) else { throw StoreError.corrupt }
    var first = last
    while first > 0, try request(first - 1) == hash { first -= 1 }
    return first...last
  }
}

extension VaultTables {
  /// Remembers that a write was done: who, key, arguments, last leaf, and no more.
  func remember(_ request: SignedRequest, leaf: Int) throws(StoreError) {
    try idempotency.add(
      member: request.stamp.caller.member, key: request.body.idem.bytes, args: request.argsHash,
      leaf: leaf)
  }
}
