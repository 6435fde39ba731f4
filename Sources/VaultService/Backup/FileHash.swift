import Glibc
import Sodium

/// The size and SHA-256 of a file that may be larger than memory.
enum FileHash {
  /// - Throws: `ReadFile.Fault`
  static func of(_ path: String) throws -> SHA256.OfFile {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { throw errno == ENOENT ? ReadFile.Fault.missing : .unreadable }
    defer { close(descriptor) }
    guard let found = SHA256.ofFile(descriptor) else { throw ReadFile.Fault.unreadable }
    return found
  }
}
