import CommandTree
import Directory
import Glibc
import StrictJSON

/// Reads the small files that this tool is given.
enum InputFile {
  /// Identity, request and anchor files are a few hundred bytes.
  private static let limit = 64 * 1024

  /// A file that anybody may read.
  static func read(_ path: String) throws(Failure) -> [UInt8] {
    try read(path, isSecret: false)
  }

  /// A file that only its owner may reach, whoever asks.
  static func readSealed(_ path: String) throws(Failure) -> [UInt8] {
    try read(path, isSecret: true)
  }

  static func anchor(_ path: String) throws(Failure) -> Anchor {
    let bytes = try read(path)
    do throws(JSONError) { return try Anchor.decode(bytes) } catch { throw .malformed(path) }
  }

  static func request(_ path: String) throws(Failure) -> EnrolmentRequest {
    let bytes = try read(path)
    do throws(DirectoryError) { return try EnrolmentRequest.decode(bytes) } catch {
      if case .malformed = error { throw .malformed(path) }
      throw Failure(error)
    }
  }

  static func identity(_ path: String) throws(Failure) -> IdentityFile {
    let bytes = try readSealed(path)
    do throws(IdentityError) { return try IdentityFile.decode(bytes) } catch {
      throw Failure(error, path)
    }
  }

  private static func read(_ path: String, isSecret: Bool) throws(Failure) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .notReadable(path) }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG
    else { throw .notReadable(path) }
    if isSecret { try checkOwner(status, path) }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 16 * 1024)
    while true {
      let count = unsafe Glibc.read(descriptor, &part, part.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .notReadable(path) }
      if count == 0 { return bytes }
      guard bytes.count + count <= limit else { throw .malformed(path) }
      bytes.append(contentsOf: part[..<count])
    }
  }

  private static func checkOwner(_ status: stat, _ path: String) throws(Failure) {
    guard status.st_uid == geteuid(), status.st_mode & 0o177 == 0 else {
      throw Failure(
        1, "file-open-to-others",
        Text(
          nl: "\(path) is niet alleen van u: anderen kunnen erbij",
          en: "\(path) is not yours alone: others can reach it"),
        hint: Text(
          nl: "chmod 600 \(path), en ga na wie het las",
          en: "chmod 600 \(path), and find out who read it"))
    }
  }
}
