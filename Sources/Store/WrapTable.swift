package import Vocabulary

/// R of one section, sealed to a role, and for a grant to one member besides.
package struct StoredWrap: Equatable, Sendable {
  package let section: Section
  package let generation: UInt32
  package let role: Role
  package let epoch: UInt32
  /// The grant and its member; nil for a standing wrap.
  package let grant: Grantee?
  package let box: [UInt8]

  package struct Grantee: Equatable, Sendable {
    package let id: Identifier
    package let member: Identifier

    package init(id: Identifier, member: Identifier) {
      self.id = id
      self.member = member
    }
  }

  package init(
    section: Section, generation: UInt32, role: Role, epoch: UInt32, grant: Grantee? = nil,
    box: [UInt8]
  ) {
    self.section = section
    self.generation = generation
    self.role = role
    self.epoch = epoch
    self.grant = grant
    self.box = box
  }
}

/// The role halves of section keys, each in its box.
package struct WrapTable {
  let connection: Connection

  /// - Throws: `conflict` when this role has that wrap of that generation and epoch.
  package func add(_ wrap: StoredWrap, of dossier: DossierNumber) throws(StoreError) {
    try connection.run(
      """
      INSERT INTO wrap (dossier, section, generation, role, epoch, member, grant_id, box)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """,
      .integer(dossier.value), .integer(Int64(wrap.section.rawValue)),
      .integer(Int64(wrap.generation)), .integer(Int64(wrap.role.rawValue)),
      .integer(Int64(wrap.epoch)), .blob(wrap.grant?.member.bytes ?? []),
      .blob(wrap.grant?.id.bytes ?? []), .blob(wrap.box))
  }

  /// The wraps that a member in `role` can open, of all sections: the standing ones, and those of
  /// the member's own grants.
  package func wraps(
    of dossier: DossierNumber, for role: Role, member: Identifier
  ) throws(StoreError) -> [StoredWrap] {
    var rows = try connection.query(
      """
      SELECT section, generation, role, epoch, member, grant_id, box FROM wrap
      WHERE dossier = ?1 AND role = ?2 AND (member = x'' OR member = ?3)
      ORDER BY section, generation, epoch
      """, .integer(dossier.value), .integer(Int64(role.rawValue)), .blob(member.bytes))
    return try Self.all(&rows)
  }

  /// Every wrap of a dossier.
  package func wraps(of dossier: DossierNumber) throws(StoreError) -> [StoredWrap] {
    var rows = try connection.query(
      """
      SELECT section, generation, role, epoch, member, grant_id, box FROM wrap
      WHERE dossier = ? ORDER BY section, generation, role, epoch, grant_id
      """, .integer(dossier.value))
    return try Self.all(&rows)
  }

  /// The sections of which a grant has a box, in order.
  package func sections(
    ofGrant grant: Identifier, of dossier: DossierNumber
  ) throws(StoreError) -> [Section] {
    var rows = try connection.query(
      "SELECT DISTINCT section FROM wrap WHERE dossier = ? AND grant_id = ? ORDER BY section",
      .integer(dossier.value), .blob(grant.bytes))
    var result: [Section] = []
    while try rows.next() {
      guard let section = Section(rawValue: try rows.integer(0, as: UInt8.self)) else {
        throw .corrupt
      }
      result.append(section)
    }
    return result
  }

  /// Calls `each` with every wrap that belongs to a grant, and its dossier.
  ///
  /// - Throws: `corrupt` for one that names a grant and no member, or the reverse.
  package func scanGranted(_ each: (DossierNumber, StoredWrap) throws -> Void) throws {
    var rows = try connection.query(
      """
      SELECT section, generation, role, epoch, member, grant_id, box, dossier FROM wrap
      WHERE member <> x'' OR grant_id <> x''
      """)
    while try rows.next() {
      let wrap = try Self.wrap(rows)
      guard wrap.grant != nil else { throw StoreError.corrupt }
      try each(DossierNumber(value: rows.integer(7)), wrap)
    }
  }

  /// Removes the wraps of an ended grant.
  package func remove(grant: Identifier, of dossier: DossierNumber) throws(StoreError) {
    try connection.run(
      "DELETE FROM wrap WHERE dossier = ? AND grant_id = ?",
      .integer(dossier.value), .blob(grant.bytes))
  }

  /// Removes the wraps of the generations before `generation`.
  package func remove(
    _ section: Section, before generation: UInt32, of dossier: DossierNumber
  ) throws(StoreError) {
    try connection.run(
      "DELETE FROM wrap WHERE dossier = ? AND section = ? AND generation < ?",
      .integer(dossier.value), .integer(Int64(section.rawValue)), .integer(Int64(generation)))
  }

  package func removeAll(of dossier: DossierNumber) throws(StoreError) {
    try connection.run("DELETE FROM wrap WHERE dossier = ?", .integer(dossier.value))
  }

  private static func all(_ rows: inout Cursor) throws(StoreError) -> [StoredWrap] {
    var result: [StoredWrap] = []
    while try rows.next() { result.append(try wrap(rows)) }
    return result
  }

  private static func wrap(_ row: borrowing Cursor) throws(StoreError) -> StoredWrap {
    guard let section = Section(rawValue: try row.integer(0, as: UInt8.self)),
      let role = Role(rawValue: try row.integer(2, as: UInt8.self))
    else { throw .corrupt }
    let member = Identifier(row.blob(4))
    let grant = Identifier(row.blob(5))
    return StoredWrap(
      section: section, generation: try row.integer(1, as: UInt32.self), role: role,
      epoch: try row.integer(3, as: UInt32.self),
      grant: grant.flatMap { id in
        member.map { StoredWrap.Grantee(id: id, member: $0) }
      }, box: row.blob(6))
  }
}
