/// The signed directory, record after record; verified by module Directory.
package struct DirectoryTable {
  let connection: Connection

  /// Adds record `n` (from 1); `hash` is that of the signed record's bytes.
  package func append(_ n: Int, _ bytes: [UInt8], hash: [UInt8]) throws(StoreError) {
    try connection.run(
      "INSERT INTO directory (n, bytes, hash) VALUES (?, ?, ?)",
      .integer(Int64(n)), .blob(bytes), .blob(hash))
  }

  package func count() throws(StoreError) -> Int {
    Int(try connection.integer("SELECT count(*) FROM directory"))
  }

  /// At most `limit` records from `first` (from 1) on.
  package func records(from first: Int, limit: Int) throws(StoreError) -> [[UInt8]] {
    var rows = try connection.query(
      "SELECT bytes FROM directory WHERE n >= ? ORDER BY n LIMIT ?",
      .integer(Int64(first)), .integer(Int64(limit)))
    var result: [[UInt8]] = []
    while try rows.next() { result.append(rows.blob(0)) }
    return result
  }

  /// The hash of every record, in order.
  package func hashes() throws(StoreError) -> [[UInt8]] {
    var rows = try connection.query("SELECT hash FROM directory ORDER BY n")
    var result: [[UInt8]] = []
    while try rows.next() { result.append(rows.blob(0)) }
    return result
  }
}

/// A few named values: origin and what the service remembers between starts.
package struct MetaTable {
  let connection: Connection

  package func put(_ name: String, _ value: [UInt8]) throws(StoreError) {
    try connection.run(
      "INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", .text(name), .blob(value))
  }

  package func value(_ name: String) throws(StoreError) -> [UInt8]? {
    var row = try connection.query("SELECT value FROM meta WHERE name = ?", .text(name))
    return try row.next() ? row.blob(0) : nil
  }
}
