package import Sodium

/// The tables of `keystore.db` on one connection: the writer's, or a reader's for one snapshot.
package struct KeystoreTables {
  let connection: Connection
  let seal: KeystoreSeal

  package var tokens: TokenTable { TokenTable(connection: connection, seal: seal) }
  package var tags: TagTable { TagTable(connection: connection, seal: seal) }
  package var log: LogStateTable { LogStateTable(connection: connection, seal: seal) }
}

/// `keystore.db`, unsealed: one writer and a pool of readers, as `Vault` has.
///
/// A write batch commits here first, then in `vault.db`: E is durable before its ciphertext is.
package final class Keystore: Sendable {
  private let writer: Connection
  private let readers: ReaderPool
  private let seal: KeystoreSeal
  /// Which log this keystore belongs to.
  package let origin: String

  /// For the writer thread only; sees its own uncommitted rows.
  package var tables: KeystoreTables { KeystoreTables(connection: writer, seal: seal) }

  /// Makes a new file of mode 0600 with a fresh keystore key, sealed under `wrapKey` (32 bytes).
  package static func create(
    _ path: String, wrapKey: borrowing SecretBytes, origin: String, readers: Int = 4
  ) throws(KeystoreError) -> Keystore {
    let writer = try KeystoreError.onOpening { () throws(OpeningError) in
      try Opening.create(path, .keystore)
    }
    let epoch: UInt32 = 1
    let key = try KeystoreError.inMemory { () throws(SecretMemoryError) in
      try SecretBytes.random(KeystoreSeal.keyCount)
    }
    let sealed = KeystoreSeal.seal(key, in: table, at: Array(origin.utf8), epoch, wrapKey)
    try KeystoreError.from { () throws(StoreError) in
      try writer.run(
        "INSERT INTO keystore (slot, origin, epoch, sealed) VALUES (1, ?, ?, ?)",
        .text(origin), .integer(Int64(epoch)), .blob(sealed))
    }
    return try Keystore(path, writer, KeystoreSeal(key, epoch: epoch), origin, readers)
  }

  /// Opens an existing file and the keystore key in it.
  ///
  /// - Throws: `.wrongWrapKey`, `.opening`, `.database`, `.memory`
  package static func open(
    _ path: String, wrapKey: borrowing SecretBytes, readers: Int = 4
  ) throws(KeystoreError) -> Keystore {
    let writer = try KeystoreError.onOpening { () throws(OpeningError) in
      try Opening.open(path, .keystore)
    }
    let found = try keystoreKey(writer, path, wrapKey)
    let (origin, epoch) = (found.origin, found.epoch)
    return try Keystore(
      path, writer, KeystoreSeal(found.take(), epoch: epoch), origin, readers)
  }

  /// Seals the keystore key of a file that nobody has open under another W.
  ///
  /// The old sealing is overwritten (`secure_delete`) and the WAL emptied: afterwards the old W opens
  /// copies of before only.
  package static func rewrap(
    _ path: String, from old: borrowing SecretBytes, to new: borrowing SecretBytes
  ) throws(KeystoreError) {
    let writer = try KeystoreError.onOpening { () throws(OpeningError) in
      try Opening.open(path, .keystore)
    }
    let found = try keystoreKey(writer, path, old)
    let sealed = KeystoreSeal.seal(
      found.key, in: table, at: Array(found.origin.utf8), found.epoch, new)
    try KeystoreError.from { () throws(StoreError) in
      try writer.run("UPDATE keystore SET sealed = ? WHERE slot = 1", .blob(sealed))
      try writer.truncateLog()
    }
  }

  private static let table = "keystore"

  /// The keystore key with what its row says in clear.
  private struct Found: ~Copyable {
    let origin: String
    let epoch: UInt32
    let key: SecretBytes

    consuming func take() -> SecretBytes { key }
  }

  private static func keystoreKey(
    _ writer: Connection, _ path: String, _ wrapKey: borrowing SecretBytes
  ) throws(KeystoreError) -> Found {
    var row = try KeystoreError.from { () throws(StoreError) in
      try writer.query("SELECT origin, epoch, sealed FROM keystore WHERE slot = 1")
    }
    guard try row.nextToken() else {
      throw .opening(.unfinished(DatabaseFile(path: path).name))
    }
    let origin = row.text(0)
    guard let epoch = UInt32(exactly: row.integer(1)) else { throw .database(.corrupt) }
    guard
      let key = try KeystoreSeal.open(
        row.blob(2), in: table, at: Array(origin.utf8), epoch, wrapKey),
      key.count == KeystoreSeal.keyCount
    else { throw .wrongWrapKey }
    return Found(origin: origin, epoch: epoch, key: key)
  }

  private init(
    _ path: String, _ writer: Connection, _ seal: KeystoreSeal, _ origin: String, _ count: Int
  ) throws(KeystoreError) {
    self.writer = writer
    self.seal = seal
    self.origin = origin
    readers = try KeystoreError.onOpening { () throws(OpeningError) in
      try ReaderPool(path, .keystore, count: count)
    }
  }

  package func begin() throws(StoreError) { try writer.begin() }
  package func commit() throws(StoreError) { try writer.commit() }
  package func rollback() { writer.rollback() }

  /// Lends the tables as they were committed when the first query ran; from any thread.
  package func read<R: ~Copyable>(_ body: (KeystoreTables) throws -> R) throws -> R {
    try readers.read { try body(KeystoreTables(connection: $0, seal: seal)) }
  }

  /// Empties the WAL, so that removed tokens are in neither file; for the writer thread.
  package func truncateLog() throws(StoreError) { try writer.truncateLog() }

  /// Reads every page; linear in the file.
  package func checkIntegrity() throws(StoreError) { try writer.checkIntegrity() }
}
