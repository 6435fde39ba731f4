import AuditLog
import Directory
import Records
import Store
import StrictJSON
import Vocabulary
import Wire

/// `involvement.add`: somebody becomes involved, has regie handed over, or ends.
struct InvolvementAct: PlannedAct {
  let request: SignedRequest
  let dossier: Identifier
  let record: Involvement
  let signed: Signed

  init(_ request: SignedRequest, _ server: VaultServer) throws {
    let args = try request.args
    try args.allowOnly(["dossier", "record"] + SealedWords.keys)
    self.request = request
    dossier = try args.requireIdentifier("dossier")
    let brought = try RecordBrought<Involvement>(
      in: args, by: request.stamp.caller.member, server.writer.published.directory
    ) { $0.by }
    (record, signed) = (brought.record, brought.signed)
    guard record.dossier == dossier, record.reason == request.words?.hash
    else { throw WireError(.invalidParams) }
  }

  func plan(_ context: ActContext) throws -> Plan {
    if let earlier = try context.repeated(request) { return earlier }
    let state = try context.dossier(dossier)
    let ruled = Ruled(
      stamp: request.stamp, action: .involvement, object: .dossier, dossier: dossier)
    let basis: LogEntry.Basis
    switch try context.ruling(
      becoming: InvolvementSort(rawValue: record.sort.rawValue) ?? .end, record.member,
      by: request.stamp.caller.member, on: state)
    {
    case .refused(let refusal): return ruled.refused(refusal, body: request.bytes)
    case .permitted(let ground): basis = ground
    }
    guard let state else { throw StoreError.corrupt }
    guard context.isNow(record.at), context.isNow(record.since) else {
      return ruled.failed("clock", head: state.head, body: request.bytes)
    }
    guard try context.takes(request.words, for: Role.standing) else {
      return ruled.failed("stale", head: state.head, body: request.bytes)
    }
    // The history that every client and the FG will recompute must accept the record.
    var history = InvolvementHistory(dossier: dossier)
    do {
      for stored in try context.tables.records.records(of: state.number, kind: Involvement.kind) {
        let earlier = try Involvement.decode(stored.bytes)
        try history.append(
          earlier,
          byLeidinggevende: context.directory.member(earlier.by)?.function == .leidinggevende)
      }
      try history.append(
        record, byLeidinggevende: request.stamp.role == .leidinggevende)
    } catch is InvolvementHistory.Refusal {
      return ruled.failed("involvement", head: state.head, body: request.bytes)
    }
    var plan = Plan()
    var leaf = ruled.leaf(.permit, basis: basis)
    leaf.record = LogEntry.Record(kind: Involvement.kind, hash: signed.hash)
    plan.leaves = [leaf]
    plan.body = request.bytes
    plan.words = request.words
    let number = state.number
    plan.vaultRows = { [self] tables, first in
      try tables.add(signed, record, of: number, leaf: first)
      try tables.remember(request, leaf: first)
    }
    return plan
  }
}

extension VaultTables {
  /// A signed involvement record, and what follows from it.
  func add(
    _ signed: Signed, _ record: Involvement, of number: DossierNumber, leaf: Int
  ) throws(StoreError) {
    try records.add(
      StoredRecord(
        hash: signed.hash, kind: Involvement.kind, bytes: signed.bytes,
        signature: signed.signature, leaf: leaf), of: number)
    if let closes = record.closes {
      guard try involvements.close(closes, of: number, by: record.id, at: record.since)
      else { throw .conflict }
    }
    guard let sort = StoredInvolvement.Sort(rawValue: record.sort.rawValue) else { return }
    try involvements.add(
      StoredInvolvement(
        id: record.id, member: record.member, sort: sort, since: record.since,
        until: record.until, record: signed.hash), of: number)
  }
}
