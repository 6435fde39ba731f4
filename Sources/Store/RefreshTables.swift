package import Vocabulary

/// Sections that must be refreshed for another reason than a role's newer key.
///
/// A role's newer key needs no row: the wraps say themselves which key they are sealed to.
package struct DueTable {
  let connection: Connection

  /// Marks a section; it stays due until its next refresh, however often it is marked.
  ///
  /// - Parameter time: when the reason came about, ms.
  package func mark(
    _ section: Section, of dossier: DossierNumber, at time: Int64
  ) throws(StoreError) {
    try connection.run(
      "INSERT OR IGNORE INTO due (dossier, section, since) VALUES (?, ?, ?)",
      .integer(dossier.value), .integer(Int64(section.rawValue)), .integer(time))
  }

  package func remove(_ section: Section, of dossier: DossierNumber) throws(StoreError) {
    try connection.run(
      "DELETE FROM due WHERE dossier = ? AND section = ?", .integer(dossier.value),
      .integer(Int64(section.rawValue)))
  }

  /// The marked sections of a dossier, in order.
  package func sections(of dossier: DossierNumber) throws(StoreError) -> [Section] {
    var rows = try connection.query(
      "SELECT section FROM due WHERE dossier = ? ORDER BY section", .integer(dossier.value))
    var result: [Section] = []
    while try rows.next() {
      guard let section = Section(rawValue: try rows.integer(0, as: UInt8.self)) else {
        throw .corrupt
      }
      result.append(section)
    }
    return result
  }

  /// Dossiers after `number` with a section that is marked, or that has a wrap to an older key of its
  /// role than `newest` says.
  ///
  /// - Parameter newest: the epoch of each role's newest key; 0 for a role without one.
  package func dossiers(
    after number: Int64, newest: (Role) -> UInt32, limit: Int
  ) throws(StoreError) -> [DossierNumber] {
    var rows = try connection.query(
      """
      SELECT dossier FROM (
        SELECT dossier FROM wrap WHERE dossier > ?1 AND epoch
          < CASE role WHEN 1 THEN ?2 WHEN 2 THEN ?3 WHEN 3 THEN ?4 ELSE ?5 END
        UNION SELECT dossier FROM due WHERE dossier > ?1)
      ORDER BY dossier LIMIT ?6
      """, .integer(number), .integer(Int64(newest(.jeugdbeschermer))),
      .integer(Int64(newest(.jurist))), .integer(Int64(newest(.leidinggevende))),
      .integer(Int64(newest(.toezichthouder))), .integer(Int64(limit)))
    var result: [DossierNumber] = []
    while try rows.next() { result.append(DossierNumber(value: rows.integer(0))) }
    return result
  }
}

/// A refresh that one custodian proposed and the other has not checked yet.
package struct StoredProposal: Equatable, Sendable {
  package let dossier: DossierNumber
  /// Hash of the signed record.
  package let record: [UInt8]
  /// The new boxes, one after the other in the record's order.
  package let boxes: [UInt8]

  package init(dossier: DossierNumber, record: [UInt8], boxes: [UInt8]) {
    self.dossier = dossier
    self.record = record
    self.boxes = boxes
  }
}

/// Open proposals, one for a dossier: a later one takes the place of an earlier one.
package struct ProposalTable {
  let connection: Connection

  package func put(_ proposal: StoredProposal) throws(StoreError) {
    try connection.run(
      "INSERT OR REPLACE INTO proposal (dossier, record, boxes) VALUES (?, ?, ?)",
      .integer(proposal.dossier.value), .blob(proposal.record), .blob(proposal.boxes))
  }

  package func remove(_ dossier: DossierNumber) throws(StoreError) {
    try connection.run("DELETE FROM proposal WHERE dossier = ?", .integer(dossier.value))
  }

  package func proposal(of dossier: DossierNumber) throws(StoreError) -> StoredProposal? {
    var rows = try connection.query(
      "SELECT dossier, record, boxes FROM proposal WHERE dossier = ?", .integer(dossier.value))
    return try rows.next() ? Self.proposal(rows) : nil
  }

  /// The proposal that this record made, as long as it is the newest of its dossier.
  package func proposal(record: [UInt8]) throws(StoreError) -> StoredProposal? {
    var rows = try connection.query(
      "SELECT dossier, record, boxes FROM proposal WHERE record = ?", .blob(record))
    return try rows.next() ? Self.proposal(rows) : nil
  }

  /// Proposals in the order of their dossiers.
  package func proposals(after number: Int64, limit: Int) throws(StoreError) -> [StoredProposal] {
    var rows = try connection.query(
      "SELECT dossier, record, boxes FROM proposal WHERE dossier > ? ORDER BY dossier LIMIT ?",
      .integer(number), .integer(Int64(limit)))
    var result: [StoredProposal] = []
    while try rows.next() { result.append(Self.proposal(rows)) }
    return result
  }

  private static func proposal(_ row: borrowing Cursor) -> StoredProposal {
    StoredProposal(
      dossier: DossierNumber(value: row.integer(0)), record: row.blob(1), boxes: row.blob(2))
  }
}
