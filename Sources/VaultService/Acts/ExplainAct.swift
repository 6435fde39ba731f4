import AuditLog
import Directory
import Policy
import Records
import Store
import StrictJSON
import Vocabulary

/// `access.explain`: why a request was refused or permitted, or how a member stands to a dossier.
///
/// The rules are asked again with the facts of now; the leaf says what was decided then.
struct ExplainAct: PlannedAct {
  enum Subject: Sendable {
    case leaf(Int)
    case pair(member: Identifier, dossier: Identifier)
  }

  let request: SignedRequest
  let subject: Subject

  init(_ request: SignedRequest) throws(JSONError) {
    let args = try request.args
    self.request = request
    if args["ref"] != nil {
      try args.allowOnly(["ref"])
      subject = .leaf(
        Int(try args.requireInt("ref", within: 0...CanonicalJSON.integers.upperBound)))
    } else {
      try args.allowOnly(["dossier", "member"])
      subject = .pair(
        member: try args.requireIdentifier("member"),
        dossier: try args.requireIdentifier("dossier"))
    }
  }

  func plan(_ context: ActContext) throws -> Plan {
    var member: Identifier?
    var dossier: Identifier?
    var asked: Act? = .open(.all)
    var purpose: Purpose?
    switch subject {
    case .pair(let who, let what): (member, dossier) = (who, what)
    case .leaf(let index):
      if let bytes = try context.tables.leaves.bytes(index) {
        let entry = try LogEntry(decoding: bytes)
        (member, dossier, purpose) = (entry.actor, entry.dossier, entry.purpose)
        asked = try context.question(behind: entry)
      }
    }
    let state = try dossier.flatMap { try context.dossier($0) }
    // Who is refused does not learn from the leaf which dossier a reference was about.
    var ruled = Ruled(stamp: request.stamp, action: .explain, object: .dossier)
    if case .pair = subject { ruled.dossier = dossier }
    let basis: LogEntry.Basis
    switch try context.ruling(.explain, by: request.stamp.caller.member, on: state) {
    case .refused(let refusal): return ruled.refused(refusal, body: request.bytes)
    case .permitted(let ground): basis = ground
    }
    ruled.dossier = dossier
    guard let asked, let member, context.directory.member(member) != nil else {
      return ruled.failed("not-found", head: nil, body: request.bytes)
    }
    let purposes = purpose.map { [$0] } ?? Purpose.allCases
    // Without a purpose of its own the question is put with each; the first that is permitted tells.
    let decisions = try purposes.map { try context.decide(asked, by: member, on: state, for: $0) }
    let told =
      decisions.first { if case .permit = $0.outcome { true } else { false } } ?? decisions[0]
    var plan = Plan()
    plan.leaves = [ruled.leaf(.permit, basis: basis)]
    plan.body = request.bytes
    plan.reply = .permit(Self.members(told))
    return plan
  }

  private static func members(_ decision: Decision) -> [JSONMember] {
    let outcome: JSONValue
    var code: JSONValue?
    switch decision.outcome {
    case .permit: outcome = "permit"
    case .refuse(let refusal):
      outcome = "refuse"
      code = .string(refusal.code.rawValue)
    }
    let trace = decision.trace.map { step in
      JSONValue.object(present: [
        (
          "facts",
          .array(
            step.facts.map { .object([("name", .string($0.name)), ("value", .string($0.value))]) })
        ), ("held", .bool(step.held)), ("role", step.role.map { .string($0.name) }),
        ("rule", .string(step.rule.rawValue)),
      ])
    }
    return [
      JSONMember("decision", outcome), JSONMember("trace", .array(trace)),
    ] + (code.map { [JSONMember("code", $0)] } ?? [])
  }
}
