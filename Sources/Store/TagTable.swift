package import Sodium
package import Vocabulary

/// Lookup tags: found by value, not readable from the file.
package struct TagTable {
  let connection: Connection
  let seal: KeystoreSeal

  static let name = "tag"

  /// Adds a tag of a dossier; the same one again is no error.
  ///
  /// - Parameter kind: 1 bsn, 2 name and date of birth, 3 address.
  /// - Parameter value: the tag, 32 bytes.
  package func put(
    _ dossier: Identifier, kind: UInt8, _ value: borrowing SecretBytes
  ) throws(KeystoreError) {
    let name = try seal.name(of: value, kind: kind)
    let sealed = seal.seal(value, in: Self.name, at: Self.row(name, dossier, kind))
    try KeystoreError.from { () throws(StoreError) in
      try connection.run(
        "INSERT OR IGNORE INTO tag (name, dossier, kind, sealed) VALUES (?, ?, ?, ?)",
        .blob(name), .blob(dossier.bytes), .integer(Int64(kind)), .blob(sealed))
    }
  }

  /// The dossiers with this tag.
  ///
  /// - Throws: `.tampered` when a row was changed.
  package func dossiers(
    kind: UInt8, _ value: borrowing SecretBytes
  ) throws(KeystoreError) -> [Identifier] {
    let name = try seal.name(of: value, kind: kind)
    var rows = try KeystoreError.from { () throws(StoreError) in
      try connection.query(
        "SELECT dossier, sealed FROM tag WHERE name = ? AND kind = ? ORDER BY dossier",
        .blob(name), .integer(Int64(kind)))
    }
    var result: [Identifier] = []
    while try rows.nextToken() {
      guard let dossier = Identifier(rows.blob(0)) else { throw .database(.corrupt) }
      let stored = try seal.open(rows.blob(1), in: Self.name, at: Self.row(name, dossier, kind))
      guard stored.equals(value) else { throw .tampered(table: Self.name) }
      result.append(dossier)
    }
    return result
  }

  /// Removes the tags of a dossier for good, also those put aside; says how many were in use.
  package func removeAll(of dossier: Identifier) throws(KeystoreError) -> Int {
    try KeystoreError.from { () throws(StoreError) in
      try connection.run("DELETE FROM swept_tag WHERE dossier = ?", .blob(dossier.bytes))
      try connection.run("DELETE FROM tag WHERE dossier = ?", .blob(dossier.bytes))
      return connection.changes
    }
  }

  /// Every dossier with tags.
  func dossiers() throws(KeystoreError) -> [Identifier] {
    try KeystoreError.from { () throws(StoreError) in
      var rows = try connection.query("SELECT DISTINCT dossier FROM tag ORDER BY dossier")
      var result: [Identifier] = []
      while try rows.next() {
        guard let dossier = Identifier(rows.blob(0)) else { throw .corrupt }
        result.append(dossier)
      }
      return result
    }
  }

  static func row(_ name: [UInt8], _ dossier: Identifier, _ kind: UInt8) -> [UInt8] {
    name + dossier.bytes + [kind]
  }
}
