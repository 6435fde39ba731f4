import AuditLog
import Directory
import Records
import Store
import StrictJSON
import Vocabulary
import Wire

/// `access.second`: one of the others agrees, or is against it; the last one brings what the act is.
struct SecondAct: PlannedAct {
  let request: SignedRequest
  let second: Second
  let signed: Signed
  let brought: GrantBrought?

  init(_ request: SignedRequest, _ server: VaultServer) throws {
    let args = try request.args
    try args.allowOnly(["boxes", "grant", "second"] + SealedWords.keys)
    self.request = request
    let member = request.stamp.caller.member
    let directory = server.writer.published.directory
    let record = try RecordBrought<Second>("second", in: args, by: member, directory) { $0.by }
    (second, signed) = (record.record, record.signed)
    guard second.contrary == request.words?.hash else { throw WireError(.invalidParams) }
    brought =
      args["grant"] == nil && args["boxes"] == nil
      ? nil : try GrantBrought(args, by: member, directory)
  }

  func plan(_ context: ActContext) throws -> Plan {
    if let earlier = try context.repeated(request) { return earlier }
    let pending = try FourEyesState(second.request, context)
    var ruled = Ruled(
      stamp: request.stamp, action: .second, object: .request, dossier: pending?.wish.dossier)
    guard let pending else {
      return ruled.refused("not-involved", body: request.bytes)
    }
    ruled.sections = Set(pending.wish.objects.sections)
    ruled.purpose = pending.wish.purpose
    let basis: LogEntry.Basis
    switch try context.ruling(
      onSeconding: pending.wish, as: second.function, by: second.by, on: pending.dossier)
    {
    case .refused(let refusal): return ruled.refused(refusal, body: request.bytes)
    case .permitted(let ground): basis = ground
    }
    let head = pending.dossier?.head
    guard pending.stored.state == .open else {
      return ruled.failed("request-ended", head: head, body: request.bytes)
    }
    guard try pending.isLive(context), request.words?.areForToday(context.directory) ?? true,
      context.isNow(second.at)
    else { return ruled.failed("stale", head: head, body: request.bytes) }
    let completion: Completion?
    switch pending.outcome(adding: second, context) {
    case .refused(.tegen), .pending: completion = nil
    case .refused: return ruled.refused("second-pair-needed", body: request.bytes)
    case .complete:
      switch try pending.completion(with: brought, context) {
      case .success(let act): completion = act
      case .failure(let fault): return ruled.failed(fault.code, head: head, body: request.bytes)
      }
    }
    return plan(ruled, basis, pending, completion, context.now)
  }

  private func plan(
    _ ruled: Ruled, _ basis: LogEntry.Basis, _ pending: FourEyesState, _ completion: Completion?,
    _ now: Int64
  ) -> Plan {
    var plan = Plan()
    var leaf = ruled.leaf(.permit, basis: basis)
    leaf.record = LogEntry.Record(kind: Second.kind, hash: signed.hash)
    plan.leaves = [leaf]
    if let completion, let deed = completion.leaf(ruled, of: pending.wish) {
      plan.leaves.append(deed)
    }
    if case .rules(let rules) = completion { plan.rules = rules }
    plan.body = request.bytes
    plan.words = request.words
    let ends: StoredRequest.State? =
      completion != nil ? .done : second.verdict == .tegen ? .refused : nil
    let last = plan.leaves.count - 1
    plan.vaultRows = { [self] tables, first in
      try tables.records.add(
        StoredRecord(
          hash: signed.hash, kind: Second.kind, bytes: signed.bytes, signature: signed.signature,
          leaf: first), of: pending.dossier?.number)
      try tables.requests.addSecond(
        second.id, to: pending.wish.id, by: second.by, record: signed.hash)
      try completion?.write(tables, pending, leaf: first + last, at: now)
      if let ends {
        guard try tables.requests.close(pending.wish.id, as: ends) else {
          throw StoreError.conflict
        }
      }
      try tables.remember(request, leaf: first + last)
    }
    plan.reply = .permit([JSONMember("done", .bool(completion != nil))])
    return plan
  }
}
