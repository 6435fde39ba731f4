import Glibc

/// The two clocks of the service, handed in so that a test can move them.
package struct VaultClock: Sendable {
  /// Milliseconds UTC since 1970.
  package let wall: @Sendable () -> Int64
  /// Milliseconds since an unnamed moment; never steps.
  package let monotonic: @Sendable () -> Int64

  package init(
    wall: @escaping @Sendable () -> Int64, monotonic: @escaping @Sendable () -> Int64
  ) {
    self.wall = wall
    self.monotonic = monotonic
  }

  /// The clocks of this machine.
  package static let system = VaultClock(
    wall: { milliseconds(CLOCK_REALTIME) }, monotonic: { milliseconds(CLOCK_MONOTONIC) })
}

/// clock_gettime(2) in whole milliseconds.
private func milliseconds(_ clock: clockid_t) -> Int64 {
  var now = timespec()
  unsafe clock_gettime(clock, &now)
  return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
}
