import Glibc

/// Reads what people name on the command line: a path, or `-` for stdin.
package enum InputFile {
  /// Identities, requests and keys are some hundred bytes.
  package static let smallLimit = 64 * 1024

  /// The whole file, at most `limit` bytes.
  ///
  /// - Throws: 1 `file-not-readable`, 65 `file-too-large`
  package static func read(_ path: String, limit: Int) throws(Failure) -> [UInt8] {
    if path == "-" { return try read(STDIN_FILENO, named: "stdin", limit: limit) }
    guard let bytes = try readIfThere(path, limit: limit) else { throw notReadable(path) }
    return bytes
  }

  /// The same for a file that may not be there: nil then.
  package static func readIfThere(_ path: String, limit: Int) throws(Failure) -> [UInt8]? {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw notReadable(path)
    }
    defer { close(descriptor) }
    return try read(descriptor, named: path, limit: limit)
  }

  /// A file of keys: nobody's but the reader's, by its owner and mode on the open descriptor.
  ///
  /// - Throws: 1 `file-not-readable`, `file-owner`, `file-mode`; 65 `file-too-large`
  package static func readOwn(_ path: String) throws(Failure) -> [UInt8] {
    // A pipe at this place could keep the tool waiting, a link could point to another's file.
    let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { throw notReadable(path) }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_uid == geteuid()
    else {
      throw Failure(ExitCode.failed, "file-owner", Texts.notOwn(path), hint: Texts.useOwn)
    }
    // 0600, or 0400 for who never changes it.
    guard status.st_mode & 0o177 == 0 else {
      throw Failure(
        ExitCode.failed, "file-mode", Texts.openToOthers(path), hint: Texts.chmod(path))
    }
    return try read(descriptor, named: path, limit: smallLimit)
  }

  private static func read(
    _ descriptor: Int32, named name: String, limit: Int
  ) throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 64 * 1024)
    while true {
      let count = unsafe Glibc.read(descriptor, &part, part.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw notReadable(name) }
      if count == 0 { return bytes }
      guard bytes.count + count <= limit else {
        throw Failure(
          ExitCode.data, "file-too-large", Texts.tooLarge(name, limit), hint: Texts.splitFile)
      }
      bytes.append(contentsOf: part[..<count])
    }
  }

  private static func notReadable(_ path: String) -> Failure {
    Failure(
      ExitCode.failed, "file-not-readable", Texts.cannotRead(path), hint: Texts.checkPath)
  }
}
