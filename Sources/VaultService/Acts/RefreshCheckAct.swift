import AuditLog
import Directory
import Policy
import Records
import Sodium
import Store
import StrictJSON
import Vocabulary
import Wire

/// `refresh.check`: another custodian found the new boxes good and brings D; now the halves change.
///
/// S' = S xor D is durable beside S before the new boxes are. Once they are, S goes. Whatever moment
/// the host stops at, a start finds S of exactly the generation that the boxes have (`Sweep`).
struct RefreshCheckAct: PlannedAct {
  let request: SignedRequest
  private let dossier: Identifier
  private let signed: Signed
  private let check: RefreshCheck
  /// What the check is about; nil when no such proposal is open.
  private let proposed: Proposed?

  private struct Proposed {
    let refresh: Refresh
    let boxes: RefreshBoxes
  }

  init(_ request: SignedRequest, _ server: VaultServer) throws {
    let args = try request.args
    try args.allowOnly(["check", "dossier"])
    self.request = request
    dossier = try args.requireIdentifier("dossier")
    let brought = try RecordBrought<RefreshCheck>(
      "check", in: args, by: request.stamp.caller.member, server.writer.published.directory
    ) { $0.by }
    (check, signed) = (brought.record, brought.signed)
    let name = check.refresh
    proposed = try server.store.read { tables -> Proposed? in
      guard let proposal = try tables.proposals.proposal(record: name),
        let record = try tables.records.record(hash: name)
      else { return nil }
      let refresh = try Refresh.decode(record.bytes)
      return Proposed(refresh: refresh, boxes: try RefreshBoxes(proposal.boxes, of: refresh))
    }
    guard let proposed else { return }
    try Self.verify(request.secrets, proposed.refresh)
    // A half that is damaged fails this request alone, not the batch that it would be in.
    let dossier = dossier
    let whole = try server.opened.keystore.read { tables in
      try proposed.refresh.parts.allSatisfy { part in
        try tables.tokens.holds(.share(dossier, part.section, generation: part.generation))
      }
    }
    guard whole else { throw WireError(.tampered) }
  }

  /// Exactly one D for each section, each the one that the proposal commits to.
  private static func verify(_ secrets: RequestSecrets?, _ refresh: Refresh) throws {
    guard let secrets, secrets.items.items.count == refresh.parts.count else {
      throw WireError(.invalidParams)
    }
    for part in refresh.parts {
      let delta = try secrets.items.value(of: part.delta)
      let d = try Refresh.commitment(
        to: delta, dossier: refresh.dossier, section: part.section, generation: part.generation)
      guard ConstantTime.equal(d, part.d) else { throw WireError(.invalidParams) }
    }
  }

  func plan(_ context: ActContext) throws -> Plan {
    if let earlier = try context.repeated(request) { return earlier }
    let member = request.stamp.caller.member
    let ruled = Ruled(
      stamp: request.stamp, action: .refreshCheck, object: .dossier, dossier: dossier,
      sections: Set(proposed?.refresh.parts.map(\.section) ?? []))
    let basis: LogEntry.Basis
    switch try context.ruling(.refresh, by: member, on: nil) {
    case .refused(let refusal): return ruled.refused(refusal, body: request.bytes)
    case .permitted(let ground): basis = ground
    }
    guard let proposed, proposed.refresh.dossier == dossier,
      let number = try context.tables.dossiers.number(of: dossier),
      try context.tables.proposals.proposal(of: number)?.record == check.refresh,
      try context.isNext(proposed.refresh, number),
      context.directory.acting(proposed.refresh.by)?.role == .custodian
    else { return ruled.failed("stale", head: nil, body: request.bytes) }
    guard
      context.directory.person(of: proposed.refresh.by) != context.directory.person(of: member)
    else {
      return ruled.refused(
        Refusal.Code.notOneself.rawValue, ways: [WayOn.askOther.rawValue], body: request.bytes)
    }
    guard context.isNow(check.at) else {
      return ruled.failed("clock", head: nil, body: request.bytes)
    }
    var plan = Plan()
    var leaf = ruled.leaf(.permit, basis: basis)
    leaf.record = LogEntry.Record(kind: RefreshCheck.kind, hash: signed.hash)
    plan.leaves = [leaf]
    plan.body = request.bytes
    write(proposed, number, into: &plan)
    return plan
  }

  private func write(_ proposed: Proposed, _ number: DossierNumber, into plan: inout Plan) {
    let parts = proposed.refresh.parts
    plan.endingTokens = parts.map { .share(dossier, $0.section, generation: $0.generation) }
    plan.keystoreRows = { [self] keystore in
      guard let secrets = request.secrets else { return }
      for part in parts {
        try keystore.tables.tokens.derive(
          .share(dossier, part.section, generation: part.generation + 1),
          from: .share(dossier, part.section, generation: part.generation),
          by: secrets.items.value(of: part.delta))
      }
    }
    plan.vaultRows = { [self] tables, first in
      for part in parts {
        let next = part.generation + 1
        try tables.wraps.remove(part.section, before: next, of: number)
        try tables.sections.raise(part.section, of: number, to: next)
        try tables.due.remove(part.section, of: number)
      }
      for wrap in proposed.boxes.wraps { try tables.wraps.add(wrap, of: number) }
      try tables.proposals.remove(number)
      try tables.records.add(
        StoredRecord(
          hash: signed.hash, kind: RefreshCheck.kind, bytes: signed.bytes,
          signature: signed.signature, leaf: first), of: number)
      try tables.remember(request, leaf: first)
    }
  }
}

extension Refresh.Part {
  /// How D of this part travels.
  fileprivate var delta: SecretItem { .delta(section, generation: generation + 1) }
}
