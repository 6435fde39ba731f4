internal import Glibc

/// A value behind a plain lock of the C library.
///
/// `Synchronization.Mutex` is a priority-inheriting futex on Linux: it hands the lock to a waiter
/// that sleeps, so that each of thousands of short turns costs a switch of threads once two of them
/// meet. Sixteen threads that opened dossiers spent nine tenths of their time that way.
/// - Source: pthread_mutex_lock(3), futex(2) FUTEX_LOCK_PI
@safe final class ArenaLock<State: ~Copyable>: @unchecked Sendable {
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private var state: State

  init(_ state: consuming State) {
    unsafe mutex = .allocate(capacity: 1)
    unsafe pthread_mutex_init(mutex, nil)
    self.state = state
  }

  deinit {
    unsafe pthread_mutex_destroy(mutex)
    unsafe mutex.deallocate()
  }

  /// Lends the value to one thread at a time.
  func withLock<R: ~Copyable, E: Error>(
    _ body: (inout State) throws(E) -> R
  ) throws(E) -> R {
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe pthread_mutex_unlock(mutex) }
    return try body(&state)
  }
}
