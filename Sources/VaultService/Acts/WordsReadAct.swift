import AuditLog
import Policy
import Records
import Store
import StrictJSON
import Vocabulary

/// `log.words`: the words that came with one act.
///
/// Who may: those who read the log, those who may approve for its dossier, who acted, of a second
/// also who made the request, and of a consult the jurist who was asked, as long as the grant holds.
/// Which box each can open is for the keys to say.
struct WordsReadAct: PlannedAct {
  let request: SignedRequest
  let index: Int

  /// How the leaf names the entry whose words are read.
  static let detail = "index"

  init(_ request: SignedRequest) throws(JSONError) {
    let args = try request.args
    try args.allowOnly(["index"])
    self.request = request
    index = Int(try args.requireInt("index", within: 0...CanonicalJSON.integers.upperBound))
  }

  func plan(_ context: ActContext) throws -> Plan {
    let entry = try context.tables.leaves.bytes(index).map { try LogEntry(decoding: $0) }
    // Who is refused does not learn from the leaf which dossier an entry was about.
    var ruled = Ruled(stamp: request.stamp, action: .words, object: .log)
    let basis: LogEntry.Basis
    switch try ruling(on: entry, context) {
    case .refused(let refusal): return ruled.refused(refusal, body: request.bytes)
    case .permitted(let ground): basis = ground
    }
    guard let entry, entry.sealed != nil else {
      return ruled.failed("not-found", head: nil, body: request.bytes)
    }
    ruled.dossier = entry.dossier
    var plan = Plan()
    var leaf = ruled.leaf(.permit, basis: basis)
    leaf.detail = [Self.detail: .int(Int64(index))]
    plan.leaves = [leaf]
    plan.body = request.bytes
    return plan
  }

  private func ruling(on entry: LogEntry?, _ context: ActContext) throws -> Ruling {
    let member = request.stamp.caller.member
    let state = try entry?.dossier.flatMap { try context.dossier($0) }
    let wish = try entry.flatMap { try context.wish(behind: $0) }
    let ruling = try context.ruling(
      .readWords(
        of: wish.flatMap { FourEyesAct(rawValue: $0.act.rawValue) },
        aboutDossier: entry?.sealed == nil || entry?.dossier != nil), by: member, on: state)
    guard case .refused = ruling, let entry, entry.sealed != nil else { return ruling }
    if entry.actor == member || wish?.requester == member {
      return .permitted(LogEntry.Basis(.none))
    }
    if let grant = try context.consult(behind: entry, of: state), grant.member == member {
      return .permitted(LogEntry.Basis(.grant, id: grant.id))
    }
    return ruling
  }
}

extension ActContext {
  /// The consult that an entry gave, as long as it holds.
  fileprivate func consult(behind entry: LogEntry, of dossier: DossierState?) throws -> StoredGrant?
  {
    guard let dossier, let named = entry.record, named.kind == Grant.kind else { return nil }
    return try tables.grants.grants(of: dossier.number).first { grant in
      grant.record == named.hash && grant.sort == .consult && grant.ended == nil
        && grant.since <= now && now < grant.until
    }
  }

  /// The request that an entry brought, or that its second is about; nil for any other entry.
  fileprivate func wish(behind entry: LogEntry) throws -> RequestAct? {
    guard let named = entry.record, [RequestAct.kind, Second.kind].contains(named.kind),
      let record = try tables.records.record(hash: named.hash)
    else { return nil }
    if record.kind == RequestAct.kind { return try RequestAct.decode(record.bytes) }
    let hash = try Second.decode(record.bytes).request
    return try tables.requests.request(hash: hash).flatMap {
      try tables.records.record(hash: $0.record)
    }.map { try RequestAct.decode($0.bytes) }
  }
}
