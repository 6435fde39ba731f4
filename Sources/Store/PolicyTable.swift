package import Vocabulary

/// A policy set that is or was in force.
package struct StoredPolicy: Equatable, Sendable {
  package let hash: [UInt8]
  /// From when, in ms.
  package let since: Int64
  /// The id of the request that put it in force; nil for the first set.
  package let request: Identifier?
}

/// Every policy set that ever held or was proposed, and which held when.
package struct PolicyTable {
  let connection: Connection

  /// Keeps a set's bytes; a known one stays as it is.
  package func keep(hash: [UInt8], _ bytes: [UInt8]) throws(StoreError) {
    try connection.run(
      "INSERT OR IGNORE INTO policy_set (hash, bytes) VALUES (?, ?)", .blob(hash), .blob(bytes))
  }

  /// A kept set comes into force.
  package func enforce(
    hash: [UInt8], since: Int64, by request: Identifier?
  ) throws(StoreError) {
    try connection.run(
      "INSERT INTO policy_force (hash, since, request) VALUES (?, ?, ?)",
      .blob(hash), .integer(since), request.map { .blob($0.bytes) } ?? .null)
  }

  package func bytes(hash: [UInt8]) throws(StoreError) -> [UInt8]? {
    var row = try connection.query("SELECT bytes FROM policy_set WHERE hash = ?", .blob(hash))
    return try row.next() ? row.blob(0) : nil
  }

  /// The set in force.
  package func newest() throws(StoreError) -> (set: StoredPolicy, bytes: [UInt8])? {
    guard let set = try history().last, let bytes = try bytes(hash: set.hash) else { return nil }
    return (set, bytes)
  }

  /// What was in force, oldest first.
  package func history() throws(StoreError) -> [StoredPolicy] {
    var rows = try connection.query(
      "SELECT hash, since, request FROM policy_force ORDER BY number")
    var result: [StoredPolicy] = []
    while try rows.next() {
      result.append(
        StoredPolicy(
          hash: rows.blob(0), since: rows.integer(1),
          request: rows.optionalBlob(2).flatMap { Identifier($0) }))
    }
    return result
  }

  /// Calls `each` with every set and the hash in its row.
  package func scan(_ each: (_ hash: [UInt8], _ bytes: [UInt8]) throws -> Void) throws {
    var rows = try connection.query("SELECT hash, bytes FROM policy_set ORDER BY number")
    while try rows.next() { try each(rows.blob(0), rows.blob(1)) }
  }

  /// Calls `each` with a running number and every set after `number`; false from it stops.
  package func scan(
    after number: Int, _ each: (_ number: Int, _ bytes: [UInt8]) -> Bool
  ) throws(StoreError) {
    var rows = try connection.query(
      "SELECT number, bytes FROM policy_set WHERE number > ? ORDER BY number",
      .integer(Int64(number)))
    while try rows.next() {
      guard each(Int(rows.integer(0)), rows.blob(1)) else { return }
    }
  }
}
