import Glibc

/// The signals that this program waits for, held back so that none interrupts anything.
///
/// - Source: sigtimedwait(2)
struct Waking {
  private var set = sigset_t()
  /// Told to end: no program is started any more.
  private(set) var isStopping = false

  /// Holds SIGTERM, SIGINT and SIGCHLD back.
  init() {
    // Who started us may have it ignored, and then nobody could be waited for.
    _ = signal(SIGCHLD, SIG_DFL)
    // Past a limit on file sizes a write must fail, as on a full disk, and not end the process.
    _ = signal(SIGXFSZ, SIG_IGN)
    _ = unsafe sigemptyset(&set)
    for number in [SIGTERM, SIGINT, SIGCHLD] { _ = unsafe sigaddset(&set, number) }
    _ = unsafe sigprocmask(SIG_BLOCK, &set, nil)
  }

  /// Waits for a signal, at most so many milliseconds.
  mutating func wait(milliseconds: Int64) {
    let left = max(0, milliseconds)
    var time = timespec(tv_sec: Int(left / 1000), tv_nsec: Int(left % 1000) * 1_000_000)
    let number = unsafe sigtimedwait(&set, nil, &time)
    if number == SIGTERM || number == SIGINT { isStopping = true }
  }

  /// Milliseconds on a clock that nobody sets.
  static func now() -> Int64 {
    var time = timespec()
    _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}
