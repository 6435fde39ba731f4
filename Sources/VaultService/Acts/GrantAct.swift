import AuditLog
import Directory
import Records
import Store
import StrictJSON
import Vocabulary
import Wire

/// A grant with its boxes, checked by its bytes: signed by who brings it, a box per section.
struct GrantBrought: Sendable {
  let grant: Grant
  let signed: Signed
  let boxes: [Section: [UInt8]]

  /// Throws: `.invalidParams` when boxes and record do not fit each other or the member.
  init(_ args: JSONObject, by member: Identifier, _ directory: DirectoryView) throws {
    let brought = try RecordBrought<Grant>("grant", in: args, by: member, directory) { $0.by }
    (grant, signed) = (brought.record, brought.signed)
    var boxes: [Section: [UInt8]] = [:]
    for object in try args.requireObjects("boxes") {
      try object.allowOnly(["box", "section"])
      let box = try object.requireBytes("box", count: Share.grantedCount)
      guard boxes.updateValue(box, forKey: try object.requireSection("section")) == nil
      else { throw WireError(.invalidParams) }
    }
    guard grant.sections.count == boxes.count,
      grant.sections.allSatisfy({ part in
        boxes[part.section].map { Share.hash(ofBox: $0) } == part.box
      }), grant.epoch == directory.roleEpoch(grant.role)?.epoch
    else { throw WireError(.invalidParams) }
    self.boxes = boxes
  }

  var sections: Set<Section> { Set(grant.sections.map(\.section)) }

  /// Whether the record still fits the dossier, the policy and the time.
  func fault(_ context: ActContext, _ state: DossierState) throws -> String? {
    guard grant.dossier == state.id, grant.policy == context.rules.hash else { return "policy" }
    guard try isTrue(context, state) else { return "record" }
    guard context.isNow(grant.at) else { return "clock" }
    let stored = try context.tables.sections.sections(of: state.number)
    let fits = grant.sections.allSatisfy { part in
      stored.contains { $0.section == part.section && $0.generation == part.generation }
    }
    return fits ? nil : "stale"
  }

  /// Whether what the record says of its maker and of the dossier is so: the function in which it was
  /// made, and a head that the dossier had.
  private func isTrue(_ context: ActContext, _ state: DossierState) throws -> Bool {
    let function: Bool =
      switch grant.byFunction {
      case .regie: state.regieHolder(at: context.now) == grant.by
      case .role(let role): context.directory.member(grant.by)?.function == role
      }
    let link = try context.tables.links.link(state.number, grant.head.n)
    return function && link?.h == grant.head.h
  }

  func write(_ tables: VaultTables, of number: DossierNumber, leaf: Int) throws(StoreError) {
    try tables.records.add(
      StoredRecord(
        hash: signed.hash, kind: Grant.kind, bytes: signed.bytes, signature: signed.signature,
        leaf: leaf), of: number)
    try tables.grants.add(
      StoredGrant(
        id: grant.id, member: grant.member, role: grant.role,
        sort: grant.sort == .consult ? .consult : .toezicht, since: grant.from, until: grant.until,
        sections: grant.sections.map(\.section), record: signed.hash), of: number)
    for part in grant.sections {
      guard let box = boxes[part.section] else { throw .corrupt }
      try tables.wraps.add(
        StoredWrap(
          section: part.section, generation: part.generation, role: grant.role,
          epoch: grant.epoch, grant: StoredWrap.Grantee(id: grant.id, member: grant.member),
          box: box), of: number)
    }
  }
}

/// `access.grant`: one approver consults a jurist.
struct GrantAct: PlannedAct {
  let request: SignedRequest
  let dossier: Identifier
  let brought: GrantBrought

  init(_ request: SignedRequest, _ server: VaultServer) throws {
    let args = try request.args
    try args.allowOnly(["boxes", "dossier", "grant"] + SealedWords.keys)
    self.request = request
    dossier = try args.requireIdentifier("dossier")
    brought = try GrantBrought(
      args, by: request.stamp.caller.member, server.writer.published.directory)
    guard brought.grant.sort == .consult, brought.grant.reason == request.words?.hash
    else { throw WireError(.invalidParams) }
  }

  func plan(_ context: ActContext) throws -> Plan {
    if let earlier = try context.repeated(request) { return earlier }
    let state = try context.dossier(dossier)
    let grant = brought.grant
    let ruled = Ruled(
      stamp: request.stamp, action: .grant, object: .grant, dossier: dossier,
      sections: brought.sections, purpose: grant.purpose)
    let basis: LogEntry.Basis
    switch try context.ruling(
      onGrant: GrantAsked(
        member: grant.member, sections: brought.sections, from: grant.from, until: grant.until,
        purpose: grant.purpose),
      by: request.stamp.caller.member, on: state)
    {
    case .refused(let refusal): return ruled.refused(refusal, body: request.bytes)
    case .permitted(let ground): basis = ground
    }
    guard let state else { throw StoreError.corrupt }
    if let fault = try brought.fault(context, state) {
      return ruled.failed(fault, head: state.head, body: request.bytes)
    }
    guard try context.takes(request.words, for: [grant.role]) else {
      return ruled.failed("stale", head: state.head, body: request.bytes)
    }
    var plan = Plan()
    var leaf = ruled.leaf(.permit, basis: basis)
    leaf.record = LogEntry.Record(kind: Grant.kind, hash: brought.signed.hash)
    plan.leaves = [leaf]
    plan.body = request.bytes
    plan.words = request.words
    plan.vaultRows = { [self] tables, first in
      try brought.write(tables, of: state.number, leaf: first)
      try tables.remember(request, leaf: first)
    }
    return plan
  }
}
