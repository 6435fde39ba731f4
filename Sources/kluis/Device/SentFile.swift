import CommandTree
import Desk
import Glibc
import VaultClient
import Vocabulary

/// A file that goes into a dossier: opened once, and read from its beginning to its end.
///
/// Only a regular file has a size that holds; what changes while it is read is refused at its end.
final class SentFile {
  let size: Int
  private let descriptor: Int32
  /// How to tell whether it is the same file later.
  private let identity: Identity

  struct Identity: Equatable {
    let device: UInt
    let inode: UInt
    let size: Int
    let changed: Int
    let nanoseconds: Int
  }

  /// - Throws: 1 `file-not-readable`; 65 `file-not-regular`, `file-too-large`
  convenience init(_ path: String) throws(Failure) {
    // A pipe at this place could keep the tool waiting.
    try self.init(unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), named: path)
  }

  /// A file below a folder: no part of its path may be a link, so that it stays below.
  ///
  /// - Parameter path: as `FileName.isAllowedPath` allows it.
  convenience init(_ path: String, below folder: String) throws(Failure) {
    var parts = path.split(separator: "/").map(String.init)[...]
    var place = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    while place >= 0, parts.count > 1, let part = parts.popFirst() {
      let next = unsafe openat(place, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      close(place)
      place = next
    }
    defer { if place >= 0 { close(place) } }
    let name = parts.first ?? ""
    let flags = O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK
    try self.init(place < 0 ? -1 : unsafe openat(place, name, flags), named: path)
  }

  private init(_ descriptor: Int32, named path: String) throws(Failure) {
    guard descriptor >= 0 else { throw SentFile.notReadable(path) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      close(descriptor)
      throw SentFile.notReadable(path)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw Failure(
        ExitCode.data, "file-not-regular", Texts.notRegular(path), hint: Texts.regularFile)
    }
    guard AttachmentParts.count(ofFile: Int(status.st_size)) != nil else {
      close(descriptor)
      throw Failure(
        ExitCode.data, "file-too-large", Texts.attachmentTooLarge(path),
        hint: Texts.splitAttachment)
    }
    self.descriptor = descriptor
    size = Int(status.st_size)
    identity = Identity(
      device: UInt(status.st_dev), inode: UInt(status.st_ino), size: Int(status.st_size),
      changed: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec)
  }

  deinit { close(descriptor) }

  private static func notReadable(_ path: String) -> Failure {
    Failure(
      ExitCode.failed, "file-not-readable", Texts.cannotReadAttachment(path),
      hint: Texts.checkAttachment)
  }

  /// Which file this is, as it was when it was opened.
  var mark: Identity { identity }

  /// For the vault, from here to the end.
  var source: AttachmentSource {
    AttachmentSource(size: size) { [self] count throws(ClientError) in
      var bytes = [UInt8](repeating: 0, count: count)
      var filled = 0
      while filled < count {
        let got = unsafe bytes.withUnsafeMutableBytes { buffer in
          unsafe read(descriptor, buffer.baseAddress.map { unsafe $0 + filled }, count - filled)
        }
        if got < 0, errno == EINTR { continue }
        guard got >= 0 else { throw .attachment(.notReadable) }
        if got == 0 { break }
        filled += got
      }
      bytes.removeLast(count - filled)
      return bytes
    }
  }
}
