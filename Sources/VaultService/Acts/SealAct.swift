import AuditLog
import Directory
import Policy
import StrictJSON

/// `service.seal`: the vault lets go of its keys, until its share holders open it again.
///
/// For who sees something wrong at night. Only where holders are named: otherwise nobody could open it.
struct SealAct: PlannedAct {
  let request: SignedRequest

  init(_ request: SignedRequest) throws(JSONError) {
    try request.args.allowOnly([])
    self.request = request
  }

  func plan(_ context: ActContext) throws -> Plan {
    let ruled = Ruled(stamp: request.stamp, action: .seal, object: .service)
    switch try context.ruling(.seal, by: request.stamp.caller.member, on: nil) {
    case .refused(let refusal): return ruled.refused(refusal, body: request.bytes)
    case .permitted(let basis):
      guard context.directory.holders != nil else {
        return ruled.failed("no-holders", head: nil, body: request.bytes)
      }
      var plan = Plan()
      plan.leaves = [ruled.leaf(.permit, basis: basis)]
      plan.body = request.bytes
      return plan
    }
  }
}
