internal import Glibc

/// Held while a session uses the state directory: two processes that each raise their own pins
/// could be shown two histories and never compare them.
///
/// - Source: flock(2); the kernel drops the lock when the process ends, however it ends
struct StateLock: ~Copyable {
  private let descriptor: Int32

  /// How long a command waits for the one before it: in steps of 20 ms, two seconds.
  private static let patience = 100
  private static let step: UInt32 = 20_000

  init(in directory: StateDirectory) throws(ClientError) {
    let path = directory.file("lock")
    let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw .stateNotWritable(path: path) }
    var tries = 0
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      tries += 1
      guard errno == EWOULDBLOCK || errno == EINTR, tries < StateLock.patience else {
        close(descriptor)
        throw .stateInUse(path: path)
      }
      usleep(StateLock.step)
    }
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }
}
