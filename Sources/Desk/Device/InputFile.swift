import Glibc
package import Sodium

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
    let descriptor = try openOwn(path)
    defer { close(descriptor) }
    return try read(descriptor, named: path, limit: smallLimit)
  }

  /// The same for a file that is a secret as it stands, straight into locked memory.
  ///
  /// - Throws: as `readOwn`; 1 without memory for keys
  package static func readSecret(_ path: String) throws(Failure) -> SecretBytes {
    let descriptor = try openOwn(path)
    defer { close(descriptor) }
    do {
      var count = 0
      var bytes = try SecretBytes(count: smallLimit + 1)
      try bytes.withMutableSpan { span throws(Failure) in
        while count < span.count {
          let got = unsafe span.withUnsafeMutableBytes {
            unsafe Glibc.read(
              descriptor, $0.baseAddress.map { unsafe $0 + count }, $0.count - count)
          }
          if got < 0, errno == EINTR { continue }
          guard got >= 0 else { throw notReadable(path) }
          guard got > 0 else { return }
          count += got
        }
      }
      guard count <= smallLimit else {
        throw Failure(
          ExitCode.data, "file-too-large", Texts.tooLarge(path, smallLimit), hint: Texts.splitFile)
      }
      return try bytes.slice(0..<count)
    } catch let failure as Failure { throw failure } catch { throw .memory }
  }

  /// Opens a file that only its reader can have written and read.
  private static func openOwn(_ path: String) throws(Failure) -> Int32 {
    // A pipe at this place could keep the tool waiting, a link could point to another's file.
    let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { throw notReadable(path) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_uid == geteuid()
    else {
      close(descriptor)
      throw Failure(ExitCode.failed, "file-owner", Texts.notOwn(path), hint: Texts.useOwn)
    }
    // 0600, or 0400 for who never changes it.
    guard status.st_mode & 0o177 == 0 else {
      close(descriptor)
      throw Failure(
        ExitCode.failed, "file-mode", Texts.openToOthers(path), hint: Texts.chmod(path))
    }
    return descriptor
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

  package static func notReadable(_ path: String) -> Failure {
    Failure(
      ExitCode.failed, "file-not-readable", Texts.cannotRead(path), hint: Texts.checkPath)
  }
}
