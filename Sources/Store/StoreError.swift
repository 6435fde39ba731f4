internal import CSQLite

/// Why SQLite could not do what it was asked on an open database.
///
/// Equality is on the case. No text of SQLite's own is carried: it can quote values.
package enum StoreError: Error, Equatable, Sendable {
  /// No room on the disk, or the file may not grow further.
  case full
  /// Reading or writing failed below SQLite; the extended result code.
  case inputOutput(Int32)
  /// The file, its directory or its disk may not be written.
  case readOnly
  /// Another connection kept its lock for longer than the wait that we allow.
  case busy
  /// The file's inner structure is broken, or a row has a shape that we never write.
  case corrupt
  /// The file is no SQLite database.
  case notADatabase
  /// The file, or its `-wal` or `-shm`, could not be opened.
  case cannotOpen
  /// The row is there already, or breaks a rule of its table.
  case conflict
  /// No memory for the statement.
  case noMemory
  /// Anything else; the extended result code.
  case unexpected(Int32)

  /// - Source: https://www.sqlite.org/rescode.html; the low byte is the primary code.
  init(code: Int32) {
    self =
      switch code & 0xff {
      case SQLITE_FULL: .full
      case SQLITE_IOERR: .inputOutput(code)
      case SQLITE_READONLY, SQLITE_PERM: .readOnly
      case SQLITE_BUSY, SQLITE_LOCKED: .busy
      case SQLITE_CORRUPT: .corrupt
      case SQLITE_NOTADB: .notADatabase
      case SQLITE_CANTOPEN: .cannotOpen
      case SQLITE_CONSTRAINT: .conflict
      case SQLITE_NOMEM: .noMemory
      default: .unexpected(code)
      }
  }
}

extension StoreError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .full: "the database cannot grow: the disk is full"
    case .inputOutput(let code): "reading or writing the database failed (SQLite \(code))"
    case .readOnly: "the database may not be written"
    case .busy: "the database is in use by another process"
    case .corrupt: "the database is damaged"
    case .notADatabase: "the file is not a database"
    case .cannotOpen: "the database could not be opened"
    case .conflict: "the row exists already or breaks a rule of its table"
    case .noMemory: "no memory left for the database"
    case .unexpected(let code): "the database answered with an unexpected code (SQLite \(code))"
    }
  }

  /// What to do next.
  package var hint: String {
    switch self {
    case .full: "free space on this disk; nothing was half written"
    case .inputOutput: "check the disk and the system's journal before starting again"
    case .readOnly, .cannotOpen: "check the owner and mode of the file and of its directory"
    case .busy: "try again; see that only one service runs on these files"
    case .corrupt, .notADatabase: "stop the service and restore the newest backup"
    case .conflict: "read the present state and decide again"
    case .noMemory: "give the service more memory"
    case .unexpected: "start the service again; if it returns, restore the newest backup"
    }
  }
}
