import Glibc
import PrivateFile
import Records

/// A folder beside the vault's place in which the vault is made, so that a half-made one is nowhere.
struct BuildingFolder {
  let path: String
  private let target: String

  /// Makes `TARGET.new` with mode 0700.
  ///
  /// - Throws: `.notEmpty`, `.unfinished`, `.file`
  init(for target: String) throws(FoundingError) {
    try Self.requireFree(target)
    let path = target + ".new"
    guard unsafe mkdir(path, 0o700) == 0 else {
      throw errno == EEXIST ? .unfinished(path) : .file(.system(path, code: errno))
    }
    self.path = path
    self.target = target
  }

  /// Makes it durable and gives it its name; that is the moment at which the vault exists.
  func finish() throws(FoundingError) {
    do throws(PrivateFile.Fault) {
      try PrivateFile.sync(folder: path)
      // rename(2) puts a folder in the place of an empty one, and of nothing else.
      guard unsafe rename(path, target) == 0 else {
        throw .system(target, code: errno)
      }
      try PrivateFile.syncFolder(of: target)
    } catch {
      if case .system(_, ENOTEMPTY) = error { throw .notEmpty(target) }
      if case .system(_, EEXIST) = error { throw .notEmpty(target) }
      throw .file(error)
    }
  }

  /// Removes what was made, and nothing else.
  func abandon() {
    for file in FoundedFile.allCases {
      for suffix in ["", "-wal", "-shm", "-journal"] {
        unsafe unlink("\(path)/\(file.rawValue)\(suffix)")
      }
    }
    for name in [RestoreFile.name, RecoveryReport.name] { unsafe unlink("\(path)/\(name)") }
    unsafe rmdir(path)
  }

  /// Nothing, or an empty folder.
  private static func requireFree(_ target: String) throws(FoundingError) {
    var status = stat()
    guard unsafe lstat(target, &status) == 0 else {
      guard errno == ENOENT else { throw .file(.system(target, code: errno)) }
      return
    }
    guard status.st_mode & S_IFMT == S_IFDIR, let listing = unsafe opendir(target)
    else { throw .notEmpty(target) }
    defer { unsafe closedir(listing) }
    var entries = 0
    while unsafe readdir(listing) != nil { entries += 1 }
    // `.` and `..`
    guard entries <= 2 else { throw .notEmpty(target) }
  }
}
