internal import Vocabulary

/// A signed record as it came: canonical bytes and a signature.
package struct StoredRecord: Equatable, Sendable {
  /// H(bytes ‖ signature).
  package let hash: [UInt8]
  /// The record's own word, such as "involvement" or "request-act".
  package let kind: String
  package let bytes: [UInt8]
  /// 64 bytes.
  package let signature: [UInt8]
  /// The leaf that logged it.
  package let leaf: Int

  package init(hash: [UInt8], kind: String, bytes: [UInt8], signature: [UInt8], leaf: Int) {
    self.hash = hash
    self.kind = kind
    self.bytes = bytes
    self.signature = signature
    self.leaf = leaf
  }
}

/// The signed records on which accesses rest: kept as bytes, found by hash or by dossier.
package struct RecordTable {
  let connection: Connection

  /// - Throws: `conflict` when the record is there already.
  package func add(_ record: StoredRecord, of dossier: DossierNumber?) throws(StoreError) {
    try connection.run(
      """
      INSERT INTO record (hash, kind, dossier, bytes, signature, leaf) VALUES (?, ?, ?, ?, ?, ?)
      """,
      .blob(record.hash), .text(record.kind), dossier.map { .integer($0.value) } ?? .null,
      .blob(record.bytes), .blob(record.signature), .integer(Int64(record.leaf)))
  }

  package func record(hash: [UInt8]) throws(StoreError) -> StoredRecord? {
    var row = try connection.query(
      "SELECT hash, kind, bytes, signature, leaf FROM record WHERE hash = ?", .blob(hash))
    return try row.next() ? Self.record(row) : nil
  }

  /// A dossier's records of one kind, oldest first.
  package func records(
    of dossier: DossierNumber, kind: String
  ) throws(StoreError) -> [StoredRecord] {
    var rows = try connection.query(
      """
      SELECT hash, kind, bytes, signature, leaf FROM record WHERE dossier = ? AND kind = ?
      ORDER BY number
      """, .integer(dossier.value), .text(kind))
    var result: [StoredRecord] = []
    while try rows.next() { result.append(Self.record(rows)) }
    return result
  }

  /// Calls `each` with a running number and every record after `number`; false from it stops.
  package func scan(
    after number: Int, _ each: (_ number: Int, StoredRecord) -> Bool
  ) throws(StoreError) {
    var rows = try connection.query(
      """
      SELECT hash, kind, bytes, signature, leaf, number FROM record WHERE number > ?
      ORDER BY number
      """, .integer(Int64(number)))
    while try rows.next() {
      guard each(Int(rows.integer(5)), Self.record(rows)) else { return }
    }
  }

  /// Calls `each` with every record, oldest first: its running number, its dossier, the record.
  package func scan(
    _ each: (_ number: Int, DossierNumber?, StoredRecord) throws -> Void
  ) throws {
    var rows = try connection.query(
      """
      SELECT hash, kind, bytes, signature, leaf, number, dossier FROM record ORDER BY number
      """)
    while try rows.next() {
      let dossier = rows.optionalInteger(6).map { DossierNumber(value: $0) }
      try each(Int(rows.integer(5)), dossier, Self.record(rows))
    }
  }

  private static func record(_ row: borrowing Cursor) -> StoredRecord {
    StoredRecord(
      hash: row.blob(0), kind: row.text(1), bytes: row.blob(2), signature: row.blob(3),
      leaf: Int(row.integer(4)))
  }
}
