import AuditLog
import Policy
import Records
import Store
import StrictJSON
import Vocabulary
import Wire

/// `access.end`: a grant ends before its time.
///
/// From the leaf on the service refuses. The granted wraps go in the same transaction, and each of
/// the sections is refreshed at the next occasion: the grantee may have kept a copy of the box.
struct GrantEndAct: PlannedAct {
  let request: SignedRequest
  let dossier: Identifier
  let record: GrantEnd
  let signed: Signed

  init(_ request: SignedRequest, _ server: VaultServer) throws {
    let args = try request.args
    try args.allowOnly(["dossier", "record"] + SealedWords.keys)
    self.request = request
    dossier = try args.requireIdentifier("dossier")
    let brought = try RecordBrought<GrantEnd>(
      in: args, by: request.stamp.caller.member, server.writer.published.directory
    ) { $0.by }
    (record, signed) = (brought.record, brought.signed)
    guard record.reason == request.words?.hash else { throw WireError(.invalidParams) }
  }

  func plan(_ context: ActContext) throws -> Plan {
    if let earlier = try context.repeated(request) { return earlier }
    let state = try context.dossier(dossier)
    var ruled = Ruled(
      stamp: request.stamp, action: .grantEnd, object: .grant, dossier: dossier)
    let basis: LogEntry.Basis
    switch try context.ruling(.endGrant, by: request.stamp.caller.member, on: state) {
    case .refused(let refusal): return ruled.refused(refusal, body: request.bytes)
    case .permitted(let ground): basis = ground
    }
    guard let state else { throw StoreError.corrupt }
    guard context.isNow(record.at) else {
      return ruled.failed("clock", head: state.head, body: request.bytes)
    }
    guard
      let grant = try context.tables.grants.grants(of: state.number).first(where: {
        $0.id == record.grant && $0.ended == nil && context.now < $0.until
      })
    else { return ruled.failed("grant-missing", head: state.head, body: request.bytes) }
    // Who lets others in must know why somebody was sent away.
    guard try context.takes(request.words, for: Role.standing) else {
      return ruled.failed("stale", head: state.head, body: request.bytes)
    }
    ruled.sections = Set(grant.sections)
    var plan = Plan()
    var leaf = ruled.leaf(.permit, basis: basis)
    leaf.record = LogEntry.Record(kind: GrantEnd.kind, hash: signed.hash)
    plan.leaves = [leaf]
    plan.body = request.bytes
    plan.words = request.words
    let now = context.now
    plan.vaultRows = { [self] tables, first in
      try tables.records.add(
        StoredRecord(
          hash: signed.hash, kind: GrantEnd.kind, bytes: signed.bytes,
          signature: signed.signature, leaf: first), of: state.number)
      guard try tables.grants.end(grant.id, of: state.number, at: now) else {
        throw StoreError.conflict
      }
      try tables.removeWraps(of: grant.id, grant.sections, in: state.number, at: now)
      try tables.remember(request, leaf: first)
    }
    return plan
  }
}
