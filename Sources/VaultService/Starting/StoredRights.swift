import AuditLog
import Directory
import Records
import Store
import Vocabulary

/// The rows from which the service decides who may, held against the signed records.
///
/// The rows are an index. A start finds every one of them, and no other, in the records; the vault is
/// the service's alone while it runs.
enum StoredRights {
  /// Refuses rows that the records do not bear out, and records that do not bear themselves out.
  ///
  /// - Parameter time: of the newest leaf.
  /// Throws: `.rights`, which names the row.
  static func check(
    _ tables: VaultTables, _ directory: DirectoryView, at time: Int64
  ) throws(StartError) {
    do {
      let rights = try replay(tables, directory)
      try compare(
        "involvement", rights.involvements,
        { body in
          try tables.involvements.scan { try body($1.id, .init(dossier: $0, stored: $1)) }
        })
      try compare(
        "grants", rights.grants,
        { body in try tables.grants.scan { try body($1.id, .init(dossier: $0, stored: $1)) } })
      try compare(
        "request", rights.requests, { body in try tables.requests.scan { try body($0.id, $0) } })
      try compare(
        "second", rights.seconds,
        { body in try tables.requests.scanSeconds { try body($0.id, $0) } })
      try generations(tables, rights)
      try boxes(tables, rights, at: time)
      try policies(tables, rights)
    } catch let error as StartError { throw error } catch let error as StoreError {
      throw error.isDamage
        ? .rights("a row in vault.db has a form that is never written")
        : .unavailable(.init("vault.db: \(error)", hint: error.hint))
    } catch { throw .rights("a leaf that a record names is damaged") }
  }

  /// Each policy set but the first is in force by a request of its own, in the place of the one before
  /// it; and what was agreed to is in force.
  private static func policies(_ tables: VaultTables, _ rights: SignedRights) throws {
    var changes = rights.policyChanges
    var before: [UInt8]?
    for force in try tables.policies.history() {
      if let previous = before {
        guard let request = force.request,
          changes.removeValue(forKey: request)
            == RequestAct.PolicyChange(hash: force.hash, previous: previous)
        else { throw StartError.rights("nobody approved a set in table policy_force") }
      } else if force.request != nil {
        throw StartError.rights("the first set is missing in table policy_force")
      }
      before = force.hash
    }
    guard changes.isEmpty else {
      throw StartError.rights("an approved set is missing in table policy_force")
    }
  }

  /// What the records say, from the first to the newest.
  private static func replay(
    _ tables: VaultTables, _ directory: DirectoryView
  ) throws -> SignedRights {
    var rights = SignedRights(directory: directory, policies: try StoredPolicies.read(tables))
    var dossiers: [DossierNumber: Identifier] = [:]
    for (number, id) in try tables.dossiers.all() { dossiers[number] = id }
    var newest = 0
    try tables.records.scan { number, dossier, record in
      // Records are added and never removed: a gap is one that was.
      guard number == newest + 1 else { throw StartError.record(newest + 1, "it is missing") }
      newest = number
      let id = dossier.flatMap { dossiers[$0] }
      guard (id == nil) == (dossier == nil) else {
        throw StartError.record(number, "it names no dossier")
      }
      guard let bytes = try tables.leaves.bytes(record.leaf) else {
        throw StartError.record(number, "the log does not name it there")
      }
      let leaf = try LogEntry(decoding: bytes)
      do throws(SignedRights.Fault) { try rights.take(record, of: dossier, id, leaf) } catch {
        throw StartError.record(number, error.text)
      }
    }
    for (number, id) in dossiers
    where try rights.births[number] == nil
      || tables.dossiers.created(number) != rights.births[number]
    {
      throw StartError.row("dossier", id)
    }
    return rights
  }

  /// Demands that a table has these rows and no others.
  private static func compare<Row: Equatable>(
    _ table: String, _ expected: [Identifier: Row],
    _ scan: ((Identifier, Row) throws -> Void) throws -> Void
  ) throws {
    var missing = expected
    do {
      try scan { id, row in
        guard missing.removeValue(forKey: id) == row else { throw StartError.row(table, id) }
      }
    } catch StoreError.corrupt { throw StartError.form(table) }
    if let id = missing.keys.min() { throw StartError.row(table, id) }
  }

  /// Demands that every section has the generation that refreshes gave it: the sweep goes by it.
  private static func generations(
    _ tables: VaultTables, _ rights: SignedRights
  ) throws {
    var count = 0
    try tables.sections.scan { dossier, section, generation in
      guard rights.births[dossier] != nil, generation == rights.generation(section, of: dossier)
      else {
        throw StartError.rights(
          "a section \(section.name) in table section has another generation than its refreshes")
      }
      count += 1
    }
    guard count == rights.births.count * Section.allCases.count else {
      throw StartError.rights("a section of a dossier is missing from table section")
    }
  }

  /// Demands that each box of a grant is one that a record names, and that all are there of the
  /// grants that were not over.
  ///
  /// Those of the others go when the writer comes to it (`EndedGrants`), and serve nobody until then.
  private static func boxes(
    _ tables: VaultTables, _ rights: SignedRights, at time: Int64
  ) throws {
    var missing = rights.boxes
    do {
      try tables.wraps.scanGranted { dossier, wrap in
        let place = SignedRights.Place(dossier: dossier, section: wrap.section)
        let grantee = wrap.grant.map { Refresh.Grantee(id: $0.id, member: $0.member) }
        let box = SignedRights.GrantedBox(
          place: place, generation: wrap.generation,
          recipient: Refresh.Recipient(role: wrap.role, epoch: wrap.epoch, grant: grantee),
          hash: Share.hash(ofBox: wrap.box))
        guard missing[place]?.remove(box) != nil else {
          throw StartError.row("wrap", wrap.grant?.id ?? .zero)
        }
      }
    } catch StoreError.corrupt { throw StartError.form("wrap") }
    let needed = missing.values.joined().contains { box in
      box.recipient.grant.flatMap { rights.grants[$0.id]?.stored.until }.map { $0 > time } ?? true
    }
    if needed { throw StartError.rights("a box of a grant is missing from table wrap") }
  }
}

extension StartError {
  fileprivate static func form(_ table: String) -> StartError {
    .rights("a row of table \(table) has a form that is never written")
  }

  fileprivate static func row(_ table: String, _ id: Identifier) -> StartError {
    .rights("row \(id.hex) of table \(table) is not what the signed records say")
  }

  fileprivate static func record(_ number: Int, _ text: String) -> StartError {
    .rights("row \(number) of table record: \(text)")
  }
}
