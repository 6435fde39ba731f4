/// Why a database file was not opened or not made; each case carries the file's name.
package enum OpeningError: Error, Equatable, Sendable {
  /// There is no such file.
  case missing(String)
  /// A new database was asked for where a file already is.
  case exists(String)
  /// A directory, link, device or socket.
  case notARegularFile(String)
  /// The file belongs to another user than the one the service runs as.
  case wrongOwner(String)
  /// Group or others have a right on the file.
  case openToOthers(String)
  /// A database of another program; its application id.
  case foreign(String, applicationID: Int32)
  /// The creation of this file was cut short: it holds no schema.
  case unfinished(String)
  /// Written by a newer version of this program.
  case newer(String, version: Int32)
  /// The operating system refused; errno.
  case system(String, code: Int32)
  /// SQLite refused.
  case database(String, StoreError)
}

extension OpeningError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .missing(let file): "\(file) does not exist"
    case .exists(let file): "\(file) exists already"
    case .notARegularFile(let file): "\(file) is not a regular file"
    case .wrongOwner(let file): "\(file) belongs to another user"
    case .openToOthers(let file): "\(file) can be reached by group or others"
    case .foreign(let file, let id):
      "\(file) is a database of another program (application id \(id))"
    case .unfinished(let file): "\(file) was never completed: it has no tables"
    case .newer(let file, let version):
      "\(file) was written by a newer version (schema \(version))"
    case .system(let file, let code): "\(file) could not be opened (errno \(code))"
    case .database(let file, let error): "\(file): \(error)"
    }
  }

  /// What to do next.
  package var hint: String {
    switch self {
    case .missing: "check the directory, or make a new vault"
    case .exists: "choose an empty directory; an existing vault is never overwritten"
    case .notARegularFile, .wrongOwner: "put the vault's own file there, owned by its user"
    case .openToOthers(let file): "chmod 600 \(file), and find out who read it"
    case .foreign: "check the path: this file was left as it was"
    case .unfinished(let file): "remove \(file) and make the vault again"
    case .newer: "install that version; a newer file is never written by an older program"
    case .system: "check the path, the owner and the mode"
    case .database(_, let error): error.hint
    }
  }
}
