import Glibc

/// A lock with a condition, for threads that wait for each other. (pthread_cond_wait(3))
///
/// The standard library's `Mutex` has nothing to wait on, hence this class; the memory that the C
/// library needs at a fixed address does not leave it.
@safe final class Monitor: @unchecked Sendable {
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let condition: UnsafeMutablePointer<pthread_cond_t>

  init() {
    unsafe mutex = .allocate(capacity: 1)
    unsafe condition = .allocate(capacity: 1)
    unsafe mutex.initialize(to: pthread_mutex_t())
    unsafe condition.initialize(to: pthread_cond_t())
    var attributes = pthread_condattr_t()
    _ = unsafe pthread_condattr_init(&attributes)
    _ = unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    _ = unsafe pthread_mutex_init(mutex, nil)
    _ = unsafe pthread_cond_init(condition, &attributes)
    _ = unsafe pthread_condattr_destroy(&attributes)
  }

  deinit {
    _ = unsafe pthread_cond_destroy(condition)
    _ = unsafe pthread_mutex_destroy(mutex)
    unsafe condition.deallocate()
    unsafe mutex.deallocate()
  }

  /// Runs a closure while no other thread is in one.
  func locked<Value>(_ body: () -> Value) -> Value {
    _ = unsafe pthread_mutex_lock(mutex)
    defer { _ = unsafe pthread_mutex_unlock(mutex) }
    return body()
  }

  /// Waits inside `locked` until somebody signals; false when the deadline came first.
  ///
  /// May return without a signal: the caller looks again at what it waits for.
  func wait(until deadline: Deadline) -> Bool {
    guard var moment = deadline.moment else {
      return unsafe pthread_cond_wait(condition, mutex) == 0
    }
    return unsafe pthread_cond_timedwait(condition, mutex, &moment) == 0
  }

  func signal() { _ = unsafe pthread_cond_signal(condition) }
  func broadcast() { _ = unsafe pthread_cond_broadcast(condition) }
}
