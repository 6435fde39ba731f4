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
  /// The files that a policy change proposes.
  let proposal: ProposedRules?

  init(_ request: SignedRequest, _ server: VaultServer) throws {
    let args = try request.args
    try args.allowOnly(["request"] + PolicyFiles.keys + SealedWords.keys)
    self.request = request
    let brought = try RecordBrought<RequestAct>(
      "request", in: args, by: request.stamp.caller.member, server.writer.published.directory
    ) { $0.requester }
    (wish, signed) = (brought.record, brought.signed)
    guard wish.reason == request.words?.hash else { throw WireError(.invalidParams) }
    switch wish.objects {
    case .policy(let set): proposal = try ProposedRules(args, hash: set.hash)
    case .grantToezichthouder, .r3Ground:
      try args.allowOnly(["request"] + SealedWords.keys)
      proposal = nil
    // It is taken, not asked for.
    case .noodtoegang: throw WireError(.invalidParams)
    }
  }

  func plan(_ context: ActContext) throws -> Plan {
    if let earlier = try context.repeated(request) { return earlier }
    let state = try wish.dossier.flatMap { try context.dossier($0) }
    let ruled = Ruled(
      stamp: request.stamp, action: .requestAct, object: .request, dossier: wish.dossier,
      sections: Set(wish.objects.sections), purpose: wish.purpose)
    let basis: LogEntry.Basis
    switch try context.ruling(onRequest: wish, on: state) {
    case .refused(let refusal): return ruled.refused(refusal, body: request.bytes)
    case .permitted(let ground): basis = ground
    }
    guard (state == nil) == (wish.dossier == nil) else { throw StoreError.corrupt }
    guard context.isNow(wish.at) else {
      return ruled.failed("clock", head: state?.head, body: request.bytes)
    }
    // It must name the dossier and the rules as they are now: what is decided is what is signed.
    guard wish.place.map({ LogEntry.Head(n: $0.head.n, h: $0.head.h) }) == state?.head,
      wish.policy == context.rules.hash
    else { return ruled.failed("stale", head: state?.head, body: request.bytes) }
    guard try context.takes(request.words, for: context.deciders(of: wish.act)) else {
      return ruled.failed("stale", head: state?.head, body: request.bytes)
    }
    let hash = RequestAct.hash(signed.bytes)
    guard try context.tables.requests.request(hash: hash) == nil else {
      return ruled.failed("repeated", head: state?.head, body: request.bytes)
    }
    guard try context.isThere(wish.objects, in: state) else {
      return ruled.failed("revision", head: state?.head, body: request.bytes)
    }
    if let fault = proposal?.fault { return ruled.refused(fault, body: request.bytes) }
    var plan = Plan()
    var leaf = ruled.leaf(.permit, basis: basis)
    leaf.record = LogEntry.Record(kind: RequestAct.kind, hash: signed.hash)
    plan.leaves = [leaf]
    plan.body = request.bytes
    plan.words = request.words
    plan.vaultRows = { [self] tables, first in
      try tables.records.add(
        StoredRecord(
          hash: signed.hash, kind: RequestAct.kind, bytes: signed.bytes,
          signature: signed.signature, leaf: first), of: state?.number)
      try tables.requests.add(
        StoredRequest(
          id: wish.id, hash: hash, act: wish.act.rawValue, dossier: state?.number,
          requester: wish.requester, validUntil: wish.validUntil, record: signed.hash))
      if let rules = proposal?.rules { try tables.policies.keep(hash: rules.hash, rules.stored) }
      try tables.remember(request, leaf: first)
    }
    return plan
  }
}

extension ActContext {
  /// Whether what a request is about is still there as it says.
  func isThere(_ objects: RequestAct.Objects, in dossier: DossierState?) throws -> Bool {
    guard case .r3Ground(let place) = objects else { return true }
    guard let dossier else { return false }
    return try memory.newest(
      of: place.entry, in: place.section, dossier: dossier.id, number: dossier.number,
      tables: tables)?.revision == place.revision
  }
}
