import AuditLog
import Directory
import Policy
import Records
import Store
import StrictJSON
import Vocabulary
import Wire

/// `refresh.propose`: the new boxes of one dossier, made and signed by a custodian.
///
/// Nothing changes yet: the present boxes stay until another custodian has checked the new ones.
struct RefreshProposeAct: PlannedAct {
  let request: SignedRequest
  private let dossier: Identifier
  private let signed: Signed
  private let refresh: Refresh
  private let boxes: [UInt8]

  init(_ request: SignedRequest, _ server: VaultServer) throws {
    let args = try request.args
    try args.allowOnly(["boxes", "dossier", "refresh"])
    self.request = request
    dossier = try args.requireIdentifier("dossier")
    let brought = try RecordBrought<Refresh>(
      "refresh", in: args, by: request.stamp.caller.member, server.writer.published.directory
    ) { $0.by }
    (refresh, signed) = (brought.record, brought.signed)
    guard refresh.dossier == dossier else { throw WireError(.invalidParams) }
    boxes = try args.requireBytes("boxes")
    _ = try RefreshBoxes(boxes, of: refresh)
  }

  func plan(_ context: ActContext) throws -> Plan {
    if let earlier = try context.repeated(request) { return earlier }
    let ruled = Ruled(
      stamp: request.stamp, action: .refreshPropose, object: .dossier, dossier: dossier,
      sections: Set(refresh.parts.map(\.section)))
    let basis: LogEntry.Basis
    switch try context.ruling(.refresh, by: request.stamp.caller.member, on: nil) {
    case .refused(let refusal): return ruled.refused(refusal, body: request.bytes)
    case .permitted(let ground): basis = ground
    }
    guard let number = try context.tables.dossiers.number(of: dossier) else {
      return ruled.failed("not-found", head: nil, body: request.bytes)
    }
    guard context.isNow(refresh.at) else {
      return ruled.failed("clock", head: nil, body: request.bytes)
    }
    guard try context.isNext(refresh, number) else {
      return ruled.failed("stale", head: nil, body: request.bytes)
    }
    var plan = Plan()
    var leaf = ruled.leaf(.permit, basis: basis)
    leaf.record = LogEntry.Record(kind: Refresh.kind, hash: signed.hash)
    plan.leaves = [leaf]
    plan.body = request.bytes
    plan.vaultRows = { [self] tables, first in
      try tables.records.add(
        StoredRecord(
          hash: signed.hash, kind: Refresh.kind, bytes: signed.bytes, signature: signed.signature,
          leaf: first), of: number)
      try tables.proposals.put(
        StoredProposal(dossier: number, record: signed.hash, boxes: boxes))
      try tables.remember(request, leaf: first)
    }
    return plan
  }
}
