import AuditLog
import Policy
import Records
import Store
import StrictJSON
import Vocabulary

/// `access.head`: the head, policy and generations that a request or a grant names.
struct AccessHeadAct: PlannedAct {
  let request: SignedRequest
  let dossier: Identifier

  init(_ request: SignedRequest) throws(JSONError) {
    let args = try request.args
    try args.allowOnly(["dossier"])
    self.request = request
    dossier = try args.requireIdentifier("dossier")
  }

  func plan(_ context: ActContext) throws -> Plan {
    let state = try context.dossier(dossier)
    let ruled = Ruled(
      stamp: request.stamp, action: .accessHead, object: .dossier, dossier: dossier)
    switch try context.ruling(.readHead, by: request.stamp.caller.member, on: state) {
    case .refused(let refusal): return ruled.refused(refusal, body: request.bytes)
    case .permitted(let basis):
      guard let state else { throw StoreError.corrupt }
      var leaf = ruled.leaf(.permit, basis: basis)
      leaf.head = state.head
      let sections = try context.tables.sections.sections(of: state.number)
      var plan = Plan()
      plan.leaves = [leaf]
      plan.body = request.bytes
      plan.reply = .permit([
        JSONMember(
          "generations",
          .array(
            sections.map {
              .object([
                ("generation", .int(Int64($0.generation))), ("section", .string($0.section.name)),
              ])
            })),
        JSONMember("head", state.head.json), JSONMember("policy", .base64(context.rules.hash)),
      ])
      return plan
    }
  }
}

/// `access.wraps`: the standing boxes of the approver's own role, from which granted ones are made.
///
/// No S goes with them: they open nothing by themselves.
struct AccessWrapsAct: PlannedAct {
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
    let state = try context.dossier(dossier)
    let ruled = Ruled(
      stamp: request.stamp, action: .accessWraps, object: .dossier, dossier: dossier,
      sections: Set(sections))
    switch try context.ruling(.readWraps(Set(sections)), by: member, on: state) {
    case .refused(let refusal): return ruled.refused(refusal, body: request.bytes)
    case .permitted(let basis):
      guard let state else { throw StoreError.corrupt }
      let wraps = try context.tables.wraps.wraps(
        of: state.number, for: request.stamp.role, member: member
      ).filter { $0.grant == nil }
      let stored = try context.tables.sections.sections(of: state.number).filter {
        sections.contains($0.section)
      }
      var plan = Plan()
      plan.leaves = [ruled.leaf(.permit, basis: basis)]
      plan.body = request.bytes
      plan.reply = .permit([JSONMember("sections", SectionBlock.json(stored, wraps))])
      return plan
    }
  }
}
