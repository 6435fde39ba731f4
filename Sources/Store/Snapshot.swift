/// What a database held at one moment, kept while others write on, to be copied at leisure.
///
/// Two snapshots that are taken between two batches of the writer belong together, however long the
/// copying takes. While one is held the WAL grows: let it go when the copy is made.
package final class Snapshot: Sendable {
  private let source: Connection
  private let kind: Kind

  private enum Kind {
    case vault
    case keystore
  }

  private init(_ source: Connection, _ kind: Kind) throws(StoreError) {
    self.source = source
    self.kind = kind
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
    switch kind {
    case .vault:
      try file.create()
      do throws(StoreError) {
        try Connection(path: path, use: .writer).become(copyOf: source)
      } catch { throw .database(file.name, error) }
    case .keystore:
      let copy = try Opening.draft(path, .keystore)
      do throws(StoreError) {
        try copy.begin()
        try KeystoreCopy(source: source, target: copy).copyAll()
        try copy.commit()
        try copy.close()
      } catch { throw .database(file.name, error) }
    }
    try file.sync()
  }
}

/// Every row of a keystore as it is sealed, but for the tokens of bundles.
///
/// Row by row, so that the copy never had them: not in a page that is free, not at any moment of the
/// copying.
private struct KeystoreCopy {
  let source: Connection
  let target: Connection

  func copyAll() throws(StoreError) {
    let bounds = TokenKey.bounds(of: .bundleToken)
    try copy("SELECT slot, origin, epoch, sealed FROM keystore") { row throws(StoreError) in
      try target.run(
        "INSERT INTO keystore (slot, origin, epoch, sealed) VALUES (?, ?, ?, ?)",
        .integer(row.integer(0)), .text(row.text(1)), .integer(row.integer(2)),
        .blob(row.blob(3)))
    }
    try copy("SELECT slot, sealed FROM log") { row throws(StoreError) in
      try target.run(
        "INSERT INTO log (slot, sealed) VALUES (?, ?)", .integer(row.integer(0)),
        .blob(row.blob(1)))
    }
    try copy(
      "SELECT key, sealed FROM token WHERE key NOT BETWEEN ? AND ? ORDER BY key", bounds
    ) { row throws(StoreError) in
      try target.run(
        "INSERT INTO token (key, sealed) VALUES (?, ?)", .blob(row.blob(0)), .blob(row.blob(1)))
    }
    try copy(
      "SELECT key, sealed, size FROM swept_token WHERE key NOT BETWEEN ? AND ?", bounds
    ) { row throws(StoreError) in
      try target.run(
        "INSERT INTO swept_token (key, sealed, size) VALUES (?, ?, ?)", .blob(row.blob(0)),
        .blob(row.blob(1)), .integer(row.integer(2)))
    }
    try copy("SELECT name, dossier, kind, sealed FROM tag") { row throws(StoreError) in
      try target.run(
        "INSERT INTO tag (name, dossier, kind, sealed) VALUES (?, ?, ?, ?)", .blob(row.blob(0)),
        .blob(row.blob(1)), .integer(row.integer(2)), .blob(row.blob(3)))
    }
    try copy("SELECT name, dossier, kind, sealed, size FROM swept_tag") { row throws(StoreError) in
      try target.run(
        "INSERT INTO swept_tag (name, dossier, kind, sealed, size) VALUES (?, ?, ?, ?, ?)",
        .blob(row.blob(0)), .blob(row.blob(1)), .integer(row.integer(2)), .blob(row.blob(3)),
        .integer(row.integer(4)))
    }
  }

  private func copy(
    _ sql: StaticString, _ bounds: (first: [UInt8], last: [UInt8])? = nil,
    _ insert: (borrowing Cursor) throws(StoreError) -> Void
  ) throws(StoreError) {
    let values = bounds.map { [Value.blob($0.first), .blob($0.last)] } ?? []
    var rows = try source.query(sql, values)
    while try rows.next() { try insert(rows) }
  }
}
