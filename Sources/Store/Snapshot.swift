/// What a database held at one moment, kept while others write on, to be copied at leisure.
///
/// Two snapshots that are taken between two batches of the writer belong together, however long the
/// copying takes. While one is held the WAL grows: let it go when the copy is made.
package final class Snapshot: Sendable {
  private let source: Connection

  private init(_ source: Connection) throws(StoreError) {
    self.source = source
    try source.beginSnapshot()
    // A deferred transaction begins with its first look.
    _ = try source.integer("SELECT count(*) FROM sqlite_schema")
  }

  package static func vault(_ path: String) throws(OpeningError) -> Snapshot {
    try of(path, .vault)
  }

  package static func keystore(_ path: String) throws(OpeningError) -> Snapshot {
    try of(path, .keystore)
  }

  private static func of(_ path: String, _ schema: Schema) throws(OpeningError) -> Snapshot {
    let reader = try Opening.reader(path, schema)
    do throws(StoreError) { return try Snapshot(reader) } catch {
      throw .database(DatabaseFile(path: path).name, error)
    }
  }

  /// Writes the copy into a new file of mode 0600: one file, whole and on the disk on return.
  ///
  /// - Throws: `.exists`; `.database` with `.full` when there is no room. What was begun is left for the
  ///   caller to remove.
  package func copy(to path: String) throws(OpeningError) {
    let file = DatabaseFile(path: path)
    try file.create()
    do throws(StoreError) {
      let copy = try Connection(path: path, use: .writer)
      try copy.become(copyOf: source)
    } catch { throw .database(file.name, error) }
    try file.sync()
  }
}
