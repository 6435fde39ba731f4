internal import Glibc

/// A database's file on disk, and who may reach it.
///
/// Checked before SQLite sees the path; SQLite gives `-wal` and `-shm` the mode of the main file.
struct DatabaseFile: Sendable {
  let path: String

  /// What SQLite keeps beside a database, by the end of its name.
  static let companions = ["-wal", "-shm", "-journal"]

  /// Read and write for the owner, nothing for anybody else.
  static let mode: mode_t = 0o600

  /// The last part of the path, for messages.
  var name: String {
    guard let slash = path.lastIndex(of: "/") else { return path }
    return String(path[path.index(after: slash)...])
  }

  /// The directory that holds the file.
  var directory: String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Makes an empty file of mode 0600 that was not there, and makes its name durable.
  func create() throws(OpeningError) {
    let flags = O_CREAT | O_EXCL | O_RDWR | O_NOFOLLOW | O_CLOEXEC
    let descriptor = unsafe open(path, flags, Self.mode)
    guard descriptor >= 0 else {
      throw errno == EEXIST ? .exists(name) : .system(name, code: errno)
    }
    defer { close(descriptor) }
    // The umask can take bits away from what open was given.
    guard fchmod(descriptor, Self.mode) == 0, fsync(descriptor) == 0 else {
      throw .system(name, code: errno)
    }
    try syncDirectory()
  }

  /// Makes the file's bytes durable.
  ///
  /// - Source: fsync(2)
  func sync() throws(OpeningError) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { throw .system(name, code: errno) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw .system(name, code: errno) }
  }

  /// Makes what was created, renamed or removed in the directory durable.
  ///
  /// - Source: fsync(2)
  func syncDirectory() throws(OpeningError) {
    let descriptor = unsafe open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system(name, code: errno) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw .system(name, code: errno) }
  }

  /// Refuses a file, or a `-wal` or `-shm` beside it, that another user owns or can reach.
  func check() throws(OpeningError) {
    guard try Self.check(path, name) else { throw .missing(name) }
    for suffix in ["-wal", "-shm"] { _ = try Self.check(path + suffix, name + suffix) }
  }

  /// False when there is no such file.
  private static func check(_ path: String, _ name: String) throws(OpeningError) -> Bool {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else {
      if errno == ENOENT { return false }
      throw .system(name, code: errno)
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notARegularFile(name) }
    guard status.st_uid == geteuid() else { throw .wrongOwner(name) }
    guard status.st_mode & 0o077 == 0 else { throw .openToOthers(name) }
    return true
  }

  /// Removes a database and what lies beside it, if it is there.
  func remove() throws(OpeningError) {
    try removeCompanions()
    try Self.remove(path, name)
  }

  /// Removes what lies beside a database that nobody has open and whose WAL is empty.
  ///
  /// A stale WAL beside another file of this name would be replayed into it.
  func removeCompanions() throws(OpeningError) {
    for suffix in Self.companions { try Self.remove(path + suffix, name + suffix) }
  }

  private static func remove(_ path: String, _ name: String) throws(OpeningError) {
    guard unsafe unlink(path) == 0 || errno == ENOENT else {
      throw .system(name, code: errno)
    }
  }

  /// Takes the name, and so the place, of another file in the same directory.
  ///
  /// - Source: rename(2)
  func take(theNameOf other: DatabaseFile) throws(OpeningError) {
    guard unsafe rename(path, other.path) == 0 else { throw .system(other.name, code: errno) }
  }
}

/// A file that is still there for who holds it, whatever happens to its name.
struct HeldFile: ~Copyable {
  private let descriptor: Int32

  /// Nothing else in this process may have the file open: closing it would end SQLite's locks.
  init(_ file: DatabaseFile) throws(OpeningError) {
    descriptor = unsafe open(file.path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { throw .system(file.name, code: errno) }
  }

  deinit { close(descriptor) }

  /// Writes zeros over it when it has no name any more, as `secure_delete` does with rows.
  ///
  /// As far as it goes: flash and copying file systems may keep what was there. One that has another
  /// name, such as a backup of hard links, is left as it is.
  func overwriteUnlessNamed() {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_nlink == 0 else { return }
    let zeros = [UInt8](repeating: 0, count: 1 << 16)
    var left = Int(status.st_size)
    while left > 0 {
      let count = unsafe write(descriptor, zeros, min(left, zeros.count))
      guard count > 0 else { return }
      left -= count
    }
    fsync(descriptor)
  }
}
