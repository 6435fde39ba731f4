internal import CSQLite

/// How much a connection may do and how much memory it may take for pages.
enum ConnectionUse {
  case writer
  case reader

  /// Kibibytes of page cache: the hot pages of a group commit, or one dossier's.
  var cacheKibibytes: Int { self == .writer ? 2048 : 1024 }
}

/// One SQLite connection: settings, statements kept for the next time, explicit transactions.
///
/// One thread at a time may use it. SQLite is opened without its own mutex; whoever hands a
/// connection to another thread does so through a lock (`ReaderPool`) or before starting the thread.
@safe package final class Connection: @unchecked Sendable {
  /// Nil once it was closed.
  private var opened: OpaquePointer?
  private var statements: [UInt: Statement] = [:]

  /// Milliseconds to wait for another connection's lock; a commit of ours takes a few.
  private static let busyTimeout: Int32 = 5_000
  /// Pages in the WAL before a commit copies them back: hot pages are then copied once for many.
  private static let checkpointPages = 4_000

  /// Once, before the first connection: without statistics no global lock on every allocation.
  private static let prepared: Bool = {
    kluis_sqlite3_without_memory_statistics() == SQLITE_OK && sqlite3_threadsafe() != 0
  }()

  /// Opens a file whose owner and mode were checked, and sets what holds per connection.
  ///
  /// Nothing is written: the file may turn out to be another program's.
  init(path: String, use: ConnectionUse) throws(StoreError) {
    guard Self.prepared else { throw .unexpected(SQLITE_MISUSE) }
    var opened: OpaquePointer?
    let access = use == .writer ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY
    let flags = access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE
    let code = unsafe sqlite3_open_v2(path, &opened, flags, nil)
    guard code == SQLITE_OK, let opened = unsafe opened else {
      unsafe sqlite3_close_v2(opened)
      throw StoreError(code: code)
    }
    unsafe self.opened = opened
    unsafe sqlite3_busy_timeout(opened, Self.busyTimeout)
    for (flag, value) in Self.flags {
      let code = unsafe kluis_sqlite3_set_flag(opened, flag, value)
      guard code == SQLITE_OK else { throw StoreError(code: code) }
    }
    try execute(
      """
      PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA foreign_keys = ON;
      PRAGMA temp_store = MEMORY; PRAGMA cache_size = -\(use.cacheKibibytes);
      PRAGMA secure_delete = ON;
      """)
  }

  /// A file made by an enemy cannot make SQLite run code or write its own schema.
  private static let flags: [(Int32, Int32)] = [
    (SQLITE_DBCONFIG_DEFENSIVE, 1), (SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0),
    (SQLITE_DBCONFIG_DQS_DML, 0), (SQLITE_DBCONFIG_DQS_DDL, 0),
    (SQLITE_DBCONFIG_ENABLE_TRIGGER, 0), (SQLITE_DBCONFIG_ENABLE_VIEW, 0),
  ]

  deinit {
    statements.removeAll()
    unsafe sqlite3_close_v2(opened)
  }

  private func handle() throws(StoreError) -> OpaquePointer {
    guard let opened = unsafe opened else { throw .cannotOpen }
    return unsafe opened
  }

  var isClosed: Bool { unsafe opened == nil }

  /// Lets go of the file now; every later use throws `cannotOpen`.
  ///
  /// - Throws: `busy` while a query is still being read; then it stays open.
  /// - Source: sqlite3_close
  func close() throws(StoreError) {
    statements.removeAll()
    let code = unsafe sqlite3_close(opened)
    guard code == SQLITE_OK else { throw StoreError(code: code) }
    unsafe opened = nil
  }

  /// Runs a script that this program wrote; never with a value from outside in it.
  func execute(_ script: String) throws(StoreError) {
    let code = try unsafe sqlite3_exec(handle(), script, nil, nil, nil)
    guard code == SQLITE_OK else { throw StoreError(code: code) }
  }

  /// Starts a query; the statement stays prepared for the next time.
  func query(_ sql: StaticString, _ values: Value...) throws(StoreError) -> Cursor {
    try query(sql, values)
  }

  /// Runs a statement that gives no rows.
  func run(_ sql: StaticString, _ values: Value...) throws(StoreError) {
    var cursor = try query(sql, values)
    _ = try cursor.next()
  }

  func query(_ sql: StaticString, _ values: [Value]) throws(StoreError) -> Cursor {
    // A literal has one address as long as the program runs.
    let key = UInt(bitPattern: unsafe sql.utf8Start)
    let statement: Statement
    if let kept = statements[key], !kept.isInUse {
      statement = kept
    } else {
      statement = try unsafe Statement(sql, on: handle())
      if statements[key] == nil { statements[key] = statement }
    }
    let cursor = Cursor(statement)
    try statement.bind(values)
    return cursor
  }

  /// How many rows the last statement changed.
  var changes: Int { unsafe opened.map { Int(unsafe sqlite3_changes64($0)) } ?? 0 }

  /// The key of the row inserted last.
  var lastInsertedKey: Int64 { unsafe opened.map { unsafe sqlite3_last_insert_rowid($0) } ?? 0 }

  /// One integer that a pragma or an aggregate answers; 0 when there is no row.
  func integer(_ sql: StaticString) throws(StoreError) -> Int64 {
    var row = try query(sql)
    return try row.next() ? row.integer(0) : 0
  }

  /// What the writer promises: a commit is on the disk, deleted bytes are overwritten.
  func becomeDurable(pageSize: Int32) throws(StoreError) {
    try execute(
      """
      PRAGMA page_size = \(pageSize); PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
      PRAGMA wal_autocheckpoint = \(Self.checkpointPages);
      """)
    guard try text("PRAGMA journal_mode") == "wal" else { throw .unexpected(SQLITE_MISUSE) }
  }

  private func text(_ sql: StaticString) throws(StoreError) -> String {
    var row = try query(sql)
    return try row.next() ? row.text(0) : ""
  }
}

extension Connection {
  /// Starts writing; no other connection can until commit or rollback.
  package func begin() throws(StoreError) { try run("BEGIN IMMEDIATE") }

  /// Makes everything since `begin` durable, or throws and leaves it to `rollback`.
  package func commit() throws(StoreError) { try run("COMMIT") }

  /// Forgets everything since `begin`; also right after a failed commit, when SQLite may have
  /// rolled back by itself.
  package func rollback() {
    guard isInTransaction else { return }
    try? run("ROLLBACK")
  }

  /// Starts reading: all queries until `endSnapshot` see the state of the first one.
  func beginSnapshot() throws(StoreError) { try run("BEGIN DEFERRED") }

  func endSnapshot() { rollback() }

  package var isInTransaction: Bool {
    unsafe opened.map { unsafe sqlite3_get_autocommit($0) == 0 } ?? false
  }

  /// Copies the WAL into the file and empties it, so that deleted bytes are in neither.
  ///
  /// - Throws: `busy` when a reader still sees an older state; nothing is lost, try again.
  /// - Source: sqlite3_wal_checkpoint_v2, SQLITE_CHECKPOINT_TRUNCATE
  package func truncateLog() throws(StoreError) {
    let code = try unsafe sqlite3_wal_checkpoint_v2(
      handle(), nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil)
    guard code == SQLITE_OK else { throw StoreError(code: code) }
  }

  /// Reads every page and index; linear in the file.
  package func checkIntegrity() throws(StoreError) {
    guard try text("PRAGMA integrity_check(1)") == "ok" else { throw .corrupt }
  }
}

extension Connection {
  /// Makes this database, an empty one, what another connection sees now; one file without a WAL.
  ///
  /// - Source: sqlite3_backup_init
  func become(copyOf source: Connection) throws(StoreError) {
    guard
      let backup = try unsafe sqlite3_backup_init(handle(), "main", source.handle(), "main")
    else { throw StoreError(code: try unsafe sqlite3_extended_errcode(handle())) }
    var code = SQLITE_OK
    repeat {
      code = unsafe sqlite3_backup_step(backup, Self.pagesPerStep)
    } while code == SQLITE_OK
    let finished = unsafe sqlite3_backup_finish(backup)
    guard code == SQLITE_DONE else { throw StoreError(code: code) }
    guard finished == SQLITE_OK else { throw StoreError(code: finished) }
    try leaveLog()
  }

  /// Makes the database one file without a WAL; SQLite removes the WAL and its index.
  ///
  /// - Throws: `busy` at once when another connection, of any process, has the file open; then nothing
  ///   is changed.
  /// - Source: https://www.sqlite.org/wal.html, Persistence of WAL mode
  func leaveLog() throws(StoreError) {
    guard try text("PRAGMA journal_mode = DELETE") == "delete" else {
      throw .unexpected(SQLITE_MISUSE)
    }
  }

  /// For a new file that nobody else knows of yet: no WAL, and nothing synced before the caller does.
  ///
  /// What a crash leaves of it is worth nothing and is removed.
  func becomeDraft(pageSize: Int32) throws(StoreError) {
    try execute(
      "PRAGMA page_size = \(pageSize); PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF;")
  }

  /// Some megabytes: a step that fails has not held the disk for long.
  private static let pagesPerStep: Int32 = 1_024
}
