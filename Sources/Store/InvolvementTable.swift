package import Vocabulary

/// That a member works, or worked, with a family.
package struct StoredInvolvement: Equatable, Sendable {
  package enum Sort: String, Sendable {
    case regie
    case betrokken
  }

  package let id: Identifier
  package let member: Identifier
  package let sort: Sort
  /// ms; `until` nil means without a term.
  package let since: Int64
  package let until: Int64?
  /// The record that ended it, and when.
  package let closed: Closing?
  /// Hash of the signed record.
  package let record: [UInt8]

  package struct Closing: Equatable, Sendable {
    package let by: Identifier
    package let at: Int64

    package init(by: Identifier, at: Int64) {
      self.by = by
      self.at = at
    }
  }

  package init(
    id: Identifier, member: Identifier, sort: Sort, since: Int64, until: Int64?,
    closed: Closing? = nil, record: [UInt8]
  ) {
    self.id = id
    self.member = member
    self.sort = sort
    self.since = since
    self.until = until
    self.closed = closed
    self.record = record
  }

  /// Whether it holds at `time`: from `since`, before `until` and before its end.
  package func holds(at time: Int64) -> Bool {
    since <= time && time < until ?? .max && time < closed?.at ?? .max
  }
}

/// Who is and was involved with which dossier.
package struct InvolvementTable {
  let connection: Connection

  /// - Throws: `conflict` when the id was used.
  package func add(
    _ involvement: StoredInvolvement, of dossier: DossierNumber
  ) throws(StoreError) {
    try connection.run(
      """
      INSERT INTO involvement (id, dossier, member, sort, since, until, record)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """,
      .blob(involvement.id.bytes), .integer(dossier.value), .blob(involvement.member.bytes),
      .text(involvement.sort.rawValue), .integer(involvement.since),
      involvement.until.map { .integer($0) } ?? .null, .blob(involvement.record))
  }

  /// Ends an involvement of this dossier; false when there is none open with that id.
  package func close(
    _ id: Identifier, of dossier: DossierNumber, by record: Identifier, at time: Int64
  ) throws(StoreError) -> Bool {
    try connection.run(
      """
      UPDATE involvement SET closed_by = ?, closed_at = ?
      WHERE id = ? AND dossier = ? AND closed_by IS NULL
      """,
      .blob(record.bytes), .integer(time), .blob(id.bytes), .integer(dossier.value))
    return connection.changes == 1
  }

  /// Everyone's involvement with a dossier, ended ones too, by start.
  package func involvements(of dossier: DossierNumber) throws(StoreError) -> [StoredInvolvement] {
    var rows = try connection.query(
      """
      SELECT id, member, sort, since, until, closed_by, closed_at, record FROM involvement
      WHERE dossier = ? ORDER BY since, id
      """, .integer(dossier.value))
    var result: [StoredInvolvement] = []
    while try rows.next() { result.append(try Self.involvement(rows)) }
    return result
  }

  /// The dossiers with which a member is involved at `time`.
  package func dossiers(
    of member: Identifier, at time: Int64
  ) throws(StoreError) -> [DossierNumber] {
    var rows = try connection.query(
      """
      SELECT DISTINCT dossier FROM involvement WHERE member = ?1 AND since <= ?2
      AND (until IS NULL OR until > ?2) AND (closed_at IS NULL OR closed_at > ?2)
      ORDER BY dossier
      """, .blob(member.bytes), .integer(time))
    var result: [DossierNumber] = []
    while try rows.next() { result.append(DossierNumber(value: rows.integer(0))) }
    return result
  }

  /// Calls `each` with every involvement and its dossier.
  package func scan(
    _ each: (DossierNumber, StoredInvolvement) throws -> Void
  ) throws {
    var rows = try connection.query(
      """
      SELECT id, member, sort, since, until, closed_by, closed_at, record, dossier
      FROM involvement
      """)
    while try rows.next() {
      try each(DossierNumber(value: rows.integer(8)), Self.involvement(rows))
    }
  }

  private static func involvement(
    _ row: borrowing Cursor
  ) throws(StoreError) -> StoredInvolvement {
    guard let sort = StoredInvolvement.Sort(rawValue: row.text(2)) else { throw .corrupt }
    guard row.isNull(5) == row.isNull(6) else { throw .corrupt }
    let closed: StoredInvolvement.Closing? =
      row.isNull(5) ? nil : .init(by: try row.identifier(5), at: row.integer(6))
    return StoredInvolvement(
      id: try row.identifier(0), member: try row.identifier(1), sort: sort,
      since: row.integer(3), until: row.optionalInteger(4), closed: closed, record: row.blob(7))
  }
}
