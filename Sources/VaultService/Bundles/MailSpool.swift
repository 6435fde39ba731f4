import Glibc
import PrivateFile
import Vocabulary

/// The folder of whole mails that wait to be delivered: `mail/` in the spool.
///
/// A file has its name only when it is whole. The name is the bundle's, so that a crash can at worst
/// bring a mail once more under the same id.
/// - Source: Docs/bode.md
struct MailSpool {
  private let spool: String
  private var folder: String { spool + "/mail" }

  /// - Parameter spool: the folder of signals.
  init(_ spool: String) { self.spool = spool }

  /// Writes a mail, unless it lies there.
  ///
  /// Throws: when there is no room, or no folder.
  func write(_ mail: [UInt8], of bundle: Identifier) throws(PrivateFile.Fault) {
    try make()
    do throws(PrivateFile.Fault) {
      try PrivateFile.create("\(folder)/\(bundle.hex).eml", mail, forGroup: true)
    } catch {
      if case .exists = error { return }
      throw error
    }
  }

  /// Whoever may deliver from the spool may deliver from here: the same group, the same mode.
  private func make() throws(PrivateFile.Fault) {
    unsafe mkdir(spool, 0o700)
    var status = stat()
    if unsafe mkdir(folder, 0o700) == 0, unsafe stat(spool, &status) == 0 {
      unsafe chmod(folder, status.st_mode & 0o7777)
    }
    // Who delivers may write in the spool: a link there would lead elsewhere.
    guard unsafe lstat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw .system(folder, code: ENOTDIR)
    }
  }
}
