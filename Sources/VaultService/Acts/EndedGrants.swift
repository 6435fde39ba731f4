import AuditLog
import Records
import Store
import Vocabulary

/// Takes the boxes of grants whose time is over, and has their sections refreshed.
///
/// The policy refused since the last moment of the grant; the box that a copy of `vault.db` would
/// show goes here. A leaf for each, by nobody and on the basis of the grant: the grant's record says
/// when it ended, the leaf that nothing of it is left. What is to be done is what still has a box, so
/// a crash, a long stop or an old backup leaves nothing out and nothing is done twice.
/// - Source: Docs/protocol.md, Signed records, grant
struct EndedGrants: PlannedAct {
  /// Grants of one batch; the others follow in the next ones, with what members ask in between.
  static let limit = 100

  func plan(_ context: ActContext) throws -> Plan {
    context.memory.hasMoreEndedGrants = false
    let found = try context.tables.grants.boxed(overAt: context.now, limit: Self.limit + 1)
    var plan = Plan()
    var ends: [(dossier: DossierNumber, grant: Identifier, sections: [Section])] = []
    for (number, grant) in found.prefix(Self.limit) {
      guard let dossier = try context.tables.dossiers.id(of: number) else {
        throw StoreError.corrupt
      }
      // A refresh since then has taken the boxes of its sections already: those are not due.
      let sections = try context.tables.wraps.sections(ofGrant: grant.id, of: number)
      var leaf = LogEntry(
        index: 0, time: 0, action: .grantEnd, object: .grant, outcome: .permit)
      leaf.dossier = dossier
      leaf.sections = Set(sections)
      leaf.basis = LogEntry.Basis(.grant, id: grant.id)
      plan.leaves.append(leaf)
      ends.append((number, grant.id, sections))
    }
    guard !ends.isEmpty else { return plan }
    let now = context.now
    plan.vaultRows = { tables, _ in
      for end in ends {
        try tables.removeWraps(of: end.grant, end.sections, in: end.dossier, at: now)
      }
    }
    context.memory.hasMoreEndedGrants = found.count > Self.limit
    return plan
  }
}

extension VaultTables {
  /// Takes the boxes of a grant that is over, and has these of its sections refreshed.
  func removeWraps(
    of grant: Identifier, _ sections: [Section], in dossier: DossierNumber, at time: Int64
  ) throws(StoreError) {
    try wraps.remove(grant: grant, of: dossier)
    for section in sections { try due.mark(section, of: dossier, at: time) }
  }
}
