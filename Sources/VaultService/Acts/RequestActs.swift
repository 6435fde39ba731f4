import AuditLog
import Directory
import Records
import Store
import StrictJSON
import Vocabulary
import Wire

/// `access.request`: the request of a four-eyes act, as the requester signed it.
struct RequestForAct: PlannedAct {
  let request: SignedRequest
  let wish: RequestAct
  let signed: Signed

  init(_ request: SignedRequest, _ server: VaultServer) throws {
    let args = try request.args
    try args.allowOnly(["request"])
    self.request = request
    guard let acting = server.writer.published.directory.acting(request.stamp.caller.member)
    else { throw WireError(.notSignedIn) }
    signed = try Signed(args.requireObject("request"))
    wish = try RequestAct.verify(signed, by: acting.key)
    guard wish.requester == request.stamp.caller.member else { throw WireError(.invalidParams) }
  }

  func plan(_ context: ActContext) throws -> Plan {
    if let earlier = try context.repeated(request) { return earlier }
    let state = try context.dossier(wish.dossier)
    let ruled = Ruled(
      stamp: request.stamp, action: .requestAct, object: .request, dossier: wish.dossier,
      sections: Set(wish.objects.sections), purpose: wish.purpose)
    let basis: LogEntry.Basis
    switch try context.ruling(
      onGrant: GrantAsked(
        member: wish.objects.member, sections: Set(wish.objects.sections), from: context.now,
        until: wish.objects.until, purpose: wish.purpose, requestedUntil: wish.validUntil),
      by: wish.requester, on: state)
    {
    case .refused(let refusal): return ruled.refused(refusal, body: request.bytes)
    case .permitted(let ground): basis = ground
    }
    guard let state else { throw StoreError.corrupt }
    guard (wish.at - context.now).magnitude < SectionCreateAct.clockTolerance else {
      return ruled.failed("clock", head: state.head, body: request.bytes)
    }
    // It must name the dossier and the rules as they are now: what is decided is what is signed.
    guard wish.head.n == state.head.n, wish.head.h == state.head.h,
      wish.policy == context.rules.hash
    else { return ruled.failed("stale", head: state.head, body: request.bytes) }
    let hash = RequestAct.hash(signed.bytes)
    guard try context.tables.requests.request(hash: hash) == nil else {
      return ruled.failed("repeated", head: state.head, body: request.bytes)
    }
    var plan = Plan()
    var leaf = ruled.leaf(.permit, basis: basis)
    leaf.record = LogEntry.Record(kind: RequestAct.kind, hash: signed.hash)
    plan.leaves = [leaf]
    plan.body = request.bytes
    plan.vaultRows = { [self] tables, first in
      try tables.records.add(
        StoredRecord(
          hash: signed.hash, kind: RequestAct.kind, bytes: signed.bytes,
          signature: signed.signature, leaf: first), of: state.number)
      try tables.requests.add(
        StoredRequest(
          id: wish.id, hash: hash, dossier: state.number, requester: wish.requester,
          validUntil: wish.validUntil, record: signed.hash))
      try tables.remember(request, leaf: first)
    }
    return plan
  }
}

/// `access.second`: one of the two others agrees, or is against it; the last one brings the grant.
struct SecondAct: PlannedAct {
  let request: SignedRequest
  let second: Second
  let signed: Signed
  let brought: GrantBrought?

  init(_ request: SignedRequest, _ server: VaultServer) throws {
    let args = try request.args
    try args.allowOnly(["boxes", "grant", "second"])
    self.request = request
    let member = request.stamp.caller.member
    let directory = server.writer.published.directory
    guard let acting = directory.acting(member) else { throw WireError(.notSignedIn) }
    signed = try Signed(args.requireObject("second"))
    second = try Second.verify(signed, by: acting.key)
    guard second.by == member else { throw WireError(.invalidParams) }
    brought =
      args["grant"] == nil && args["boxes"] == nil
      ? nil : try GrantBrought(args, by: member, directory)
  }

  func plan(_ context: ActContext) throws -> Plan {
    if let earlier = try context.repeated(request) { return earlier }
    let pending = try FourEyesState(second.request, context)
    var ruled = Ruled(
      stamp: request.stamp, action: .second, object: .request, dossier: pending?.dossier.id)
    guard let pending else {
      return ruled.refused("not-involved", body: request.bytes)
    }
    ruled.sections = Set(pending.wish.objects.sections)
    ruled.purpose = pending.wish.purpose
    let basis: LogEntry.Basis
    switch try context.ruling(
      onSecondingAs: second.function.name, requester: pending.wish.requester,
      subject: pending.wish.objects.member, by: second.by, on: pending.dossier)
    {
    case .refused(let refusal): return ruled.refused(refusal, body: request.bytes)
    case .permitted(let ground): basis = ground
    }
    let head = pending.dossier.head
    guard pending.stored.state == .open else {
      return ruled.failed("request-ended", head: head, body: request.bytes)
    }
    guard pending.wish.policy == context.rules.hash,
      (second.at - context.now).magnitude < SectionCreateAct.clockTolerance
    else { return ruled.failed("stale", head: head, body: request.bytes) }
    let outcome = pending.outcome(adding: second, context)
    switch outcome {
    case .refused(let reason) where reason != .tegen:
      return ruled.refused("second-pair-needed", body: request.bytes)
    case .complete where brought == nil:
      return ruled.failed("grant-missing", head: head, body: request.bytes)
    default: break
    }
    var completes: GrantBrought?
    if case .complete = outcome, let brought {
      if let fault = try pending.fault(brought, context) {
        return ruled.failed(fault, head: head, body: request.bytes)
      }
      completes = brought
    }
    var plan = Plan()
    var leaf = ruled.leaf(.permit, basis: basis)
    leaf.record = LogEntry.Record(kind: Second.kind, hash: signed.hash)
    plan.leaves = [leaf]
    if let completes {
      var last = ruled.leaf(.permit, basis: LogEntry.Basis(.fourEyes, id: pending.wish.id))
      last.action = .grant
      last.object = .grant
      last.record = LogEntry.Record(kind: Grant.kind, hash: completes.signed.hash)
      plan.leaves.append(last)
    }
    plan.body = request.bytes
    let ends: StoredRequest.State? =
      completes != nil ? .done : second.verdict == .tegen ? .refused : nil
    plan.vaultRows = { [self, completes] tables, first in
      try tables.records.add(
        StoredRecord(
          hash: signed.hash, kind: Second.kind, bytes: signed.bytes, signature: signed.signature,
          leaf: first), of: pending.dossier.number)
      try tables.requests.addSecond(
        second.id, to: pending.wish.id, by: second.by, record: signed.hash)
      try completes?.write(tables, of: pending.dossier.number, leaf: first + 1)
      if let ends {
        guard try tables.requests.close(pending.wish.id, as: ends) else {
          throw StoreError.conflict
        }
      }
      try tables.remember(request, leaf: first + (completes == nil ? 0 : 1))
    }
    plan.reply = .permit([JSONMember("done", .bool(completes != nil))])
    return plan
  }
}
