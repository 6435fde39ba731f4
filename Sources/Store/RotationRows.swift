internal import Sodium
internal import Vocabulary

/// Every row of one keystore, one after the other, sealed anew into another.
///
/// One row is in memory at a time. A row that does not open ends it: none is left out, none is carried
/// over unread.
struct RotationRows {
  let source: Connection
  let target: Connection
  let old: KeystoreSeal
  let new: KeystoreSeal

  func copyAll() throws(KeystoreError) {
    try copyLog()
    try copyTokens()
    try copySweptTokens()
    try copyTags()
    try copySweptTags()
  }

  private func copyLog() throws(KeystoreError) {
    var rows = try query("SELECT sealed FROM log")
    while try rows.nextToken() {
      try insert(
        "INSERT INTO log (slot, sealed) VALUES (1, ?)",
        .blob(resealed(rows.blob(0), in: LogStateTable.name, at: [])))
    }
  }

  private func copyTokens() throws(KeystoreError) {
    var rows = try query("SELECT key, sealed FROM token ORDER BY key")
    while try rows.nextToken() {
      let key = rows.blob(0)
      try insert(
        "INSERT INTO token (key, sealed) VALUES (?, ?)",
        .blob(key), .blob(resealed(rows.blob(1), in: TokenTable.name, at: key)))
    }
  }

  private func copySweptTokens() throws(KeystoreError) {
    var rows = try query("SELECT key, sealed, size FROM swept_token ORDER BY key")
    while try rows.nextToken() {
      let key = rows.blob(0)
      try insert(
        "INSERT INTO swept_token (key, sealed, size) VALUES (?, ?, ?)",
        .blob(key), .blob(resealed(rows.blob(1), in: TokenTable.name, at: key)),
        .integer(rows.integer(2)))
    }
  }

  private func copyTags() throws(KeystoreError) {
    var rows = try query("SELECT name, dossier, kind, sealed FROM tag")
    while try rows.nextToken() {
      let tag = try renamed(rows)
      try insert(
        "INSERT INTO tag (name, dossier, kind, sealed) VALUES (?, ?, ?, ?)",
        .blob(tag.name), .blob(rows.blob(1)), .integer(rows.integer(2)), .blob(tag.sealed))
    }
  }

  private func copySweptTags() throws(KeystoreError) {
    var rows = try query("SELECT name, dossier, kind, sealed, size FROM swept_tag")
    while try rows.nextToken() {
      let tag = try renamed(rows)
      try insert(
        "INSERT INTO swept_tag (name, dossier, kind, sealed, size) VALUES (?, ?, ?, ?, ?)",
        .blob(tag.name), .blob(rows.blob(1)), .integer(rows.integer(2)), .blob(tag.sealed),
        .integer(rows.integer(4)))
    }
  }

  /// A tag is found by a name that the keystore key gives: under another key it has another name.
  private func renamed(
    _ row: borrowing Cursor
  ) throws(KeystoreError) -> (name: [UInt8], sealed: [UInt8]) {
    guard let dossier = Identifier(row.blob(1)), let kind = UInt8(exactly: row.integer(2))
    else { throw .database(.corrupt) }
    let value = try old.open(
      row.blob(3), in: TagTable.name, at: TagTable.row(row.blob(0), dossier, kind))
    let name = try new.name(of: value, kind: kind)
    return (
      name, new.seal(value, in: TagTable.name, at: TagTable.row(name, dossier, kind))
    )
  }

  private func resealed(
    _ sealed: [UInt8], in table: String, at row: [UInt8]
  ) throws(KeystoreError) -> [UInt8] {
    new.seal(try old.open(sealed, in: table, at: row), in: table, at: row)
  }

  private func query(_ sql: StaticString) throws(KeystoreError) -> Cursor {
    try KeystoreError.from { () throws(StoreError) in try source.query(sql) }
  }

  private func insert(_ sql: StaticString, _ values: Value...) throws(KeystoreError) {
    try KeystoreError.from { () throws(StoreError) in
      var cursor = try target.query(sql, values)
      _ = try cursor.next()
    }
  }
}
