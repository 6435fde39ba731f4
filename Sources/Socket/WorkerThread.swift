import CLinux
import Glibc

/// A thread for work that blocks; Swift's own pool is for work that does not.
package struct WorkerThread: ~Copyable, Sendable {
  /// Bytes of stack: the deepest JSON and SQLite fit many times; untouched pages cost nothing.
  package static let stackSize = 1 << 20

  private let handle: pthread_t

  /// Starts a thread.
  ///
  /// - Parameter name: at most 15 bytes of it show in `ps -L`.
  /// Throws: `.system` when there are too many threads.
  package static func start(
    _ name: String, stackSize: Int = stackSize, _ body: @escaping @Sendable () -> Void
  ) throws(SocketError) -> WorkerThread {
    var attributes = pthread_attr_t()
    _ = unsafe pthread_attr_init(&attributes)
    defer { _ = unsafe pthread_attr_destroy(&attributes) }
    _ = unsafe pthread_attr_setstacksize(&attributes, max(stackSize, Self.stackSize))
    let box = unsafe Unmanaged.passRetained(
      Work(name: String(decoding: name.utf8.prefix(15), as: UTF8.self), body: body))
    var handle = pthread_t()
    let result = unsafe pthread_create(
      &handle, &attributes,
      { pointer in
        if let pointer = unsafe pointer {
          let work = unsafe Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue()
          _ = unsafe linux_name_thread(work.name)
          work.body()
        }
        return nil
      }, unsafe box.toOpaque())
    guard result == 0 else {
      unsafe box.release()
      throw SocketError(.system("pthread_create", result))
    }
    return WorkerThread(handle: handle)
  }

  deinit { _ = pthread_detach(handle) }

  /// Waits until the thread has ended; one that is not joined runs on by itself.
  package consuming func join() {
    _ = pthread_join(handle, nil)
    discard self
  }
}

private final class Work: Sendable {
  let name: String
  let body: @Sendable () -> Void

  init(name: String, body: @escaping @Sendable () -> Void) {
    self.name = name
    self.body = body
  }
}
