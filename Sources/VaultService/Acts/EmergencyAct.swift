import AuditLog
import Directory
import Policy
import Records
import Store
import StrictJSON
import Vocabulary
import Wire

/// `access.emergency`: noodtoegang, taken by one member and in force from its leaf on.
///
/// Nobody is asked first; who must know is told at once, and reviews it afterwards.
struct EmergencyAct: PlannedAct {
  let request: SignedRequest
  let wish: RequestAct
  let signed: Signed
  private let place: RequestAct.Place
  private let until: Int64

  init(_ request: SignedRequest, _ server: VaultServer) throws {
    let args = try request.args
    try args.allowOnly(["request"] + SealedWords.keys)
    self.request = request
    let brought = try RecordBrought<RequestAct>(
      "request", in: args, by: request.stamp.caller.member, server.writer.published.directory
    ) { $0.requester }
    (wish, signed) = (brought.record, brought.signed)
    guard let place = wish.place, case .noodtoegang(let until) = wish.objects,
      place.purpose == .crisis, wish.reason == request.words?.hash
    else { throw WireError(.invalidParams) }
    self.place = place
    self.until = until
  }

  func plan(_ context: ActContext) throws -> Plan {
    if let earlier = try context.repeated(request) { return earlier }
    let state = try context.dossier(place.dossier)
    let ruled = Ruled(
      stamp: request.stamp, action: .noodtoegang, object: .request, dossier: place.dossier,
      purpose: place.purpose)
    let decision = try context.decide(
      Self.question(wish, until: until, hasReason: request.words != nil), by: wish.requester,
      on: state, for: place.purpose)
    let basis: LogEntry.Basis
    switch Ruling(decision) {
    case .refused(let refusal): return ruled.refused(refusal, body: request.bytes)
    case .permitted(let ground): basis = ground
    }
    guard let state, let words = request.words else { throw StoreError.corrupt }
    guard context.isNow(wish.at) else {
      return ruled.failed("clock", head: state.head, body: request.bytes)
    }
    guard LogEntry.Head(n: place.head.n, h: place.head.h) == state.head,
      wish.policy == context.rules.hash,
      try context.takes(words, for: context.deciders(of: .noodtoegang))
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
    plan.words = words
    plan.signals = [
      Signal(
        kind: .noodtoegang, dossier: place.dossier, request: wish.id, until: until,
        members: context.watchers(of: state))
    ]
    plan.vaultRows = { [self] tables, first in
      try tables.records.add(
        StoredRecord(
          hash: signed.hash, kind: RequestAct.kind, bytes: signed.bytes,
          signature: signed.signature, leaf: first), of: state.number)
      try tables.requests.add(
        StoredRequest(
          id: wish.id, hash: hash, act: wish.act.rawValue, dossier: state.number,
          requester: wish.requester, validUntil: wish.validUntil, record: signed.hash))
      try tables.remember(request, leaf: first)
    }
    return plan
  }

  /// The question that taking it puts to the policy.
  static func question(_ wish: RequestAct, until: Int64, hasReason: Bool) -> Act {
    .takeEmergency(
      EmergencyTerms(until: until, validUntil: wish.validUntil, hasReason: hasReason))
  }
}
