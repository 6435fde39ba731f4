package import Sodium
internal import Synchronization

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
  let file: DatabaseFile
  let readers: ReaderPool
  let state: Mutex<State>
  /// Which log this keystore belongs to.
  package let origin: String

  /// The file that has the name now, and what opens it.
  struct State: ~Copyable {
    /// Closed only after a rotation whose file could not be opened: the next use tries again.
    var writer: Connection
    var seal: KeystoreSeal
    /// W: the next keystore key is sealed under it.
    var wrapKey: SecretBytes
  }

  /// For the writer thread only; sees its own uncommitted rows.
  package var tables: KeystoreTables {
    let (connection, seal) = present()
    return KeystoreTables(connection: connection, seal: seal)
  }

  /// How often the keystore key was drawn; from 1.
  package var epoch: UInt32 { state.withLock { $0.seal.epoch } }

  /// Makes a new file of mode 0600 with a fresh keystore key, sealed under `wrapKey` (32 bytes).
  package static func create(
    _ path: String, wrapKey: borrowing SecretBytes, origin: String, readers: Int = 4
  ) throws(KeystoreError) -> Keystore {
    let writer = try KeystoreError.onOpening { () throws(OpeningError) in
      try Opening.create(path, .keystore)
    }
    let seal = try KeystoreKey.draw(into: writer, epoch: 1, origin: origin, wrapKey)
    return try Keystore(path, writer, seal, wrapKey, origin, readers)
  }

  /// Opens an existing file and the keystore key in it; what a rotation that was cut off left beside
  /// it is removed.
  ///
  /// - Throws: `.wrongWrapKey`, `.opening`, `.database`, `.memory`
  package static func open(
    _ path: String, wrapKey: borrowing SecretBytes, readers: Int = 4
  ) throws(KeystoreError) -> Keystore {
    let writer = try KeystoreError.onOpening { () throws(OpeningError) in
      try Opening.open(path, .keystore)
    }
    let found = try KeystoreKey.read(writer, path, wrapKey)
    let keystore = try Keystore(path, writer, found.seal, wrapKey, found.origin, readers)
    try KeystoreError.onOpening { () throws(OpeningError) in try keystore.draft.remove() }
    return keystore
  }

  private init(
    _ path: String, _ writer: Connection, _ seal: KeystoreSeal, _ wrapKey: borrowing SecretBytes,
    _ origin: String, _ count: Int
  ) throws(KeystoreError) {
    file = DatabaseFile(path: path)
    self.origin = origin
    let kept = try KeystoreError.inMemory { () throws(SecretMemoryError) in try wrapKey.copy() }
    state = Mutex(State(writer: writer, seal: seal, wrapKey: kept))
    readers = try KeystoreError.onOpening { () throws(OpeningError) in
      try ReaderPool(path, .keystore, count: count)
    }
  }

  /// The writer's connection, opened again if it has to be.
  ///
  /// While that fails, what it is used for fails.
  func present() -> (Connection, KeystoreSeal) {
    state.withLock { state in
      if state.writer.isClosed {
        do throws(OpeningError) {
          // A rename that is not on the disk yet could be undone under what is written next.
          try file.syncDirectory()
          state.writer = try Opening.open(file.path, .keystore)
        } catch {}
      }
      return (state.writer, state.seal)
    }
  }

  package func begin() throws(StoreError) { try present().0.begin() }
  package func commit() throws(StoreError) { try present().0.commit() }
  package func rollback() { present().0.rollback() }

  /// Lends the tables as they were committed when the first query ran; from any thread.
  package func read<R: ~Copyable>(_ body: (KeystoreTables) throws -> R) throws -> R {
    try readers.read { connection in
      // The seal changes only while nobody reads: it is that of this connection's file.
      let seal = state.withLock { $0.seal }
      return try body(KeystoreTables(connection: connection, seal: seal))
    }
  }

  /// Empties the WAL, so that removed tokens are in neither file; for the writer thread.
  package func truncateLog() throws(StoreError) { try present().0.truncateLog() }

  /// Reads every page; linear in the file.
  package func checkIntegrity() throws(StoreError) { try present().0.checkIntegrity() }
}
