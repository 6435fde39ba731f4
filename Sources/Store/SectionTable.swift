package import Vocabulary

/// The newest section record of a dossier's section: what opens it and since when.
package struct StoredSection: Equatable, Sendable {
  package let section: Section
  package let generation: UInt32
  package let bytes: [UInt8]
  /// 64 bytes.
  package let signature: [UInt8]

  package init(section: Section, generation: UInt32, bytes: [UInt8], signature: [UInt8]) {
    self.section = section
    self.generation = generation
    self.bytes = bytes
    self.signature = signature
  }
}

/// Which sections a dossier has, and the generation of their shares.
package struct SectionTable {
  let connection: Connection

  /// Adds a section, or replaces its record after a refresh.
  package func put(_ section: StoredSection, of dossier: DossierNumber) throws(StoreError) {
    try connection.run(
      """
      INSERT OR REPLACE INTO section (dossier, section, generation, bytes, signature)
      VALUES (?, ?, ?, ?, ?)
      """,
      .integer(dossier.value), .integer(Int64(section.section.rawValue)),
      .integer(Int64(section.generation)), .blob(section.bytes), .blob(section.signature))
  }

  /// Raises a section's generation after a refresh; its record stays that of its birth.
  ///
  /// - Throws: `corrupt` unless it had the generation before.
  package func raise(
    _ section: Section, of dossier: DossierNumber, to generation: UInt32
  ) throws(StoreError) {
    try connection.run(
      """
      UPDATE section SET generation = ?1 WHERE dossier = ?2 AND section = ?3
      AND generation = ?1 - 1
      """,
      .integer(Int64(generation)), .integer(dossier.value), .integer(Int64(section.rawValue)))
    guard connection.changes == 1 else { throw .corrupt }
  }

  /// Calls `each` with every section of every dossier and its generation.
  package func scan(
    _ each: (DossierNumber, Section, _ generation: UInt32) throws -> Void
  ) throws {
    var rows = try connection.query("SELECT dossier, section, generation FROM section")
    while try rows.next() {
      guard let section = Section(rawValue: try rows.integer(1, as: UInt8.self)) else {
        throw StoreError.corrupt
      }
      try each(
        DossierNumber(value: rows.integer(0)), section, rows.integer(2, as: UInt32.self))
    }
  }

  /// All sections of a dossier, in order.
  package func sections(of dossier: DossierNumber) throws(StoreError) -> [StoredSection] {
    var rows = try connection.query(
      """
      SELECT section, generation, bytes, signature FROM section WHERE dossier = ?
      ORDER BY section
      """, .integer(dossier.value))
    var result: [StoredSection] = []
    while try rows.next() {
      guard let section = Section(rawValue: try rows.integer(0, as: UInt8.self)) else {
        throw .corrupt
      }
      result.append(
        StoredSection(
          section: section, generation: try rows.integer(1, as: UInt32.self),
          bytes: rows.blob(2), signature: rows.blob(3)))
    }
    return result
  }
}
