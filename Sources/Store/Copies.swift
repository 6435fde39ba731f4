/// A copy of `vault.db` that is looked into and stays as it is.
package final class VaultFileCopy: Sendable {
  private let connection: Connection
  package var tables: VaultTables { VaultTables(connection: connection) }

  package init(_ path: String) throws(OpeningError) {
    connection = try Opening.reader(path, .vault)
  }

  /// Reads every page and index; linear in the file.
  package func checkIntegrity() throws(StoreError) { try connection.checkIntegrity() }
}

/// A copy of `keystore.db` that is looked into without its key: which secrets it has, not what they
/// are.
package final class KeystoreFileCopy: Sendable {
  private let connection: Connection

  package init(_ path: String) throws(OpeningError) {
    connection = try Opening.reader(path, .keystore)
  }

  /// The vault that it says it is of; only the key proves it.
  package func origin() throws(StoreError) -> String? {
    var row = try connection.query("SELECT origin FROM keystore WHERE slot = 1")
    return try row.next() ? row.text(0) : nil
  }

  package func has(_ key: TokenKey) throws(StoreError) -> Bool {
    var row = try connection.query("SELECT 1 FROM token WHERE key = ?", .blob(key.bytes))
    return try row.next()
  }

  /// Whether there is a row of the log's size at all.
  package func hasLogState() throws(StoreError) -> Bool {
    try connection.integer("SELECT count(*) FROM log") == 1
  }

  /// Reads every page and index; linear in the file.
  package func checkIntegrity() throws(StoreError) { try connection.checkIntegrity() }
}
