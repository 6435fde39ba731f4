package import Vocabulary

/// Which dossiers there are; a dossier's head is its newest link (`LinkTable.head`).
package struct DossierTable {
  let connection: Connection

  /// Adds a dossier; `created` in ms.
  ///
  /// - Throws: `conflict` when the id is taken; `full` past 2^28 dossiers.
  package func add(_ id: Identifier, created: Int64) throws(StoreError) -> DossierNumber {
    try connection.run(
      "INSERT INTO dossier (id, created) VALUES (?, ?)", .blob(id.bytes), .integer(created))
    let number = DossierNumber(value: connection.lastInsertedKey)
    guard number.value <= DossierNumber.maximum else { throw .full }
    return number
  }

  package func number(of id: Identifier) throws(StoreError) -> DossierNumber? {
    var row = try connection.query("SELECT number FROM dossier WHERE id = ?", .blob(id.bytes))
    return try row.next() ? DossierNumber(value: row.integer(0)) : nil
  }

  package func id(of number: DossierNumber) throws(StoreError) -> Identifier? {
    var row = try connection.query(
      "SELECT id FROM dossier WHERE number = ?", .integer(number.value))
    return try row.next() ? try row.identifier(0) : nil
  }

  /// When a dossier was made, in ms; nil when there is none with this number.
  package func created(_ number: DossierNumber) throws(StoreError) -> Int64? {
    var row = try connection.query(
      "SELECT created FROM dossier WHERE number = ?", .integer(number.value))
    return try row.next() ? row.integer(0) : nil
  }

  /// Every dossier, oldest first.
  package func all() throws(StoreError) -> [(number: DossierNumber, id: Identifier)] {
    var rows = try connection.query("SELECT number, id FROM dossier ORDER BY number")
    var result: [(number: DossierNumber, id: Identifier)] = []
    while try rows.next() {
      result.append((DossierNumber(value: rows.integer(0)), try rows.identifier(1)))
    }
    return result
  }
}
