import CommandTree
import Desk
import Glibc
import PrivateFile
import VaultClient
import Vocabulary

/// A file that comes out of a dossier: for this user alone, and there when it is whole.
///
/// Until then it has no name at all where the file system can do that, so that a command that is killed
/// leaves nothing; elsewhere it lies beside its place under another name, and goes when the command fails. There
/// its first bytes come last: of a sealed file that a killed command left, nothing opens without them.
final class SavedFile {
  private let path: String
  private let replaces: Bool
  private let descriptor: Int32
  /// Where it lies meanwhile; nil while it has no name.
  private var draft: String?
  /// The first bytes, while they are kept back.
  private var head: [UInt8] = []
  /// How many that are: more than the header of an age file for 64 partners.
  static let headCount = 16 << 10

  /// O_TMPFILE of open(2), whose macro Swift does not see.
  private static let withoutName: Int32 = 0o20_000_000 | O_DIRECTORY

  /// - Parameter nameless: whether to try without a name.
  /// - Throws: 1 `file-there`, `file-not-writable`
  init(_ path: String, replacing: Bool, nameless: Bool = true) throws(Failure) {
    self.path = path
    replaces = replacing
    if !replacing { try OutputFile.requireFree(path) }
    var descriptor: Int32 = -1
    if nameless {
      descriptor = unsafe open(
        SavedFile.folder(of: path), O_WRONLY | O_CLOEXEC | SavedFile.withoutName, 0o600)
    }
    var draft: String?
    if descriptor < 0 {
      let beside = SavedFile.beside(path)
      descriptor = unsafe open(
        beside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
      draft = beside
    }
    guard descriptor >= 0 else { throw Failure(.system(path, code: errno)) }
    self.descriptor = descriptor
    self.draft = draft
    if draft != nil, lseek(descriptor, off_t(SavedFile.headCount), SEEK_SET) < 0 { throw fault() }
  }

  deinit {
    close(descriptor)
    if let draft { unsafe unlink(draft) }
  }

  func append(_ bytes: [UInt8]) throws(ClientError) {
    var bytes = bytes
    if draft != nil, head.count < SavedFile.headCount {
      let kept = min(SavedFile.headCount - head.count, bytes.count)
      head += bytes[..<kept]
      bytes.removeFirst(kept)
    }
    guard Screen.write(bytes, to: descriptor) else { throw .attachment(.notWritable) }
  }

  /// Puts it in its place; durable when this returns.
  ///
  /// - Throws: 1 `file-there` when somebody took the place meanwhile, `file-not-writable`
  func finish() throws(Failure) {
    guard draft == nil || putHead() else { throw fault() }
    // The umask can take bits away from what open was given.
    guard fchmod(descriptor, 0o600) == 0, fsync(descriptor) == 0 else { throw fault() }
    if !replaces, draft == nil {
      guard link(to: path) else { throw fault() }
      try calling { () throws(PrivateFile.Fault) in try PrivateFile.syncFolder(of: path) }
      return
    }
    try nameDraft()
    guard let named = draft.take() else { return }
    try calling { () throws(PrivateFile.Fault) in
      if replaces {
        do throws(PrivateFile.Fault) { try PrivateFile.move(named, to: path) } catch {
          unsafe unlink(named)
          throw error
        }
      } else {
        try PrivateFile.put(named, at: path)
      }
    }
  }

  /// - Source: pwrite(2), ftruncate(2)
  private func putHead() -> Bool {
    var done = 0
    while done < head.count {
      let count = unsafe head.withUnsafeBytes { bytes in
        unsafe pwrite(
          descriptor, bytes.baseAddress.map { unsafe $0 + done }, bytes.count - done, off_t(done))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      done += count
    }
    return head.count == SavedFile.headCount || ftruncate(descriptor, off_t(head.count)) == 0
  }

  private func calling(_ step: () throws(PrivateFile.Fault) -> Void) throws(Failure) {
    do throws(PrivateFile.Fault) { try step() } catch { throw Failure(error) }
  }

  /// A name beside the place, for rename(2) takes none without.
  private func nameDraft() throws(Failure) {
    guard draft == nil else { return }
    let beside = SavedFile.beside(path)
    guard link(to: beside) else { throw fault() }
    draft = beside
  }

  /// - Source: open(2), O_TMPFILE
  private func link(to name: String) -> Bool {
    unsafe linkat(AT_FDCWD, "/proc/self/fd/\(descriptor)", AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0
  }

  private func fault() -> Failure {
    errno == EEXIST ? Failure(.exists(path)) : Failure(.system(path, code: errno))
  }

  private static func beside(_ path: String) -> String {
    path + "." + Identifier.random().short + ".new"
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Where a file of this name goes: to the named place, into it when it is a folder, or here.
  static func path(_ named: String?, for name: String) -> String {
    guard let named else { return name }
    var status = stat()
    guard unsafe stat(named, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return named }
    return named.hasSuffix("/") ? named + name : named + "/" + name
  }
}
