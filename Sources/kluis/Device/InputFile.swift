import Glibc

/// Reads what people name on the command line: a path, or `-` for stdin.
enum InputFile {
  /// At most so many bytes of an import file. (Dossier, `Limits.fileBytes`)
  static let importLimit = 8 << 20

  /// The whole file, at most `limit` bytes.
  ///
  /// - Throws: 1 `file-not-readable`, 65 `file-too-large`
  static func read(_ path: String, limit: Int) throws(Failure) -> [UInt8] {
    if path == "-" { return try read(STDIN_FILENO, named: "stdin", limit: limit) }
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw notReadable(path) }
    defer { close(descriptor) }
    return try read(descriptor, named: path, limit: limit)
  }

  /// The same for a file that may not be there: nil then.
  static func readIfThere(_ path: String, limit: Int) throws(Failure) -> [UInt8]? {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw notReadable(path)
    }
    defer { close(descriptor) }
    return try read(descriptor, named: path, limit: limit)
  }

  static func read(
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
