import Directory
import Store
import Vocabulary

/// What an act may look at: the state inside the batch's transaction.
struct ActContext {
  let tables: VaultTables
  let directory: DirectoryView
  let rules: RuleSet
  /// Milliseconds UTC, never before the newest leaf.
  let now: Int64
  /// The service's wall clock, milliseconds UTC; behind `now` after it was set back.
  let wall: Int64
  /// Like `now`, and never slower than the monotonic clock while this service runs: no term that is
  /// measured by it grows when the clock is set back.
  let steady: Int64
  let memory: WriterMemory
}

extension ActContext {
  /// How far a record's own time may be from the service's clock; milliseconds.
  private static let clockTolerance: UInt64 = 300_000

  /// Whether a record's own time is the time of the service's clock.
  ///
  /// Not of the log: log time waits for a clock that was set back, and honest members do not.
  func isNow(_ time: Int64) -> Bool { (time - wall).magnitude < Self.clockTolerance }
}
