import Glibc

/// Writes files for this user alone: whole or not at all.
enum OutputFile {
  /// Replaces or makes a file with mode 0600: written beside it, synced, renamed over it.
  ///
  /// - Throws: 1 `file-not-writable`; what was there before is then still there.
  /// - Source: rename(2)
  static func replace(_ path: String, with bytes: [UInt8]) throws(Failure) {
    let beside = path + ".new"
    unsafe unlink(beside)
    let descriptor = unsafe open(
      beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw notWritable(path) }
    let written = write(bytes, to: descriptor) && fsync(descriptor) == 0
    close(descriptor)
    guard written, unsafe rename(beside, path) == 0 else {
      unsafe unlink(beside)
      throw notWritable(path)
    }
  }

  /// Makes a folder of mode 0700 that nothing is in yet.
  ///
  /// - Throws: 1 `folder-there`, `file-not-writable`
  static func makeFolder(_ path: String) throws(Failure) {
    if unsafe mkdir(path, 0o700) == 0 { return }
    guard errno == EEXIST else { throw notWritable(path) }
    // rmdir(2) takes an empty folder only, which is the question; a link is never followed.
    guard unsafe rmdir(path) == 0, unsafe mkdir(path, 0o700) == 0 else {
      throw Failure(
        ExitCode.failed, "folder-there", Texts.folderThere(path), hint: Texts.newFolder)
    }
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var rest = bytes[...]
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

  private static func notWritable(_ path: String) -> Failure {
    Failure(
      ExitCode.failed, "file-not-writable", Texts.cannotWrite(path), hint: Texts.checkPath)
  }
}
