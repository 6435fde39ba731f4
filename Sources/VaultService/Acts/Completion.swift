import AuditLog
import Records
import Store

/// What the last second of a request brings about.
enum Completion {
  /// The grant that it brought.
  case grant(GrantBrought)
  /// The policy set comes into force.
  case rules(RuleSet)
  /// Nothing more: the records themselves are what was asked for.
  case record

  /// Why what the request asks for cannot be done now; a code of `fail`.
  struct Fault: Error {
    let code: String
  }

  /// The leaf of the deed itself, on the basis of the request; nil when there is none.
  func leaf(_ ruled: Ruled, of wish: RequestAct) -> LogEntry? {
    let (action, object, record): (LogAction, LogObject, LogEntry.Record)
    switch self {
    case .grant(let brought):
      (action, object) = (.grant, .grant)
      record = LogEntry.Record(kind: Grant.kind, hash: brought.signed.hash)
    case .rules(let rules):
      (action, object) = (.policy, .policy)
      record = LogEntry.Record(kind: RuleSet.recordKind, hash: rules.hash)
    case .record: return nil
    }
    var leaf = ruled.leaf(.permit, basis: LogEntry.Basis(.fourEyes, id: wish.id))
    leaf.action = action
    leaf.object = object
    leaf.record = record
    return leaf
  }

  /// The rows of the deed, in its leaf's transaction.
  func write(
    _ tables: VaultTables, _ state: FourEyesState, leaf: Int, at now: Int64
  ) throws(StoreError) {
    switch self {
    case .grant(let brought):
      guard let dossier = state.dossier else { throw .corrupt }
      try brought.write(tables, of: dossier.number, leaf: leaf)
    case .rules(let rules):
      try tables.policies.keep(hash: rules.hash, rules.stored)
      try tables.policies.enforce(hash: rules.hash, since: now, by: state.wish.id)
    case .record: break
    }
  }
}

extension FourEyesState {
  /// What this request comes to now that enough others agreed.
  ///
  /// - Parameter brought: the grant that came with the last second.
  func completion(
    with brought: GrantBrought?, _ context: ActContext
  ) throws -> Result<Completion, Completion.Fault> {
    switch wish.objects {
    case .grantToezichthouder:
      guard let brought else { return .failure(.init(code: "grant-missing")) }
      if let code = try fault(brought, context) { return .failure(.init(code: code)) }
      return .success(.grant(brought))
    case .policy(let set):
      // It was read whole when it was proposed; a service of another version may read it otherwise.
      guard let bytes = try context.tables.policies.bytes(hash: set.hash),
        let rules = try? RuleSet(stored: bytes), rules.hash == set.hash
      else { return .failure(.init(code: "policy")) }
      return .success(.rules(rules))
    case .noodtoegang, .r3Ground: return .success(.record)
    }
  }
}
