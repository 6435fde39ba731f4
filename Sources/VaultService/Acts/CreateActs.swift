import AuditLog
import Policy
import Records
import Sodium
import Store
import StrictJSON
import Vocabulary
import Wire

/// `section.begin`: draws S for the sections of a dossier that is about to be made.
///
/// S without a record is swept at the next start; until then the member who began may go on.
struct SectionBeginAct: PlannedAct {
  let request: SignedRequest
  let dossier: Identifier
  let sections: [Section]

  init(_ request: SignedRequest) throws(JSONError) {
    let args = try request.args
    try args.allowOnly(["dossier", "sections"])
    self.request = request
    dossier = try args.requireIdentifier("dossier")
    sections = try args.requireSections("sections")
  }

  func plan(_ context: ActContext) throws -> Plan {
    let member = request.stamp.caller.member
    let ruled = Ruled(
      stamp: request.stamp, action: .sectionBegin, object: .dossier, dossier: dossier,
      sections: Set(sections))
    let decision = try context.decide(.create, by: member, on: nil)
    guard case .permit(let permit) = decision.outcome else {
      guard case .refuse(let refusal) = decision.outcome else { throw StoreError.corrupt }
      return ruled.refused(refusal, body: request.bytes)
    }
    // An id that is in use is not told apart from one that another member has begun with.
    guard sections == Section.allCases, try context.tables.dossiers.number(of: dossier) == nil,
      context.memory.begin(dossier, by: member, at: context.now)
    else { return ruled.refused(Refusal.Code.notInvolved.rawValue, body: request.bytes) }
    var plan = Plan()
    var leaf = ruled.leaf(.permit, basis: permit.logBasis)
    leaf.role = permit.role
    plan.leaves = [leaf]
    plan.body = request.bytes
    let keys = sections.map { TokenKey.share(dossier, $0, generation: 1) }
    plan.keystoreRows = { keystore in
      for key in keys where try keystore.tables.tokens.get(key) == nil {
        try keystore.tables.tokens.put(key, SecretBytes.random(TokenTable.valueCount))
      }
    }
    plan.reply = .permit([
      JSONMember(
        "sections",
        .array(
          sections.map { .object([("generation", 1), ("section", .string($0.name))]) }))
    ])
    return plan
  }
}
