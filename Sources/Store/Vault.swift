/// All tables of `vault.db` on one connection: the writer's, or a reader's for one snapshot.
package struct VaultTables {
  let connection: Connection

  package var meta: MetaTable { MetaTable(connection: connection) }
  package var directory: DirectoryTable { DirectoryTable(connection: connection) }
  package var policies: PolicyTable { PolicyTable(connection: connection) }
  package var dossiers: DossierTable { DossierTable(connection: connection) }
  package var links: LinkTable { LinkTable(connection: connection) }
  package var content: ContentTable { ContentTable(connection: connection) }
  package var sections: SectionTable { SectionTable(connection: connection) }
  package var wraps: WrapTable { WrapTable(connection: connection) }
  package var records: RecordTable { RecordTable(connection: connection) }
  package var involvements: InvolvementTable { InvolvementTable(connection: connection) }
  package var grants: GrantTable { GrantTable(connection: connection) }
  package var requests: RequestTable { RequestTable(connection: connection) }
  package var leaves: LeafTable { LeafTable(connection: connection) }
  package var tiles: TileTable { TileTable(connection: connection) }
  package var checkpoint: CheckpointTable { CheckpointTable(connection: connection) }
  package var due: DueTable { DueTable(connection: connection) }
  package var proposals: ProposalTable { ProposalTable(connection: connection) }
  package var bundles: BundleTable { BundleTable(connection: connection) }
  package var bundlePartners: BundlePartnerTable { BundlePartnerTable(connection: connection) }
  package var bundleParts: BundlePartTable { BundlePartTable(connection: connection) }
  package var attachments: AttachmentTable { AttachmentTable(connection: connection) }
  package var idempotency: IdempotencyTable { IdempotencyTable(connection: connection) }
}

/// `vault.db`, opened: one writer and a pool of readers.
///
/// The writer thread calls `begin`, fills `tables`, and `commit`s; a failed commit is followed by
/// `rollback`, after which the old state is there. Every other thread calls `read`.
package final class Vault: Sendable {
  private let writer: Connection
  private let readers: ReaderPool

  /// For the writer thread only; sees its own uncommitted rows.
  package var tables: VaultTables { VaultTables(connection: writer) }

  /// Makes a new file of mode 0600.
  package static func create(_ path: String, readers: Int = 4) throws(OpeningError) -> Vault {
    try Vault(path, Opening.create(path, .vault), readers)
  }

  /// Opens an existing file: its owner, mode, identity and version are checked first.
  package static func open(_ path: String, readers: Int = 4) throws(OpeningError) -> Vault {
    try Vault(path, Opening.open(path, .vault), readers)
  }

  private init(
    _ path: String, _ writer: Connection, _ count: Int
  ) throws(OpeningError) {
    self.writer = writer
    readers = try ReaderPool(path, .vault, count: count)
  }

  package func begin() throws(StoreError) { try writer.begin() }
  package func commit() throws(StoreError) { try writer.commit() }
  package func rollback() { writer.rollback() }

  /// Runs one part of a transaction: what it wrote is undone when it throws, and nothing else is.
  ///
  /// - Source: https://www.sqlite.org/lang_savepoint.html
  package func part(_ body: () throws -> Void) throws {
    try writer.run("SAVEPOINT part")
    do {
      try body()
      try writer.run("RELEASE part")
    } catch {
      try writer.run("ROLLBACK TO part")
      try writer.run("RELEASE part")
      throw error
    }
  }

  /// Lends the tables as they were committed when the first query ran; from any thread.
  package func read<R: ~Copyable>(_ body: (VaultTables) throws -> R) throws -> R {
    try readers.read { try body(VaultTables(connection: $0)) }
  }

  /// Empties the WAL, so that what was deleted is in neither file; for the writer thread.
  package func truncateLog() throws(StoreError) { try writer.truncateLog() }

  /// Reads every page; linear in the file.
  package func checkIntegrity() throws(StoreError) { try writer.checkIntegrity() }
}
