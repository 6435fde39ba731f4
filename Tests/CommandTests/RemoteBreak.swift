import Foundation
import Socket
import Synchronization
import VaultTestKit

/// A socket in front of the vault's that carries so many bytes of answers and then breaks.
final class BreakingSocket: Sendable {
  /// How a connection ends.
  enum End: Sendable {
    /// The vault's side is closed, as when the service dies.
    case closed
    /// The process that is connected is killed; over ssh that is the gate.
    case killed
  }

  let path: String
  private let vault: String
  private let scratch: Scratch
  private let listener: Listener
  private let state = Mutex(State())

  private struct State {
    var limit = Int.max
    var end = End.closed
    var carried = 0
  }

  init(before vault: String) throws {
    self.vault = vault
    scratch = try Scratch()
    path = scratch.path("s")
    listener = try Listener.open(path: path)
    _ = try WorkerThread.start("accept") { [listener] in
      while let client = try? listener.accept() { self.serve(client) }
    }
  }

  /// Bytes of answers that the last connection carried.
  var carried: Int { state.withLock { $0.carried } }

  /// The next connections carry so many bytes of answers.
  func breakAfter(_ bytes: Int, by end: End = .closed) {
    state.withLock { $0 = State(limit: bytes, end: end) }
  }

  func stop() { listener.stop() }

  private func serve(_ client: consuming Descriptor) {
    guard let other = Self.connect(vault) else { return }
    let near = dup(client.raw)
    state.withLock { $0.carried = 0 }
    _ = try? WorkerThread.start("there") {
      Self.copy(from: near, to: other) { $0 }
      shutdown(other, Int32(SHUT_WR))
    }
    _ = try? WorkerThread.start("back") {
      Self.copy(from: other, to: near) { count in
        self.state.withLock { state in
          let allowed = min(count, state.limit - state.carried)
          state.carried += allowed
          return allowed
        }
      }
      let (isCut, end) = self.state.withLock { ($0.carried >= $0.limit, $0.end) }
      if isCut, end == .killed {
        // Let what was carried arrive first, so that the kill comes in the middle of it.
        usleep(50_000)
        if let peer = Self.peer(of: near) { kill(peer, SIGKILL) }
      }
      shutdown(near, Int32(SHUT_RDWR))
      shutdown(other, Int32(SHUT_RDWR))
    }
  }

  /// Copies until an end, an error, or less is allowed than came.
  private static func copy(from: Int32, to: Int32, allowed: (Int) -> Int) {
    var buffer = [UInt8](repeating: 0, count: 16 * 1024)
    while true {
      let count = read(from, &buffer, buffer.count)
      guard count > 0 else { return }
      let part = allowed(count)
      var sent = 0
      while sent < part {
        let wrote = send(to, Array(buffer[sent..<part]), part - sent, Int32(MSG_NOSIGNAL))
        guard wrote > 0 else { return }
        sent += wrote
      }
      if part < count { return }
    }
  }

  private static func connect(_ path: String) -> Int32? {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    return result == 0 ? descriptor : nil
  }

  /// The process that connected. (unix(7), SO_PEERCRED: pid, uid, gid)
  private static func peer(of descriptor: Int32) -> pid_t? {
    var credentials = [Int32](repeating: 0, count: 3)
    var size = socklen_t(12)
    guard getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &size) == 0,
      credentials[0] > 1, credentials[0] != getpid()
    else { return nil }
    return credentials[0]
  }
}
