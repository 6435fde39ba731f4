import Glibc
import Synchronization

/// Held while a service has a vault open: two writers on one log would each spoil the other's.
///
/// On the folder itself, so that nothing is left behind; the kernel drops it however the process ends.
/// - Source: flock(2)
final class VaultLock: Sendable {
  private let descriptor: Mutex<Int32>

  /// Throws: `.unavailable` when another service has this vault, or there is no such folder.
  init(_ folder: String) throws(StartError) {
    let raw = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard raw >= 0 else {
      throw .unavailable(
        .init("the vault's folder cannot be read", hint: "name the folder with vault.db (--dir)"))
    }
    guard flock(raw, LOCK_EX | LOCK_NB) == 0 else {
      close(raw)
      throw .unavailable(
        .init(
          "another service has this vault open",
          hint: "stop that one first; two services never share a vault"))
    }
    descriptor = Mutex(raw)
  }

  deinit { release() }

  /// Lets the next service open the vault.
  func release() {
    descriptor.withLock { raw in
      if raw >= 0 { close(raw) }
      raw = -1
    }
  }
}
