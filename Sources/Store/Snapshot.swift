/// What a database held at one moment, kept while others write on, to be copied at leisure.
///
/// Two snapshots that are taken between two batches of the writer belong together, however long the
/// copying takes. While one is held the WAL grows: let it go when the copy is made.
package final class Snapshot: Sendable {
  private let source: Connection
  private let schema: Kind

  private enum Kind {
    case vault
    case keystore
  }

  private init(_ source: Connection, _ schema: Kind) throws(StoreError) {
    self.source = source
    self.schema = schema
    try source.beginSnapshot()
    // A deferred transaction begins with its first look.
    _ = try source.integer("SELECT count(*) FROM sqlite_schema")
  }

  package static func vault(_ path: String) throws(OpeningError) -> Snapshot {
    try of(path, .vault, .vault)
  }

  package static func keystore(_ path: String) throws(OpeningError) -> Snapshot {
    try of(path, .keystore, .keystore)
  }

  private static func of(
    _ path: String, _ schema: Schema, _ kind: Kind
  ) throws(OpeningError) -> Snapshot {
    let reader = try Opening.reader(path, schema)
    do throws(StoreError) { return try Snapshot(reader, kind) } catch {
      throw .database(DatabaseFile(path: path).name, error)
    }
  }

  /// Writes the copy into a new file of mode 0600: one file, whole and on the disk on return.
  ///
  /// Of `keystore.db` all but the tokens of bundles: what was recalled must not come back with a copy.
  /// - Throws: `.exists`; `.database` with `.full` when there is no room. What was begun is left for the
  ///   caller to remove.
  package func copy(to path: String) throws(OpeningError) {
    let file = DatabaseFile(path: path)
    try file.create()
    do throws(StoreError) {
      let copy = try Connection(path: path, use: .writer)
      try copy.become(copyOf: source)
      if schema == .keystore { try copy.forgetBundles() }
    } catch { throw .database(file.name, error) }
    try file.sync()
  }
}

extension Connection {
  /// Takes the tokens of bundles out of a copy of `keystore.db` that nobody else knows of yet.
  ///
  /// Each is overwritten where it lies (`secure_delete`), with no journal that would keep it; then the
  /// file is written anew, so that nothing tells where they were.
  fileprivate func forgetBundles() throws(StoreError) {
    try execute("PRAGMA journal_mode = MEMORY")
    let bounds = TokenKey.bounds(of: .bundleToken)
    try run(
      "DELETE FROM token WHERE key BETWEEN ? AND ?", .blob(bounds.first), .blob(bounds.last))
    var removed = changes
    try run(
      "DELETE FROM swept_token WHERE key BETWEEN ? AND ?", .blob(bounds.first),
      .blob(bounds.last))
    removed += changes
    if removed > 0 { try execute("VACUUM") }
  }
}
