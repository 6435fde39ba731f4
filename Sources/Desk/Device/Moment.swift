import Glibc

/// Times in milliseconds UTC, as records hold them.
package enum Moment {
  /// Now, by this machine's clock.
  ///
  /// - Source: clock_gettime(2)
  package static func now() -> Int64 {
    var time = timespec()
    _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}
