package import Vocabulary

/// The ciphertext of every revision that still has one.
package struct ContentTable {
  let connection: Connection
  /// Bytes of a row as most are: an entry of a page of text.
  private static let usualCount = 2160

  /// Adds the ciphertext of link `n`.
  ///
  /// - Parameter sealed: nonce 24 ‖ ck 32 ‖ length u32 ‖ ciphertext: a wire row without its n.
  /// - Throws: `conflict` when this n has content.
  package func append(
    _ dossier: DossierNumber, _ section: Section, n: UInt32, sealed: [UInt8]
  ) throws(StoreError) {
    try connection.run(
      "INSERT INTO content (place, sealed) VALUES (?, ?)",
      .integer(Place.content(dossier, section, n)), .blob(sealed))
  }

  /// Appends the rows that `keys` name to `bytes`, as they travel: n u32 ‖ sealed.
  ///
  /// - Parameter keys: by section and then by n, as `ContentKey.newest` gives them.
  /// - Throws: `corrupt` when one is missing.
  package func append(
    _ keys: [ContentKey], of dossier: DossierNumber, to bytes: inout [UInt8]
  ) throws(StoreError) {
    bytes.reserveCapacity(bytes.count + keys.count * Self.usualCount)
    var next = keys.startIndex
    while next < keys.endIndex {
      let section = keys[next].section
      let end = keys[next...].firstIndex { $0.section != section } ?? keys.endIndex
      var rows = try connection.query(
        "SELECT place, sealed FROM content WHERE place BETWEEN ? AND ? ORDER BY place",
        .integer(Place.content(dossier, section, keys[next].n)),
        .integer(Place.content(dossier, section, keys[end - 1].n)))
      while next < end {
        guard try rows.next() else { throw .corrupt }
        let n = Place.n(rows.integer(0))
        guard n <= keys[next].n else { throw .corrupt }
        guard n == keys[next].n else { continue }
        unsafe withUnsafeBytes(of: n.bigEndian) { unsafe bytes.append(contentsOf: $0) }
        rows.append(1, to: &bytes)
        next += 1
      }
    }
  }

  /// The content rows that a dossier has, for the sweep and the checks.
  package func places(
    of dossier: DossierNumber
  ) throws(StoreError) -> [(section: Section, n: UInt32)] {
    let range = Place.contents(dossier)
    var rows = try connection.query(
      "SELECT place FROM content WHERE place BETWEEN ? AND ? ORDER BY place",
      .integer(range.lowerBound), .integer(range.upperBound))
    var result: [(section: Section, n: UInt32)] = []
    while try rows.next() {
      let place = rows.integer(0)
      guard let section = Section(rawValue: UInt8(place >> 32 & 7)) else { throw .corrupt }
      result.append((section, Place.n(place)))
    }
    return result
  }

  /// Removes the ciphertext of one revision; false when there was none.
  package func remove(
    _ dossier: DossierNumber, _ section: Section, n: UInt32
  ) throws(StoreError) -> Bool {
    try connection.run(
      "DELETE FROM content WHERE place = ?", .integer(Place.content(dossier, section, n)))
    return connection.changes > 0
  }

  /// Removes all ciphertext of a dossier and says how many rows that were.
  package func removeAll(_ dossier: DossierNumber) throws(StoreError) -> Int {
    let range = Place.contents(dossier)
    try connection.run(
      "DELETE FROM content WHERE place BETWEEN ? AND ?",
      .integer(range.lowerBound), .integer(range.upperBound))
    return connection.changes
  }
}
