import Desk
import Glibc
import PrivateFile
import Sodium

/// A bundle's file that has another name until it is whole and on the disk.
///
/// Mode 0600. What is not `keep`t goes when the value goes.
/// - Source: open(2), fsync(2), rename(2)
final class CollectedFile {
  private let path: String
  private let draft: String
  private let descriptor: Int32
  private var isKept = false

  /// - Parameter path: where it will be; nothing may be there.
  /// - Throws: 1 `file-not-writable`
  init(_ path: String) throws(Failure) {
    self.path = path
    draft = path + "." + Hex.encode(Random.bytes(4)) + ".new"
    descriptor = unsafe open(
      draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Failure(.system(path, code: errno)) }
  }

  deinit {
    close(descriptor)
    if !isKept { unsafe unlink(draft) }
  }

  func write(_ bytes: ArraySlice<UInt8>) throws(Failure) {
    var rest = bytes
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw Failure(.system(path, code: errno)) }
      rest = rest.dropFirst(count)
    }
  }

  /// Gives it its name; on return bytes and name are on the disk.
  func keep() throws(Failure) {
    guard fchmod(descriptor, 0o600) == 0, fsync(descriptor) == 0 else {
      throw Failure(.system(path, code: errno))
    }
    do throws(PrivateFile.Fault) { try PrivateFile.move(draft, to: path) } catch {
      throw Failure(error)
    }
    isKept = true
  }

  /// Whether the file with this SHA-256 stands at a path, and on the disk.
  static func holds(_ hash: [UInt8], at path: String) throws(Failure) -> Bool {
    let descriptor = unsafe open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    guard SHA256.ofFile(descriptor)?.hash == hash else { return false }
    guard fsync(descriptor) == 0 else { throw Failure(.system(path, code: errno)) }
    do throws(PrivateFile.Fault) { try PrivateFile.syncFolder(of: path) } catch {
      throw Failure(error)
    }
    return true
  }
}
