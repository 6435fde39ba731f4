import Glibc

/// A file that is open for reading, with what the kernel says of it; no link is ever followed.
struct OpenFile: ~Copyable {
  let descriptor: Int32
  let status: stat

  /// Why there is none.
  enum Fault: Error, Equatable {
    case missing
    /// A link, a folder, a pipe, a device.
    case notRegular
    case tooLarge
    case system(Int32)
  }

  /// Opens without waiting, as a pipe with nobody at its other end would make us.
  ///
  /// - Source: open(2), O_NOFOLLOW, O_NONBLOCK
  init(_ path: String) throws(Fault) {
    let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
    let raw = unsafe open(path, flags)
    guard raw >= 0 else {
      switch errno {
      case ENOENT: throw .missing
      case ELOOP, ENXIO: throw .notRegular
      default: throw .system(errno)
      }
    }
    var found = stat()
    guard unsafe fstat(raw, &found) == 0 else {
      let code = errno
      close(raw)
      throw .system(code)
    }
    guard found.st_mode & S_IFMT == S_IFREG else {
      close(raw)
      throw .notRegular
    }
    descriptor = raw
    status = found
  }

  deinit { close(descriptor) }

  /// Whether others than root and one user could have changed it.
  func isSafe(owner: uid_t) -> Bool {
    (status.st_uid == 0 || status.st_uid == owner) && status.st_mode & 0o022 == 0
  }

  /// All its bytes; the size is asked first, and counted again while reading.
  func bytes(atMost limit: Int) throws(Fault) -> [UInt8] {
    guard status.st_size <= limit else { throw .tooLarge }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = unsafe read(descriptor, &part, part.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .system(errno) }
      guard count > 0 else { return bytes }
      guard bytes.count + count <= limit else { throw .tooLarge }
      bytes += part[..<count]
    }
  }
}

extension stat {
  var isFolder: Bool { st_mode & S_IFMT == S_IFDIR }

  /// What stands at a path itself, a link not followed; nil when nothing does.
  static func of(_ path: String) -> stat? {
    var found = stat()
    guard unsafe lstat(path, &found) == 0 else { return nil }
    return found
  }
}
