import AuditLog
import Directory
import Policy
import Records
import Sodium
import Store
import StrictJSON
import Vocabulary
import Wire

/// `directory.append`: the next record of the signed list.
///
/// The service stores it; it cannot make one.
struct DirectoryAppendAct: PlannedAct {
  let request: SignedRequest
  let record: [UInt8]

  init(_ request: SignedRequest) throws(JSONError) {
    let args = try request.args
    try args.allowOnly(["record"])
    self.request = request
    record = try args.requireBytes("record")
  }

  func plan(_ context: ActContext) throws -> Plan {
    if let earlier = try context.repeated(request) { return earlier }
    let ruled = Ruled(stamp: request.stamp, action: .directory, object: .directory)
    let basis: LogEntry.Basis
    switch try context.ruling(.appendDirectory, by: request.stamp.caller.member, on: nil) {
    case .refused(let refusal): return ruled.refused(refusal, body: request.bytes)
    case .permitted(let ground): basis = ground
    }
    var directory = context.directory
    let body: DirectoryBody
    do { body = try directory.extend(with: record) } catch {
      return ruled.failed("directory", head: nil, body: request.bytes)
    }
    var plan = Plan()
    var leaf = ruled.leaf(.permit, basis: basis)
    leaf.record = LogEntry.Record(kind: "directory", hash: directory.hash)
    plan.leaves = [leaf]
    plan.body = request.bytes
    let position = Int(directory.position)
    let hash = directory.hash
    plan.vaultRows = { [self] tables, first in
      try tables.directory.append(position, record, hash: hash)
      try tables.remember(request, leaf: first)
    }
    plan.directory = directory
    // Two people who were deceived, or did it themselves, can turn a partner's mail to another: the others
    // hear of it at once.
    if case .partnerKey = body.act {
      plan.signals = [Signal(kind: .partnerKey, members: context.watchers(of: nil))]
    }
    plan.reply = .permit([JSONMember("position", .int(Int64(position)))])
    return plan
  }
}
