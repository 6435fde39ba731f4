/// The time of each batch: never before the newest leaf, and it says when the wall clock stepped.
///
/// A leaf earlier than the one before it is refused; a step over the limit is a leaf of its own.
/// - Source: Docs/protocol.md, Leaf
struct BatchClock {
  /// A difference between the clocks that is more than drift; milliseconds.
  static let stepLimit: Int64 = 5_000

  /// What the wall clock did beside the monotonic one.
  struct Step: Equatable {
    /// What the wall clock should have shown, and what it showed; milliseconds UTC.
    let expected: Int64
    let shown: Int64
  }

  private let clock: VaultClock
  private var lastTime: Int64
  /// When this service began: a time of the log, and the monotonic clock beside it.
  private let began: (time: Int64, monotonic: Int64)
  private var lastWall: Int64
  private var lastMonotonic: Int64
  /// A step that no durable batch has told of yet.
  private var untold: Step?

  /// - Parameter lastTime: the time of the newest leaf, 0 when there is none.
  init(clock: VaultClock, lastTime: Int64) {
    self.clock = clock
    self.lastTime = lastTime
    // A clock behind the newest leaf was set back while no service ran.
    lastWall = max(clock.wall(), lastTime)
    lastMonotonic = clock.monotonic()
    began = (lastWall, lastMonotonic)
  }

  /// The time of the next batch, what the wall clock shows, and the step that has to be logged;
  /// `steady` goes on where `time` waits for a clock that was set back.
  mutating func next() -> (time: Int64, wall: Int64, steady: Int64, step: Step?) {
    let wall = clock.wall()
    let monotonic = clock.monotonic()
    let expected = lastWall + (monotonic - lastMonotonic)
    lastWall = wall
    lastMonotonic = monotonic
    if (wall - expected).magnitude > Self.stepLimit.magnitude {
      untold = Step(expected: untold?.expected ?? expected, shown: wall)
    }
    let time = max(wall, lastTime)
    return (time, wall, max(time, began.time + (monotonic - began.monotonic)), untold)
  }

  /// Takes note of a batch that is in the log.
  mutating func committed(_ time: Int64) {
    lastTime = time
    untold = nil
  }
}
