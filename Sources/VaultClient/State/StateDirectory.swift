internal import Glibc

/// One folder per vault on this device: mode 0700, files 0600, each replaced whole or not at all.
package struct StateDirectory: Sendable {
  package let path: String

  /// A name for the folder of a vault: letters, digits, dots and dashes stay, the rest is escaped.
  ///
  /// Two origins never share a name, and none is `.`, `..` or hidden.
  package static func name(forOrigin origin: String) -> String {
    var name = ""
    for byte in origin.utf8 {
      switch byte {
      case 0x30...0x39, 0x61...0x7A, 0x2D: name.unicodeScalars.append(Unicode.Scalar(byte))
      case 0x2E where !name.isEmpty: name += "."
      default:
        let digits = String(byte, radix: 16)
        name += "_" + (digits.utf8.count == 1 ? "0" : "") + digits
      }
    }
    return name.isEmpty ? "_" : name
  }

  /// Makes the folder when it is not there, and takes group and others' rights away.
  init(path: String) throws(ClientError) {
    self.path = path
    try StateDirectory.makeFolders(path)
    var status = stat()
    guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw .stateNotWritable(path: path)
    }
    if status.st_mode & 0o077 != 0, unsafe chmod(path, 0o700) != 0 {
      throw .stateNotWritable(path: path)
    }
  }

  /// A folder of someone else's making, to read from; its mode stays as it is.
  init(existing path: String) {
    self.path = path
  }

  func file(_ name: String) -> String { path + "/" + name }

  /// The whole file; nil when there is none.
  ///
  /// - Throws: `.stateNotWritable` for a file that is there and cannot be read, or is over `limit`.
  func read(_ name: String, limit: Int) throws(ClientError) -> [UInt8]? {
    let path = file(name)
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw .stateNotWritable(path: path)
    }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 64 * 1024)
    while true {
      let count = unsafe Glibc.read(descriptor, &part, part.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0, bytes.count + count <= limit else { throw .stateNotWritable(path: path) }
      if count == 0 { return bytes }
      bytes.append(contentsOf: part[..<count])
    }
  }

  /// Replaces the file: a new one is written and synced, renamed over it, the folder synced.
  ///
  /// After a crash at any point either the old or the new file is there, whole.
  /// - Source: rename(2), fsync(2)
  func replace(_ name: String, with bytes: [UInt8]) throws(ClientError) {
    let path = file(name)
    let draft = path + ".new"
    unsafe unlink(draft)
    let descriptor = unsafe open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw .stateNotWritable(path: path) }
    let written = StateDirectory.write(bytes[...], to: descriptor) && fsync(descriptor) == 0
    close(descriptor)
    guard written, unsafe rename(draft, path) == 0 else {
      unsafe unlink(draft)
      throw .stateNotWritable(path: path)
    }
    try sync()
  }

  /// What a crash before the rename left.
  func discardDraft(of name: String) { unsafe unlink(file(name) + ".new") }

  /// Makes the names of new files durable.
  func sync() throws(ClientError) {
    let folder = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw .stateNotWritable(path: path) }
    defer { close(folder) }
    guard fsync(folder) == 0 else { throw .stateNotWritable(path: path) }
  }

  static func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) -> Bool {
    var rest = bytes
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// mkdir -p with mode 0700 for what is new.
  static func makeFolders(_ path: String) throws(ClientError) {
    var ready = path.utf8.first == 0x2F ? "" : "."
    for part in path.split(separator: "/") {
      ready += "/" + part
      if unsafe mkdir(ready, 0o700) != 0, errno != EEXIST { throw .stateNotWritable(path: path) }
    }
  }
}
