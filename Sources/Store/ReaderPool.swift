internal import Glibc
internal import Synchronization

/// Read-only connections that threads borrow; each borrowing is one snapshot.
///
/// A reader never waits for the writer nor the writer for a reader; a thread waits only when all
/// connections are lent.
@safe package final class ReaderPool: @unchecked Sendable {
  private let idle: Mutex<[Connection]>
  private let available: UnsafeMutablePointer<sem_t>
  private let count: Int

  init(_ path: String, _ schema: Schema, count: Int) throws(OpeningError) {
    var connections: [Connection] = []
    for _ in 0..<count { connections.append(try Opening.reader(path, schema)) }
    self.count = count
    idle = Mutex(connections)
    unsafe available = .allocate(capacity: 1)
    unsafe sem_init(available, 0, UInt32(count))
  }

  deinit {
    unsafe sem_destroy(available)
    unsafe available.deallocate()
  }

  /// Lends a connection on which every query sees the same committed state.
  ///
  /// - Parameter body: must let nothing of the connection outlive it.
  func read<R: ~Copyable>(_ body: (Connection) throws -> R) throws -> R {
    while unsafe sem_wait(available) != 0 {}  // EINTR: a signal went to this thread
    let connection = idle.withLock { $0.removeLast() }
    defer {
      connection.endSnapshot()
      idle.withLock { $0.append(connection) }
      unsafe sem_post(available)
    }
    try connection.beginSnapshot()
    return try body(connection)
  }
}
