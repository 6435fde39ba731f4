import Socket
import Synchronization
import Wire

/// The clients of a vault, whether it is open or sealed: lets them in up to a limit, each on a
/// thread of its own, and hangs up on all of them at the end.
final class Clients: Sendable {
  private struct State {
    var inside: [ObjectIdentifier: Transport] = [:]
    var isClosed = false
  }

  /// The name of each client's thread.
  private let thread: String
  private let state = Mutex(State())

  init(thread: String) { self.thread = thread }

  /// Lets one client in, until `serve` returns; over the limit, and after `close`, it is told to
  /// try again.
  func admit(
    _ descriptor: consuming Descriptor, limit: Int, serve: @escaping @Sendable (Transport) -> Void
  ) {
    let transport = Transport(descriptor)
    let isInside = state.withLock { state in
      guard !state.isClosed, state.inside.count < limit else { return false }
      state.inside[ObjectIdentifier(transport)] = transport
      return true
    }
    guard isInside else {
      try? transport.writeFrame(Response(id: nil, error: WireError(.busy)).encode())
      transport.close()
      return
    }
    do {
      _ = try WorkerThread.start(thread) { [self] in
        serve(transport)
        leave(transport)
      }
    } catch {
      transport.close()
      leave(transport)
    }
  }

  private func leave(_ transport: Transport) {
    state.withLock { $0.inside[ObjectIdentifier(transport)] = nil }
  }

  /// Hangs up on all, and lets nobody in any more.
  func close() {
    let inside = state.withLock { state in
      state.isClosed = true
      return Array(state.inside.values)
    }
    for transport in inside { transport.close() }
  }
}
