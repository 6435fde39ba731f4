/// Works on chunks on all processors and gives them back in the order in which they came.
///
/// The owner fills `vacant`, submits it, and collects the oldest; it works itself while it waits. A file
/// of one chunk starts no thread, and without threads everything still happens.
final class ChunkLine: Sendable {
  /// Pieces of 64 KiB in memory for each processor: enough to do while another program has one of them
  /// for a few milliseconds.
  private static let perProcessor = 16
  /// More threads than this wait for the disk; 64 chunks are 8 MiB.
  private static let mostProcessors = 4

  private let shared: Shared
  private let threads: Threads

  /// - Parameter pieces: how many a chunk holds; so many fewer chunks there are.
  init(pieces: Int = 1, _ work: @escaping @Sendable (Chunk) -> Void) {
    let processors = min(Processors.count, ChunkLine.mostProcessors)
    shared = Shared(count: processors * ChunkLine.perProcessor / pieces, work)
    threads = Threads(most: processors - 1)
  }

  deinit {
    shared.close()
    for thread in threads.running { thread.join() }
  }

  /// Whether the oldest must be collected before another one is filled.
  var isFull: Bool { shared.submitted - shared.collected == shared.ring.count }

  var isEmpty: Bool { shared.submitted == shared.collected }

  /// The chunk to fill next; the one collected last may be this one, so be done with that.
  ///
  /// - Precondition: the line is not full.
  var vacant: Chunk {
    precondition(!isFull)
    return shared.chunk(shared.submitted)
  }

  /// Hands `vacant` over.
  func submit() {
    let waiting = shared.submit()
    if waiting > 1, threads.running.count < threads.most, !threads.isRefused {
      let shared = shared
      if let thread = ChunkThread.start({ shared.run() }) {
        threads.running.append(thread)
      } else {
        threads.isRefused = true
      }
    }
  }

  /// The oldest, when it is done.
  ///
  /// - Precondition: the line is not empty.
  func collect() -> Chunk {
    precondition(!isEmpty)
    return shared.collect()
  }

  /// What only the owner touches.
  private final class Threads: @unchecked Sendable {
    let most: Int
    var running: [ChunkThread] = []
    var isRefused = false

    init(most: Int) { self.most = most }
  }
}

/// What owner and threads share: chunks in a ring, by running numbers.
private final class Shared: @unchecked Sendable {
  let ring: [Chunk]
  private let work: @Sendable (Chunk) -> Void
  private let lock = ThreadLock()
  /// Changed by the owner only, in the lock; so the owner reads them without.
  private(set) var submitted = 0
  private(set) var collected = 0
  private var taken = 0
  private var isDone: [Bool]
  private var isClosed = false
  /// The number that the owner sleeps for.
  private var awaited: Int?
  /// So many must wait before a sleeping thread is woken: waking costs as much as half a chunk, and
  /// the owner does what nobody else does.
  private let worthwhile: Int

  init(count: Int, _ work: @escaping @Sendable (Chunk) -> Void) {
    ring = (0..<count).map { _ in Chunk() }
    isDone = [Bool](repeating: false, count: count)
    worthwhile = count / 4
    self.work = work
  }

  func chunk(_ number: Int) -> Chunk { ring[number % ring.count] }

  /// How many wait for a thread now.
  func submit() -> Int {
    lock.locked {
      isDone[submitted % ring.count] = false
      submitted += 1
      if submitted - taken >= worthwhile { lock.signal(.work) }
      return submitted - taken
    }
  }

  func collect() -> Chunk {
    let oldest = collected
    while let number = lock.locked({ next(before: oldest) }) { finish(number) }
    lock.locked { collected += 1 }
    return chunk(oldest)
  }

  /// Something for the owner to do until the oldest is done; nil once it is.
  private func next(before oldest: Int) -> Int? {
    while !isDone[oldest % ring.count] {
      if let number = take() { return number }
      awaited = oldest
      lock.wait(for: .result)
    }
    awaited = nil
    return nil
  }

  /// A thread's life.
  func run() {
    while true {
      let number: Int? = lock.locked {
        while !isClosed {
          if let number = take() { return number }
          lock.wait(for: .work)
        }
        return nil
      }
      guard let number else { return }
      finish(number)
    }
  }

  func close() {
    lock.locked {
      isClosed = true
      lock.signalAll(.work)
    }
  }

  private func take() -> Int? {
    guard taken < submitted else { return nil }
    taken += 1
    return taken - 1
  }

  private func finish(_ number: Int) {
    work(chunk(number))
    lock.locked {
      isDone[number % ring.count] = true
      if awaited == number { lock.signal(.result) }
    }
  }
}
