import Desk
import Glibc

/// A folder of mode 0700 that goes, with the files in it, when the value goes.
final class ScratchFolder {
  let path: String

  /// Below $XDG_STATE_HOME, since /tmp may be a small memory file system and a log is large.
  init(in parent: String) throws(Failure) {
    var made: String?
    var code: Int32 = 0
    for _ in 0..<8 where made == nil {
      let name = "\(parent)/verify-\(String(UInt64.random(in: 0...UInt64.max), radix: 16))"
      if unsafe mkdir(name, 0o700) == 0 { made = name } else { code = errno }
    }
    guard let made else {
      throw Failure(
        ExitCode.failed, "file-not-writable", Texts.cannotWrite(parent, code),
        hint: Texts.checkFolder)
    }
    path = made
  }

  deinit {
    for name in ScratchFolder.names(in: path) { unsafe unlink("\(path)/\(name)") }
    unsafe rmdir(path)
  }

  private static func names(in path: String) -> [String] {
    guard let folder = unsafe opendir(path) else { return [] }
    defer { unsafe _ = closedir(folder) }
    var names: [String] = []
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
        unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }
}
