/// The log's entries, in order, and the signed requests that made them.
package struct LeafTable {
  let connection: Connection

  /// Adds leaf `n`.
  ///
  /// - Parameter body: the signed request, given with the last leaf that it makes.
  /// - Throws: `conflict` when there is such a leaf.
  package func append(_ n: Int, _ bytes: [UInt8], body: [UInt8]? = nil) throws(StoreError) {
    try connection.run(
      "INSERT INTO leaf (n, bytes, body) VALUES (?, ?, ?)",
      .integer(Int64(n)), .blob(bytes), body.map { .blob($0) } ?? .null)
  }

  /// How many leaves there are: the newest index and one.
  package func count() throws(StoreError) -> Int {
    Int(try connection.integer("SELECT coalesce(max(n) + 1, 0) FROM leaf"))
  }

  /// The bytes of leaf `n`; nil when there is none or its bytes were erased.
  package func bytes(_ n: Int) throws(StoreError) -> [UInt8]? {
    var row = try connection.query("SELECT bytes FROM leaf WHERE n = ?", .integer(Int64(n)))
    return try row.next() ? row.optionalBlob(0) : nil
  }

  /// Calls `each` with index and bytes (nil once erased) from `first` on; false from it stops.
  package func scan(
    from first: Int, _ each: (_ n: Int, _ bytes: [UInt8]?) -> Bool
  ) throws(StoreError) {
    var rows = try connection.query(
      "SELECT n, bytes FROM leaf WHERE n >= ? ORDER BY n", .integer(Int64(first)))
    while try rows.next() {
      guard each(Int(rows.integer(0)), rows.optionalBlob(1)) else { return }
    }
  }

  /// Calls `each` with the leaf index and the bytes of each signed request; false from it stops.
  package func scanBodies(
    from first: Int, _ each: (_ n: Int, _ body: [UInt8]) -> Bool
  ) throws(StoreError) {
    var rows = try connection.query(
      "SELECT n, body FROM leaf WHERE n >= ? AND body IS NOT NULL ORDER BY n",
      .integer(Int64(first)))
    while try rows.next() {
      guard each(Int(rows.integer(0)), rows.blob(1)) else { return }
    }
  }
}

/// The full tiles of the log's tree; see `AuditLog.MerkleTree`.
package struct TileTable {
  let connection: Connection

  /// Adds a tile.
  ///
  /// - Parameter root: 32 bytes.
  /// - Parameter hashes: 256 hashes, 8,192 bytes.
  package func append(
    level: Int, index: Int, root: [UInt8], hashes: [UInt8]
  ) throws(StoreError) {
    try connection.run(
      "INSERT INTO tile (place, root, hashes) VALUES (?, ?, ?)",
      .integer(Place.tile(level, index)), .blob(root), .blob(hashes))
  }

  /// The 256 hashes of a full tile; nil when it is not there.
  package func hashes(level: Int, index: Int) throws(StoreError) -> [UInt8]? {
    var row = try connection.query(
      "SELECT hashes FROM tile WHERE place = ?", .integer(Place.tile(level, index)))
    return try row.next() ? row.blob(0) : nil
  }

  /// The roots of the tiles `indices` of one level; fewer when some are missing.
  package func roots(level: Int, indices: Range<Int>) throws(StoreError) -> [[UInt8]] {
    var rows = try connection.query(
      "SELECT root FROM tile WHERE place >= ? AND place < ? ORDER BY place",
      .integer(Place.tile(level, indices.lowerBound)),
      .integer(Place.tile(level, indices.upperBound)))
    var result: [[UInt8]] = []
    while try rows.next() { result.append(rows.blob(0)) }
    return result
  }
}

/// The newest signed checkpoint.
package struct CheckpointTable {
  let connection: Connection

  package func put(size: Int, note: [UInt8]) throws(StoreError) {
    try connection.run(
      "INSERT OR REPLACE INTO checkpoint (slot, size, note) VALUES (1, ?, ?)",
      .integer(Int64(size)), .blob(note))
  }

  package func newest() throws(StoreError) -> (size: Int, note: [UInt8])? {
    var row = try connection.query("SELECT size, note FROM checkpoint WHERE slot = 1")
    return try row.next() ? (Int(row.integer(0)), row.blob(1)) : nil
  }
}
