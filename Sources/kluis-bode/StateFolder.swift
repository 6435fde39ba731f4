import Delivery
import Glibc
import PrivateFile
import StrictJSON

/// The folder of what the messenger remembers: `stand.json`, and the lock of the one instance.
struct StateFolder {
  private let path: String

  init(_ path: String) throws(Mishap) {
    guard let found = stat.of(path), found.isFolder, found.st_uid == geteuid(),
      found.st_mode & 0o022 == 0
    else { throw .stateUnusable }
    self.path = path
  }

  private var file: String { path + "/stand.json" }

  /// What was remembered; nothing when there is no file yet, nil when it is damaged.
  func read() -> Ledger? {
    do throws(OpenFile.Fault) {
      let bytes = try OpenFile(file).bytes(atMost: Ledger.largest)
      return try? Ledger(reading: bytes)
    } catch { return error == .missing ? Ledger() : nil }
  }

  /// Puts a damaged file out of the way.
  ///
  /// Sinks may get again what they have; nothing is lost.
  func setAside() throws(Mishap) {
    do throws(PrivateFile.Fault) { try PrivateFile.move(file, to: file + ".bad") } catch {
      throw .stateUnwritable(error.code)
    }
  }

  func write(_ ledger: Ledger) throws(Mishap) {
    do throws(PrivateFile.Fault) { try PrivateFile.replace(file, ledger.bytes) } catch {
      throw .stateUnwritable(error.code)
    }
  }

  /// Holds the lock until the process ends, however it ends. (flock(2))
  func lock() throws(Mishap) {
    let flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW
    let raw = unsafe open(path + "/lock", flags, 0o600)
    guard raw >= 0 else { throw .stateUnwritable(errno) }
    guard flock(raw, LOCK_EX | LOCK_NB) == 0 else {
      close(raw)
      throw .running
    }
  }
}

extension PrivateFile.Fault {
  /// The number that the system gave.
  var code: Int32 {
    switch self {
    case .exists: EEXIST
    case .system(_, let code): code
    }
  }
}
