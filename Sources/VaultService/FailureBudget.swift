import Synchronization

/// How many failed sign-ins a minute are worth a leaf each; the rest is refused unlogged, so that
/// nobody can fill the log from outside.
final class FailureBudget: Sendable {
  private let perMinute: Int
  private let state = Mutex((minute: Int64(-1), count: 0))

  init(perMinute: Int) { self.perMinute = perMinute }

  /// Whether one more may be logged; `now` in monotonic milliseconds.
  func take(at now: Int64) -> Bool {
    state.withLock { state in
      let minute = now / 60_000
      if state.minute != minute { state = (minute, 0) }
      state.count += 1
      return state.count <= perMinute
    }
  }
}
