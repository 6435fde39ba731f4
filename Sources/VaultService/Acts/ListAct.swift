import AuditLog
import Directory
import Policy
import Records
import Store
import StrictJSON
import Vocabulary

/// `dossier.list`: the labels of the dossiers that the member may open, in one leaf that names them.
struct ListAct: PlannedAct {
  let request: SignedRequest
  let purpose: Purpose

  /// Dossiers in one list.
  private static let limit = 5_000

  init(_ request: SignedRequest) throws(JSONError) {
    let args = try request.args
    try args.allowOnly(["purpose"])
    self.request = request
    purpose = try args.requireCase("purpose")
  }

  func plan(_ context: ActContext) throws -> Plan {
    let member = request.stamp.caller.member
    let ruled = Ruled(
      stamp: request.stamp, action: .list, object: .dossier, sections: [.etiket], purpose: purpose)
    // Whether the member has a list at all is asked first, so that a refusal is a refusal.
    let general = try context.decide(.list, by: member, on: nil, for: purpose)
    guard case .permit(let permit) = general.outcome else {
      guard case .refuse(let refusal) = general.outcome else { throw StoreError.corrupt }
      return ruled.refused(refusal, body: request.bytes)
    }
    var listed: [LogEntry.DossierHead] = []
    var byEmergency: [Identifier] = []
    for number in try context.candidates(member, role: request.stamp.role) {
      guard let id = try context.tables.dossiers.id(of: number),
        let state = try context.dossier(id)
      else { throw StoreError.corrupt }
      let decision = try context.decide(.list, by: member, on: state, for: purpose)
      guard case .permit(let permit) = decision.outcome else { continue }
      if permit.basis.kind == .noodtoegang { byEmergency.append(id) }
      listed.append(LogEntry.DossierHead(dossier: id, head: state.head))
      if listed.count == Self.limit { break }
    }
    var plan = Plan()
    var leaf = ruled.leaf(.permit, basis: LogEntry.Basis(.none))
    leaf.role = permit.role
    leaf.dossiers = listed
    plan.leaves = [leaf]
    plan.body = request.bytes
    if !byEmergency.isEmpty {
      plan.reply = .permit([JSONMember("noodtoegang", .array(byEmergency.map { .id($0) }))])
    }
    return plan
  }
}

extension ActContext {
  /// Dossiers that may be permitted: those with an involvement, a grant or a noodtoegang of the
  /// member, and those of the team of a member who reads by team.
  ///
  /// The policy decides on each.
  func candidates(_ member: Identifier, role: Role) throws -> [DossierNumber] {
    var numbers = Set(try tables.involvements.dossiers(of: member, at: now))
    numbers.formUnion(try tables.grants.dossiers(of: member, at: now))
    numbers.formUnion(try emergencyDossiers(of: member))
    if let team = directory.member(member)?.team, role == .leidinggevende {
      for colleague in directory.members(inTeam: team) {
        numbers.formUnion(try tables.involvements.dossiers(of: colleague.id, at: now))
      }
    }
    return numbers.sorted()
  }
}
