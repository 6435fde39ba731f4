import Glibc

/// A moment on the monotonic clock, or never; setting the time of day does not move it.
package struct Deadline: Sendable {
  private let nanoseconds: Int64?

  /// Waits for as long as it takes.
  package static let never = Deadline(nanoseconds: nil)

  private init(nanoseconds: Int64?) { self.nanoseconds = nanoseconds }

  /// A moment from now; nil is never.
  package static func after(_ duration: Duration?) -> Deadline {
    guard let duration else { return .never }
    let (seconds, attoseconds) = duration.components
    // A year is as good as longer here, and cannot overflow.
    let whole = min(max(seconds, 0), 31_536_000)
    return Deadline(
      nanoseconds: now() + whole * 1_000_000_000 + max(attoseconds, 0) / 1_000_000_000)
  }

  /// What `poll` takes: milliseconds left, rounded up, 0 when past, -1 for never.
  var pollTimeout: Int32 {
    guard let nanoseconds else { return -1 }
    let left = max(nanoseconds - Self.now(), 0)
    return Int32(clamping: (left + 999_999) / 1_000_000)
  }

  /// The moment as `pthread_cond_timedwait` takes it; nil is never.
  var moment: timespec? {
    nanoseconds.map {
      timespec(tv_sec: Int($0 / 1_000_000_000), tv_nsec: Int($0 % 1_000_000_000))
    }
  }

  private static func now() -> Int64 {
    var time = timespec()
    _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
