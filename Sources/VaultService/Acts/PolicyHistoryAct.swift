import AuditLog
import Policy
import Records
import Store
import StrictJSON
import Vocabulary

/// `policy.history`: the sets that were in force, each with the request and seconds that put it there.
struct PolicyHistoryAct: PlannedAct {
  let request: SignedRequest

  init(_ request: SignedRequest) throws(JSONError) {
    try request.args.allowOnly([])
    self.request = request
  }

  func plan(_ context: ActContext) throws -> Plan {
    let ruled = Ruled(stamp: request.stamp, action: .policyRead, object: .policy)
    switch try context.ruling(.readPolicy, by: request.stamp.caller.member, on: nil) {
    case .refused(let refusal): return ruled.refused(refusal, body: request.bytes)
    case .permitted(let basis):
      let history = try context.tables.policies.history()
      var plan = Plan()
      plan.leaves = [ruled.leaf(.permit, basis: basis)]
      plan.body = request.bytes
      plan.reply = .permit([
        JSONMember("sets", .array(try history.map { try json($0, context) }))
      ])
      return plan
    }
  }

  private func json(_ set: StoredPolicy, _ context: ActContext) throws -> JSONValue {
    let tables = context.tables
    guard let line = try tables.policies.bytes(hash: set.hash) else { throw StoreError.corrupt }
    let files = try JSONObject(CanonicalJSON.decode(line, limits: RuleSet.lineLimits))
    guard let id = set.request else {
      return .object(files.members + [JSONMember("since", .int(set.since))])
    }
    guard let stored = try tables.requests.request(id: id) else { throw StoreError.corrupt }
    return .object(
      files.members + [
        JSONMember("request", try context.signed(stored.record).json),
        JSONMember(
          "seconds",
          .array(try tables.requests.seconds(of: id).map { try context.signed($0.record).json })),
        JSONMember("since", .int(set.since)),
      ])
  }
}
