// PrivateFile: files for one user alone, whole or not at all.
//
// Keys, drafts and pins are written here, by the tools of people and when a vault is founded. What
// fails leaves nothing behind; what succeeded is on the disk when the call returns. It reads
// nothing, and it is not for the vault's own records: those are in SQLite.
//
//   PrivateFile.create(path, bytes)    a new file; never overwrites
//   PrivateFile.replace(path, bytes)   new contents in the place of a file

internal import Glibc
package import Sodium

/// Files for one user: mode 0600, whole or not at all, durable when the call returns.
///
/// What another unit on the host must read, and is no secret, is made with `forGroup`: 0640, and the
/// folder decides whose group that is.
///
/// Each is written beside its place, synced, put there, and its folder synced.
/// - Source: open(2), link(2), rename(2), fsync(2)
package enum PrivateFile {
  /// Why a file was not written.
  package enum Fault: Error, Equatable, Sendable {
    /// Something stands at this path; it was left as it is.
    case exists(String)
    /// The folder is missing or may not be written; errno.
    case system(String, code: Int32)
  }

  /// Makes a new file; never overwrites.
  package static func create(
    _ path: String, _ bytes: [UInt8], forGroup: Bool = false
  ) throws(Fault) {
    try create(path, bytes.span, mode: forGroup ? 0o640 : 0o600)
  }

  /// Makes a new file of a secret; the bytes go from locked memory to write(2).
  package static func create(_ path: String, _ secret: borrowing SecretBytes) throws(Fault) {
    try secret.withSpan { bytes throws(Fault) in try create(path, bytes, mode: 0o600) }
  }

  /// Puts new contents in the place of an existing file.
  package static func replace(
    _ path: String, _ bytes: [UInt8], forGroup: Bool = false
  ) throws(Fault) {
    let draft = try write(bytes.span, beside: path, mode: forGroup ? 0o640 : 0o600)
    guard unsafe rename(draft, path) == 0 else { throw abandon(draft, path) }
    try syncFolder(of: path)
  }

  /// Gives a file another name, in the place of what stands there; durable when it returns.
  package static func move(_ path: String, to place: String) throws(Fault) {
    guard unsafe rename(path, place) == 0 else { throw .system(place, code: errno) }
    try syncFolder(of: place)
  }

  /// Takes a file away that a failed act made.
  package static func remove(_ path: String) { unsafe unlink(path) }

  /// Whether something stands at a path, a dangling link included.
  package static func exists(_ path: String) -> Bool {
    var status = stat()
    return unsafe lstat(path, &status) == 0
  }

  private static func create(
    _ path: String, _ bytes: Span<UInt8>, mode: mode_t
  ) throws(Fault) {
    // Asked first, so that nothing secret is written for a path that is taken.
    if exists(path) { throw .exists(path) }
    try put(try write(bytes, beside: path, mode: mode), at: path)
  }

  /// Gives a whole file that lies beside it a name that nothing has; durable when it returns.
  ///
  /// When the name is taken the file goes, and what stands there stays.
  package static func put(_ draft: String, at path: String) throws(Fault) {
    // Somebody may have taken the path since: link(2) refuses, where rename(2) would overwrite.
    if unsafe link(draft, path) == 0 {
      unsafe unlink(draft)
    } else {
      try takeWithoutLinks(draft, path)
    }
    try syncFolder(of: path)
  }

  /// The same on a file system without hard links, such as that of a USB stick: the name is taken
  /// with an empty file first.
  private static func takeWithoutLinks(_ draft: String, _ path: String) throws(Fault) {
    guard errno == EPERM || errno == EOPNOTSUPP || errno == ENOSYS || errno == EMLINK
    else { throw abandon(draft, path) }
    let taken = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard taken >= 0 else { throw abandon(draft, path) }
    close(taken)
    guard unsafe rename(draft, path) == 0 else {
      let fault = abandon(draft, path)
      unsafe unlink(path)
      throw fault
    }
  }

  private static func write(
    _ bytes: Span<UInt8>, beside path: String, mode: mode_t
  ) throws(Fault) -> String {
    let draft = path + "." + Hex.encode(Random.bytes(4)) + ".new"
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
    let descriptor = unsafe open(draft, flags, 0o600)
    guard descriptor >= 0 else { throw .system(path, code: errno) }
    // The umask can take bits away from what open was given.
    let written =
      fchmod(descriptor, mode) == 0 && write(bytes, to: descriptor) && fsync(descriptor) == 0
    let code = errno
    close(descriptor)
    guard written else {
      unsafe unlink(draft)
      throw .system(path, code: code)
    }
    return draft
  }

  private static func write(_ bytes: Span<UInt8>, to descriptor: Int32) -> Bool {
    unsafe bytes.withUnsafeBufferPointer { buffer in
      var done = 0
      while done < buffer.count {
        let count = unsafe Glibc.write(
          descriptor, buffer.baseAddress.map { unsafe $0 + done }, buffer.count - done)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return false }
        done += count
      }
      return true
    }
  }

  private static func abandon(_ draft: String, _ path: String) -> Fault {
    let code = errno
    unsafe unlink(draft)
    return code == EEXIST ? .exists(path) : .system(path, code: code)
  }

  /// The folder that a path lies in.
  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Makes the names in the folder that a path lies in durable.
  package static func syncFolder(of path: String) throws(Fault) {
    try sync(folder: folder(of: path))
  }

  /// Makes the names in a folder durable.
  package static func sync(folder: String) throws(Fault) {
    let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system(folder, code: errno) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw .system(folder, code: errno) }
  }
}

extension PrivateFile.Fault: CustomStringConvertible {
  package var description: String {
    switch self {
    case .exists(let path): "\(path) exists already"
    case .system(let path, let code): "\(path) could not be written (errno \(code))"
    }
  }

  package var hint: String {
    switch self {
    case .exists: "choose another name; nothing is ever overwritten"
    case .system: "check the folder, its owner and the space that is left"
    }
  }
}
