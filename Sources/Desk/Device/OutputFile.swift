import Glibc
package import PrivateFile

/// Writes files for this user alone, whole or not at all, and says it as the tools say it.
package enum OutputFile {
  /// Makes a new file with mode 0600.
  ///
  /// - Throws: 1 `file-there`, `file-not-writable`
  package static func create(_ path: String, _ bytes: [UInt8]) throws(Failure) {
    do throws(PrivateFile.Fault) { try PrivateFile.create(path, bytes) } catch {
      throw Failure(error)
    }
  }

  /// Makes new files, all or none.
  package static func createAll(_ files: [(path: String, bytes: [UInt8])]) throws(Failure) {
    for (index, file) in files.enumerated() {
      do throws(Failure) { try create(file.path, file.bytes) } catch {
        for made in files[..<index] { unsafe unlink(made.path) }
        throw error
      }
    }
  }

  /// Replaces or makes a file with mode 0600; on a failure what was there is still there.
  ///
  /// - Throws: 1 `file-not-writable`
  package static func replace(_ path: String, with bytes: [UInt8]) throws(Failure) {
    do throws(PrivateFile.Fault) { try PrivateFile.replace(path, bytes) } catch {
      throw Failure(error)
    }
  }

  /// Refuses before the work what `create` would refuse after it.
  ///
  /// - Throws: 1 `file-there`
  package static func requireFree(_ paths: String...) throws(Failure) {
    for path in paths where PrivateFile.exists(path) {
      throw Failure(PrivateFile.Fault.exists(path))
    }
  }

  /// Takes away what this command made, after it failed.
  package static func remove(_ path: String) { unsafe unlink(path) }

  /// The same for a folder; only when it is empty.
  package static func removeFolder(_ path: String) { unsafe rmdir(path) }

  /// Makes a folder of mode 0700 that nothing is in yet.
  ///
  /// - Throws: 1 `folder-there`, `file-not-writable`
  package static func makeFolder(_ path: String) throws(Failure) {
    if unsafe mkdir(path, 0o700) == 0 { return }
    guard errno == EEXIST else { throw Failure(.system(path, code: errno)) }
    // rmdir(2) takes an empty folder only, which is the question; a link is never followed.
    guard unsafe rmdir(path) == 0, unsafe mkdir(path, 0o700) == 0 else {
      throw Failure(
        ExitCode.failed, "folder-there", Texts.folderThere(path), hint: Texts.newFolder)
    }
  }
}

extension Failure {
  package init(_ fault: PrivateFile.Fault) {
    switch fault {
    case .exists(let path):
      self.init(ExitCode.failed, "file-there", Texts.fileThere(path), hint: Texts.newFile)
    case .system(let path, let code):
      self.init(
        ExitCode.failed, "file-not-writable", Texts.cannotWrite(path, code),
        hint: Texts.checkFolder)
    }
  }
}
