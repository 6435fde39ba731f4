internal import Glibc

/// A lock with two conditions, for the threads that share the work on a file.
///
/// `Synchronization.Mutex` has nothing to wait on. The memory that the C library needs at a fixed
/// address does not leave this class.
///
/// - Source: pthread_cond_wait(3)
@safe final class ThreadLock: @unchecked Sendable {
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let work: UnsafeMutablePointer<pthread_cond_t>
  private let result: UnsafeMutablePointer<pthread_cond_t>

  enum Condition {
    /// There is something to do, or nothing ever again.
    case work
    /// Something was done.
    case result
  }

  init() {
    unsafe mutex = .allocate(capacity: 1)
    unsafe work = .allocate(capacity: 1)
    unsafe result = .allocate(capacity: 1)
    _ = unsafe pthread_mutex_init(mutex, nil)
    _ = unsafe pthread_cond_init(work, nil)
    _ = unsafe pthread_cond_init(result, nil)
  }

  deinit {
    _ = unsafe pthread_cond_destroy(result)
    _ = unsafe pthread_cond_destroy(work)
    _ = unsafe pthread_mutex_destroy(mutex)
    unsafe result.deallocate()
    unsafe work.deallocate()
    unsafe mutex.deallocate()
  }

  /// Runs a closure while no other thread is in one.
  func locked<Value>(_ body: () -> Value) -> Value {
    _ = unsafe pthread_mutex_lock(mutex)
    defer { _ = unsafe pthread_mutex_unlock(mutex) }
    return body()
  }

  /// Waits inside `locked`; may return without a signal, so the caller looks again.
  func wait(for condition: Condition) {
    switch condition {
    case .work: _ = unsafe pthread_cond_wait(work, mutex)
    case .result: _ = unsafe pthread_cond_wait(result, mutex)
    }
  }

  func signal(_ condition: Condition) {
    switch condition {
    case .work: _ = unsafe pthread_cond_signal(work)
    case .result: _ = unsafe pthread_cond_signal(result)
    }
  }

  func signalAll(_ condition: Condition) {
    switch condition {
    case .work: _ = unsafe pthread_cond_broadcast(work)
    case .result: _ = unsafe pthread_cond_broadcast(result)
    }
  }
}
