internal import Glibc

/// A thread that runs one closure; who started it waits for its end.
struct ChunkThread: Sendable {
  private let handle: pthread_t

  /// Nil when the system gives no more threads; the work is then done without it.
  static func start(_ body: @escaping @Sendable () -> Void) -> ChunkThread? {
    let box = unsafe Unmanaged.passRetained(Work(body))
    var handle: pthread_t = 0
    let result = unsafe pthread_create(
      &handle, nil,
      { pointer in
        if let pointer = unsafe pointer {
          unsafe Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue().body()
        }
        return nil
      }, unsafe box.toOpaque())
    guard result == 0 else {
      unsafe box.release()
      return nil
    }
    return ChunkThread(handle: handle)
  }

  func join() { _ = pthread_join(handle, nil) }

  private final class Work: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
}

/// How many processors this machine offers.
enum Processors {
  static let count = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
}
