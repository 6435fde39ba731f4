import AuditLog
import Directory
import Records
import StrictJSON
import Vocabulary

/// `signal.report`: a client says that an answer of this service did not hold, so that the FG hears.
///
/// It proves nothing; the evidence is with the member.
struct ReportAct: PlannedAct {
  let request: SignedRequest
  let dossier: Identifier?
  let reason: String

  init(_ request: SignedRequest) throws(JSONError) {
    let args = try request.args
    try args.allowOnly(["dossier", "reason"])
    self.request = request
    dossier = try args.optionalIdentifier("dossier")
    reason = try args.requireString("reason")
  }

  func plan(_ context: ActContext) -> Plan {
    var plan = Plan()
    // A dossier that is not there is named all the same: the client saw what it saw.
    let ruled = Ruled(stamp: request.stamp, action: .report, object: .session, dossier: dossier)
    var leaf = ruled.leaf(.permit, basis: LogEntry.Basis(.none))
    leaf.detail = ["reason": .code(reason)]
    plan.leaves = [leaf]
    plan.body = request.bytes
    plan.signals = [
      Signal(
        kind: .sessionFalse, dossier: dossier, members: context.directory.fgContacts.map(\.id))
    ]
    return plan
  }
}
