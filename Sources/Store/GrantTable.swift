package import Vocabulary

/// A member's access to some sections for some time, beyond what the role alone gives.
package struct StoredGrant: Equatable, Sendable {
  package enum Sort: String, Sendable {
    case consult
    case toezicht
  }

  package let id: Identifier
  package let member: Identifier
  package let role: Role
  package let sort: Sort
  /// When it starts, in ms.
  package let since: Int64
  package let until: Int64
  package let ended: Int64?
  package let sections: [Section]
  /// Hash of the signed record.
  package let record: [UInt8]

  package init(
    id: Identifier, member: Identifier, role: Role, sort: Sort, since: Int64, until: Int64,
    ended: Int64? = nil, sections: [Section], record: [UInt8]
  ) {
    self.id = id
    self.member = member
    self.role = role
    self.sort = sort
    self.since = since
    self.until = until
    self.ended = ended
    self.sections = sections
    self.record = record
  }

  /// Whether it holds at `time`.
  package func holds(at time: Int64) -> Bool {
    since <= time && time < until && time < ended ?? .max
  }
}

/// Grants, ended ones too.
package struct GrantTable {
  let connection: Connection

  /// - Throws: `conflict` when the id was used.
  package func add(_ grant: StoredGrant, of dossier: DossierNumber) throws(StoreError) {
    let mask = grant.sections.reduce(Int64(0)) { $0 | 1 << Int64($1.rawValue) }
    try connection.run(
      """
      INSERT INTO grants (id, dossier, member, role, sort, since, until, sections, record)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      .blob(grant.id.bytes), .integer(dossier.value), .blob(grant.member.bytes),
      .integer(Int64(grant.role.rawValue)), .text(grant.sort.rawValue), .integer(grant.since),
      .integer(grant.until), .integer(mask), .blob(grant.record))
  }

  /// Ends a grant of this dossier; false when there is none open with that id.
  package func end(
    _ id: Identifier, of dossier: DossierNumber, at time: Int64
  ) throws(StoreError) -> Bool {
    try connection.run(
      "UPDATE grants SET ended = ? WHERE id = ? AND dossier = ? AND ended IS NULL",
      .integer(time), .blob(id.bytes), .integer(dossier.value))
    return connection.changes == 1
  }

  /// All grants on a dossier, by start.
  package func grants(of dossier: DossierNumber) throws(StoreError) -> [StoredGrant] {
    var rows = try connection.query(
      """
      SELECT id, member, role, sort, since, until, ended, sections, record FROM grants
      WHERE dossier = ? ORDER BY since, id
      """, .integer(dossier.value))
    var result: [StoredGrant] = []
    while try rows.next() { result.append(try Self.grant(rows)) }
    return result
  }

  /// The dossiers on which a member has a grant at `time`.
  package func dossiers(
    of member: Identifier, at time: Int64
  ) throws(StoreError) -> [DossierNumber] {
    var rows = try connection.query(
      """
      SELECT DISTINCT dossier FROM grants WHERE member = ?1 AND since <= ?2 AND until > ?2
      AND (ended IS NULL OR ended > ?2) ORDER BY dossier
      """, .blob(member.bytes), .integer(time))
    var result: [DossierNumber] = []
    while try rows.next() { result.append(DossierNumber(value: rows.integer(0))) }
    return result
  }

  /// Grants whose time is over and that have a box all the same, the oldest end first.
  package func boxed(
    overAt time: Int64, limit: Int
  ) throws(StoreError) -> [(dossier: DossierNumber, grant: StoredGrant)] {
    var rows = try connection.query(
      """
      SELECT id, member, role, sort, since, until, ended, sections, record, dossier FROM grants
      WHERE id IN (SELECT grant_id FROM wrap WHERE grant_id <> x'') AND until <= ?
      ORDER BY until, id LIMIT ?
      """, .integer(time), .integer(Int64(limit)))
    var result: [(dossier: DossierNumber, grant: StoredGrant)] = []
    while try rows.next() {
      result.append((DossierNumber(value: rows.integer(9)), try Self.grant(rows)))
    }
    return result
  }

  /// Calls `each` with every grant and its dossier.
  package func scan(_ each: (DossierNumber, StoredGrant) throws -> Void) throws {
    var rows = try connection.query(
      """
      SELECT id, member, role, sort, since, until, ended, sections, record, dossier FROM grants
      """)
    while try rows.next() { try each(DossierNumber(value: rows.integer(9)), Self.grant(rows)) }
  }

  private static func grant(_ row: borrowing Cursor) throws(StoreError) -> StoredGrant {
    guard let role = Role(rawValue: try row.integer(2, as: UInt8.self)),
      let sort = StoredGrant.Sort(rawValue: row.text(3))
    else { throw .corrupt }
    let mask = row.integer(7)
    // A bit for each section, and no other: 1 to 6.
    guard (2...126).contains(mask), mask & 1 == 0 else { throw .corrupt }
    return StoredGrant(
      id: try row.identifier(0), member: try row.identifier(1), role: role, sort: sort,
      since: row.integer(4), until: row.integer(5), ended: row.optionalInteger(6),
      sections: Section.allCases.filter { mask >> Int64($0.rawValue) & 1 == 1 },
      record: row.blob(8))
  }
}
