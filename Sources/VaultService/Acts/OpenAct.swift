import AuditLog
import Policy
import Records
import Session
import Store
import StrictJSON
import Vocabulary

/// `dossier.open`: some or all sections of a dossier, to read, or to write in.
struct OpenAct: PlannedAct {
  let request: SignedRequest
  let dossier: Identifier
  /// Nil for all that the role and the basis reach.
  let sections: [Section]?
  let purpose: Purpose
  let writing: Bool
  /// Whether the revisions of before come too.
  let history: Bool

  /// How a leaf says that they came.
  static let historyDetail = "history"

  init(_ request: SignedRequest) throws(JSONError) {
    let args = try request.args
    try args.allowOnly(
      ["dossier", "history", "purpose", "sections", "writing"] + SealedWords.keys)
    self.request = request
    dossier = try args.requireIdentifier("dossier")
    purpose = try args.requireCase("purpose")
    writing = try args.requireBool("writing")
    sections = args["sections"] == "all" ? nil : try args.requireSections("sections")
    // What does not apply is absent: one spelling.
    history = args["history"] != nil
    guard !history || args["history"] == true && !writing else {
      throw args.error(.notAllowed(expected: "true, for reading, or absent"), "history")
    }
  }

  func plan(_ context: ActContext) throws -> Plan {
    let state = try context.dossier(dossier)
    let asked: AskedSections = sections.map { .these(Set($0)) } ?? .all
    var ruled = Ruled(
      stamp: request.stamp, action: writing ? .openForWriting : .open, object: .dossier,
      dossier: dossier, sections: Set(sections ?? []), purpose: purpose)
    let decision = try context.decide(
      act(asked), by: request.stamp.caller.member, on: state, for: purpose)
    switch decision.outcome {
    case .refuse(let refusal): return ruled.refused(refusal, body: request.bytes)
    case .permit(let permit):
      guard request.words?.areForToday(context.directory) ?? true else {
        return ruled.failed("stale", head: state?.head, body: request.bytes)
      }
      ruled.sections = Set(permit.sections)
      var plan = Plan()
      var leaf = ruled.leaf(.permit, basis: permit.logBasis)
      leaf.role = permit.role
      leaf.head = state?.head
      if history { leaf.detail = [Self.historyDetail: .int(1)] }
      plan.leaves = [leaf]
      plan.body = request.bytes
      plan.words = request.words
      plan.reply = .permit(
        [
          JSONMember("head", state?.head.json ?? .null),
          JSONMember("marks", .array(try context.marks(of: state, in: permit.sections))),
          JSONMember("not_read", .array(permit.notRead.map { .string($0.name) })),
        ] + (try emergency(permit, context)))
      return plan
    }
  }

  private func act(_ asked: AskedSections) -> Act {
    if writing { return .openForWriting(asked) }
    return history ? .openHistory(asked) : .open(asked)
  }

  /// The member's own request, when that is the basis: the client shows it on every screen.
  private func emergency(_ permit: Permit, _ context: ActContext) throws -> [JSONMember] {
    guard permit.basis.kind == .noodtoegang else { return [] }
    guard let id = permit.basis.id, let stored = try context.tables.requests.request(id: id),
      let record = try context.tables.records.record(hash: stored.record)
    else { throw StoreError.corrupt }
    return [
      JSONMember(
        "noodtoegang",
        .object([("bytes", .base64(record.bytes)), ("sig", .base64(record.signature))]))
    ]
  }
}
