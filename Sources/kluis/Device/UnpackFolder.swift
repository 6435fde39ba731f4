import Desk
import Glibc
import PrivateFile
import Sodium

/// A folder that is filled under a name of its own, and gets its right name when all is in it.
///
/// Folders have mode 0700, files 0600. What is not `keep`t goes when the value goes, with everything in it. Names
/// come from a checked manifest; even so nothing is opened by a path that could lead elsewhere: each file is made
/// new, by its name in a folder that is open.
/// - Source: openat(2), mkdirat(2), rename(2)
final class UnpackFolder {
  private let path: String
  private let draft: String
  private let folder: Int32
  /// The open subfolders, by name.
  private var inner: [String: Int32] = [:]
  /// What was made, newest last.
  private var made: [(folder: Int32, name: String)] = []
  private var file: Int32 = -1
  private var isKept = false

  /// - Parameter path: where it will be; nothing may be there.
  /// - Throws: 1 `file-there`, `file-not-writable`
  init(_ path: String) throws(Failure) {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    try OutputFile.requireFree(path)
    let draft = path + "." + Hex.encode(Random.bytes(4)) + ".new"
    guard unsafe mkdir(draft, 0o700) == 0 else { throw Self.failed(path) }
    let folder = unsafe open(draft, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard folder >= 0 else {
      let failure = Self.failed(path)
      unsafe rmdir(draft)
      throw failure
    }
    self.path = path
    self.draft = draft
    self.folder = folder
  }

  deinit {
    if file >= 0 { close(file) }
    if !isKept {
      for (folder, name) in made.reversed() { unsafe unlinkat(folder, name, 0) }
      for name in inner.keys { unsafe unlinkat(folder, name, AT_REMOVEDIR) }
      unsafe rmdir(draft)
    }
    for descriptor in inner.values { close(descriptor) }
    close(folder)
  }

  /// Begins a file, of one or two parts of a name.
  func create(_ name: String) throws(Failure) {
    let parts = name.split(separator: "/").map(String.init)
    guard let last = parts.last, parts.count <= 2 else { throw Self.failed(path, EINVAL) }
    let place = parts.count == 2 ? try subfolder(parts[0]) : folder
    file = unsafe openat(
      place, last, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw Self.failed(path) }
    made.append((place, last))
  }

  func write(_ bytes: ArraySlice<UInt8>) throws(Failure) {
    var rest = bytes
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw Self.failed(path) }
      rest = rest.dropFirst(count)
    }
  }

  func end() throws(Failure) {
    let done = fsync(file) == 0
    let code = errno
    close(file)
    file = -1
    guard done else { throw Self.failed(path, code) }
  }

  /// A whole file.
  func add(_ name: String, _ bytes: [UInt8]) throws(Failure) {
    try create(name)
    try write(bytes[...])
    try end()
  }

  /// Gives it its name; durable when this returns.
  func keep() throws(Failure) {
    do throws(PrivateFile.Fault) {
      for name in inner.keys { try PrivateFile.sync(folder: draft + "/" + name) }
      try PrivateFile.sync(folder: draft)
      // rename(2) would take the place of an empty folder that somebody made since; of nothing else.
      try PrivateFile.move(draft, to: path)
    } catch { throw Failure(error) }
    isKept = true
  }

  private func subfolder(_ name: String) throws(Failure) -> Int32 {
    if let known = inner[name] { return known }
    guard unsafe mkdirat(folder, name, 0o700) == 0 else { throw Self.failed(path) }
    let opened = unsafe openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard opened >= 0 else {
      let failure = Self.failed(path)
      unsafe unlinkat(folder, name, AT_REMOVEDIR)
      throw failure
    }
    inner[name] = opened
    return opened
  }

  private static func failed(_ path: String, _ code: Int32 = errno) -> Failure {
    Failure(.system(path, code: code))
  }
}
