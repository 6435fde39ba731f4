internal import Glibc
internal import Synchronization

/// Read-only connections that threads borrow; each borrowing is one snapshot.
///
/// A reader never waits for the writer nor the writer for a reader; a thread waits only when all
/// connections are lent, or while the file is exchanged.
@safe package final class ReaderPool: @unchecked Sendable {
  /// Nil stands for a connection that whoever borrows it next has to open.
  private let idle: Mutex<[Connection?]>
  private let available: UnsafeMutablePointer<sem_t>
  /// Every reader passes through here first; an exchange keeps it shut, so that nobody new comes in and
  /// threads that read all the time cannot keep it waiting.
  private let door: UnsafeMutablePointer<sem_t>
  private let count: Int
  private let path: String
  private let schema: Schema

  /// Seconds that an exchange of the file waits for those who read; a read takes milliseconds.
  private static let patience = 5

  init(_ path: String, _ schema: Schema, count: Int) throws(OpeningError) {
    self.path = path
    self.schema = schema
    var connections: [Connection?] = []
    for _ in 0..<count { connections.append(try Opening.reader(path, schema)) }
    self.count = count
    idle = Mutex(connections)
    unsafe available = .allocate(capacity: 1)
    unsafe sem_init(available, 0, UInt32(count))
    unsafe door = .allocate(capacity: 1)
    unsafe sem_init(door, 0, 1)
  }

  deinit {
    unsafe sem_destroy(available)
    unsafe available.deallocate()
    unsafe sem_destroy(door)
    unsafe door.deallocate()
  }

  /// Lends a connection on which every query sees the same committed state.
  ///
  /// - Parameter body: must let nothing of the connection outlive it.
  func read<R: ~Copyable>(_ body: (Connection) throws -> R) throws -> R {
    // EINTR: a signal went to this thread
    while unsafe sem_wait(door) != 0 {}
    unsafe sem_post(door)
    while unsafe sem_wait(available) != 0 {}
    var lent = idle.withLock { $0.removeLast() }
    defer {
      lent?.endSnapshot()
      idle.withLock { $0.append(lent) }
      unsafe sem_post(available)
    }
    let connection = try lent ?? Opening.reader(path, schema)
    lent = connection
    try connection.beginSnapshot()
    return try body(connection)
  }

  /// Waits until nobody reads, then closes every connection; whoever comes now waits for `resume`.
  ///
  /// Only one thread may do this.
  /// - Throws: `busy` when somebody reads for too long; then all goes on as before.
  func suspend() throws(StoreError) {
    var moment = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &moment)
    moment.tv_sec += Self.patience
    while unsafe sem_wait(door) != 0 {}
    for taken in 0..<count {
      var code = unsafe sem_timedwait(available, &moment)
      while code != 0, errno == EINTR { code = unsafe sem_timedwait(available, &moment) }
      guard code == 0 else {
        for _ in 0..<taken { unsafe sem_post(available) }
        unsafe sem_post(door)
        throw .busy
      }
    }
    do throws(StoreError) {
      for connection in idle.withLock({ $0 }) { try connection?.close() }
    } catch {
      resume()
      throw error
    }
  }

  /// Lets readers in again; each opens the file that has the name now.
  func resume() {
    idle.withLock { $0 = $0.map { $0?.isClosed == true ? nil : $0 } }
    for _ in 0..<count { unsafe sem_post(available) }
    unsafe sem_post(door)
  }
}
