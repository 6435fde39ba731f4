import AuditLog
import Policy
import Records
import Store
import StrictJSON

/// `policy.read`: the files of a policy set; of the one in force, or of the one with this hash.
struct PolicyReadAct: PlannedAct {
  let request: SignedRequest
  let hash: [UInt8]?

  init(_ request: SignedRequest) throws(JSONError) {
    let args = try request.args
    try args.allowOnly(["hash"])
    self.request = request
    hash = try args.optionalBytes("hash", count: 32)
  }

  func plan(_ context: ActContext) throws -> Plan {
    let ruled = Ruled(stamp: request.stamp, action: .policyRead, object: .policy)
    switch try context.ruling(.readPolicy, by: request.stamp.caller.member, on: nil) {
    case .refused(let refusal): return ruled.refused(refusal, body: request.bytes)
    case .permitted(let basis):
      let wanted = hash ?? context.rules.hash
      guard let line = try context.tables.policies.bytes(hash: wanted) else {
        return ruled.failed("not-found", head: nil, body: request.bytes)
      }
      var plan = Plan()
      plan.leaves = [ruled.leaf(.permit, basis: basis)]
      plan.body = request.bytes
      // The stored line is the answer's own shape: hash and files.
      plan.reply = .permit(
        try JSONObject(CanonicalJSON.decode(line, limits: RuleSet.lineLimits)).members)
      return plan
    }
  }
}
