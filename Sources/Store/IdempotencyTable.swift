package import Vocabulary

/// Which requests were done, so that a repeated one is answered and not done again.
package struct IdempotencyTable {
  let connection: Connection

  /// What is remembered of a done request: no answer, no secret.
  package struct Entry: Equatable, Sendable {
    /// Hash of the arguments, 32 bytes; another one under the same key is a mistake.
    package let args: [UInt8]
    package let leaf: Int
  }

  /// - Throws: `conflict` when this member used the key before.
  package func add(
    member: Identifier, key: [UInt8], args: [UInt8], leaf: Int
  ) throws(StoreError) {
    try connection.run(
      "INSERT INTO idempotency (key, member, args, leaf) VALUES (?, ?, ?, ?)",
      .blob(key), .blob(member.bytes), .blob(args), .integer(Int64(leaf)))
  }

  package func entry(member: Identifier, key: [UInt8]) throws(StoreError) -> Entry? {
    var row = try connection.query(
      "SELECT args, leaf FROM idempotency WHERE key = ? AND member = ?",
      .blob(key), .blob(member.bytes))
    return try row.next() ? Entry(args: row.blob(0), leaf: Int(row.integer(1))) : nil
  }

  /// Forgets what was done before leaf `leaf`; linear in the table.
  package func removeBefore(leaf: Int) throws(StoreError) {
    try connection.run("DELETE FROM idempotency WHERE leaf < ?", .integer(Int64(leaf)))
  }
}
