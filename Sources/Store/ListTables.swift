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
}

/// Every policy that ever held, by hash; the newest is the one that holds.
package struct PolicyTable {
  let connection: Connection

  /// Adds a policy; a known one becomes the newest again.
  package func put(hash: [UInt8], _ bytes: [UInt8], since: Int64) throws(StoreError) {
    try connection.run("DELETE FROM policy WHERE hash = ?", .blob(hash))
    try connection.run(
      "INSERT INTO policy (hash, bytes, since) VALUES (?, ?, ?)",
      .blob(hash), .blob(bytes), .integer(since))
  }

  package func bytes(hash: [UInt8]) throws(StoreError) -> [UInt8]? {
    var row = try connection.query("SELECT bytes FROM policy WHERE hash = ?", .blob(hash))
    return try row.next() ? row.blob(0) : nil
  }

  package func newest() throws(StoreError) -> (hash: [UInt8], bytes: [UInt8], since: Int64)? {
    var row = try connection.query(
      "SELECT hash, bytes, since FROM policy ORDER BY number DESC LIMIT 1")
    return try row.next() ? (row.blob(0), row.blob(1), row.integer(2)) : nil
  }

  /// Every policy, oldest first.
  package func all() throws(StoreError) -> [[UInt8]] {
    var rows = try connection.query("SELECT bytes FROM policy ORDER BY number")
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
