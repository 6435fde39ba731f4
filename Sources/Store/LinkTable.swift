internal import Vocabulary

/// The newest link of a dossier.
package struct StoredHead: Equatable, Sendable {
  package let n: UInt32
  /// h(n), 32 bytes.
  package let h: [UInt8]
}

/// One link with its signature, and the chain's value there.
package struct StoredLink: Equatable, Sendable {
  /// link 108 ‖ signature 64.
  package let signed: [UInt8]
  package let h: [UInt8]
}

/// The links of every dossier: appended, never changed or removed.
///
/// What a link means is checked before it comes here; this table reads only the few fields of the
/// header that say which rows of content are the newest.
package struct LinkTable {
  let connection: Connection

  /// Bytes of a link with its signature.
  package static let signedCount = 172

  /// Adds link `n`.
  ///
  /// - Parameter signed: link 108 ‖ signature 64.
  /// - Parameter h: h(n), 32 bytes.
  /// - Throws: `conflict` when this n is taken.
  package func append(
    _ dossier: DossierNumber, n: UInt32, signed: [UInt8], h: [UInt8]
  ) throws(StoreError) {
    try connection.run(
      "INSERT INTO link (place, signed, h) VALUES (?, ?, ?)",
      .integer(Place.link(dossier, n)), .blob(signed), .blob(h))
  }

  /// The newest link's n and h(n); nil for a dossier without links.
  package func head(_ dossier: DossierNumber) throws(StoreError) -> StoredHead? {
    var row = try connection.query(
      "SELECT place, h FROM link WHERE place BETWEEN ? AND ? ORDER BY place DESC LIMIT 1",
      .integer(Place.link(dossier, 0)), .integer(Place.link(dossier, .max)))
    return try row.next() ? StoredHead(n: Place.n(row.integer(0)), h: row.blob(1)) : nil
  }

  /// Link `n`; nil when the dossier has none.
  package func link(_ dossier: DossierNumber, _ n: UInt32) throws(StoreError) -> StoredLink? {
    var row = try connection.query(
      "SELECT signed, h FROM link WHERE place = ?", .integer(Place.link(dossier, n)))
    return try row.next() ? StoredLink(signed: row.blob(0), h: row.blob(1)) : nil
  }

  /// Signed links from `first` to the newest, one after the other as they travel (172 bytes each).
  package func signed(_ dossier: DossierNumber, from first: UInt32 = 1) throws(StoreError)
    -> [UInt8]
  {
    var rows = try connection.query(
      "SELECT signed FROM link WHERE place BETWEEN ? AND ? ORDER BY place",
      .integer(Place.link(dossier, first)), .integer(Place.link(dossier, .max)))
    var result: [UInt8] = []
    while try rows.next() { rows.append(0, to: &result) }
    return result
  }
}
