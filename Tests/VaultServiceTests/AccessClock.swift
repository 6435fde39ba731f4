import Synchronization
import VaultService

/// Both clocks of a vault and of its clients, moved by hand.
final class MovableClock: Sendable {
  private let offset = Mutex<Int64>(0)

  /// Milliseconds UTC.
  func now() -> Int64 { VaultClock.system.wall() + offset.withLock { $0 } }

  func forward(_ milliseconds: Int64) { offset.withLock { $0 += milliseconds } }

  var clock: VaultClock {
    VaultClock(
      wall: { [self] in now() },
      monotonic: { [self] in VaultClock.system.monotonic() + offset.withLock { $0 } })
  }

  static let hour: Int64 = 3_600_000
  static let day: Int64 = 86_400_000
}
