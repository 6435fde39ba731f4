import AuditLog
import Policy
import Records
import Store
import StrictJSON
import Vocabulary

/// `access.list`: who has and had access to a dossier, in the records that they signed.
///
/// Both sides see it: who works with the family, and who was let in for a time. Noodtoegang is no
/// ground for reading it: who took one sees its review among their own requests.
struct AccessListAct: PlannedAct {
  let request: SignedRequest
  let dossier: Identifier

  private static let kinds = [Involvement.kind, Grant.kind, GrantEnd.kind]

  init(_ request: SignedRequest) throws(JSONError) {
    let args = try request.args
    try args.allowOnly(["dossier"])
    self.request = request
    dossier = try args.requireIdentifier("dossier")
  }

  func plan(_ context: ActContext) throws -> Plan {
    let state = try context.dossier(dossier)
    let ruled = Ruled(
      stamp: request.stamp, action: .accessList, object: .dossier, dossier: dossier)
    switch try context.ruling(.readAccess, by: request.stamp.caller.member, on: state) {
    case .refused(let refusal): return ruled.refused(refusal, body: request.bytes)
    case .permitted(let basis):
      // An FG needs no ground, so a dossier that is not there is told apart here, as not involved.
      guard let state else { return ruled.refused("not-involved", body: request.bytes) }
      var plan = Plan()
      plan.leaves = [ruled.leaf(.permit, basis: basis)]
      plan.body = request.bytes
      plan.reply = .permit(
        try Self.kinds.map { kind in
          JSONMember(
            kind == Involvement.kind ? "involvement" : kind == Grant.kind ? "grants" : "ends",
            try context.tables.signedJSON(kind, of: state.number))
        } + [
          JSONMember("leaves", .array(try leaves(of: state, context))),
          JSONMember(
            "noodtoegang", .array(try context.emergencyApprovals(of: state.number))),
        ])
      return plan
    }
  }

  /// The entries of all these records, in their order: where the words are that came with them.
  private func leaves(of state: DossierState, _ context: ActContext) throws -> [JSONValue] {
    try Self.kinds.flatMap { kind in
      try context.tables.records.records(of: state.number, kind: kind).map { .int(Int64($0.leaf)) }
    }
  }
}
