/// Opens or makes a database of one schema.
///
/// File checks, then identity, then settings, then migrations: a file that is not ours is left as
/// it was.
enum Opening {
  /// Makes a new file with the newest schema.
  static func create(_ path: String, _ schema: Schema) throws(OpeningError) -> Connection {
    let file = DatabaseFile(path: path)
    try file.create()
    let connection: Connection
    do throws(StoreError) {
      connection = try Connection(path: path, use: .writer)
      try connection.becomeDurable(pageSize: schema.pageSize)
      try migrate(connection, schema, from: 0)
    } catch {
      throw .database(file.name, error)
    }
    try file.syncDirectory()
    return connection
  }

  /// Makes a new file that nobody else knows of yet; nothing of it is on the disk before it is synced.
  static func draft(_ path: String, _ schema: Schema) throws(OpeningError) -> Connection {
    let file = DatabaseFile(path: path)
    try file.create()
    do throws(StoreError) {
      let connection = try Connection(path: path, use: .writer)
      try connection.becomeDraft(pageSize: schema.pageSize)
      try migrate(connection, schema, from: 0)
      return connection
    } catch {
      throw .database(file.name, error)
    }
  }

  /// Opens an existing file and brings it to the newest version, each step in one transaction.
  static func open(_ path: String, _ schema: Schema) throws(OpeningError) -> Connection {
    let file = DatabaseFile(path: path)
    try file.check()
    let (connection, version) = try identify(file, schema, .writer)
    do throws(StoreError) {
      try connection.becomeDurable(pageSize: schema.pageSize)
      try migrate(connection, schema, from: version)
      return connection
    } catch {
      throw .database(file.name, error)
    }
  }

  /// Opens a file that the writer has open already, for reading only.
  static func reader(_ path: String, _ schema: Schema) throws(OpeningError) -> Connection {
    let file = DatabaseFile(path: path)
    try file.check()
    return try identify(file, schema, .reader).0
  }

  private static func identify(
    _ file: DatabaseFile, _ schema: Schema, _ use: ConnectionUse
  ) throws(OpeningError) -> (Connection, Int32) {
    let connection: Connection
    let (applicationID, version, tables): (Int64, Int64, Int64)
    do throws(StoreError) {
      connection = try Connection(path: file.path, use: use)
      applicationID = try connection.integer("PRAGMA application_id")
      version = try connection.integer("PRAGMA user_version")
      tables = try connection.integer("SELECT count(*) FROM sqlite_schema")
    } catch {
      throw .database(file.name, error)
    }
    guard applicationID != 0 || version != 0 || tables != 0 else { throw .unfinished(file.name) }
    guard applicationID == Int64(schema.applicationID) else {
      throw .foreign(file.name, applicationID: Int32(truncatingIfNeeded: applicationID))
    }
    guard version <= Int64(schema.version) else {
      throw .newer(file.name, version: Int32(truncatingIfNeeded: version))
    }
    guard version > 0 else { throw .database(file.name, .corrupt) }
    return (connection, Int32(version))
  }

  /// Runs the scripts after `version`, each with its new number in one transaction.
  static func migrate(
    _ connection: Connection, _ schema: Schema, from version: Int32
  ) throws(StoreError) {
    for step in Int(version)..<schema.migrations.count {
      try connection.begin()
      do throws(StoreError) {
        try connection.execute(schema.migrations[step])
        try connection.execute(
          "PRAGMA application_id = \(schema.applicationID); PRAGMA user_version = \(step + 1);")
        try connection.commit()
      } catch {
        connection.rollback()
        throw error
      }
    }
  }
}
