// Real sockets: who may listen, who is heard, and what happens when the other side misbehaves.
import Foundation
import Socket
import Synchronization
import Testing
import VaultTestKit
import Wire

/// The fault with which a call fails, or nil when it succeeds.
func socketFault(_ body: () throws(SocketError) -> Void) -> SocketFault? {
  do throws(SocketError) {
    try body()
    return nil
  } catch { return error.fault }
}

/// A listener in a scratch folder whose clients get each message back, until it goes.
final class EchoService: Sendable {
  let listener: Listener
  let path: String
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    path = scratch.path("kluisd.sock")
    let listener = try Listener.open(path: path)
    self.listener = listener
    _ = try WorkerThread.start("accept") {
      while let client = try? listener.accept() {
        let transport = Transport(client)
        _ = try? WorkerThread.start("echo") {
          while let message = try? transport.readFrame(idle: .seconds(20)) {
            try? transport.writeFrame(message)
          }
        }
      }
    }
  }

  deinit { listener.stop() }

  func connect() throws -> Transport { try Transport.connect(to: .unix(path: path)) }
}

@Suite("Sockets", .serialized)
struct SocketTests {
  @Test("64 clients at once get their own messages back, small and large")
  func echo() throws {
    let service = try EchoService()
    let counter = Counter()
    var threads: [Reply<Bool>] = []
    for client in 0..<64 {
      let done = Reply<Bool>()
      threads.append(done)
      _ = try WorkerThread.start("client \(client)") {
        do {
          let transport = try service.connect()
          for round in 0..<20 {
            let size = round == 19 ? 700_000 : 1 + client * round
            let message = [UInt8](repeating: UInt8(client), count: size)
            try transport.writeFrame(message)
            if try transport.readFrame(idle: .seconds(20)) == message { counter.add() }
          }
        } catch {}
        done.fulfil(true)
      }
    }
    for thread in threads { #expect(thread.wait(within: .seconds(60)) == true) }
    #expect(counter.value == 64 * 20)
  }

  /// A count that threads share.
  final class Counter: Sendable {
    private let count = Mutex(0)
    func add() { count.withLock { $0 += 1 } }
    var value: Int { count.withLock { $0 } }
  }

  @Test("the peer's credentials are this process's")
  func credentials() throws {
    let scratch = try Scratch()
    let listener = try Listener.open(path: scratch.path("s"))
    let client = try Transport.connect(to: .unix(path: scratch.path("s")))
    let accepted = try #require(try acceptOne(listener))
    let peer = try accepted.peer()
    #expect(peer.uid == getuid())
    #expect(peer.gid == getgid())
    #expect(peer.pid == getpid())
    _ = client
  }

  func acceptOne(_ listener: Listener) throws -> Transport? {
    guard let client = try listener.accept() else { return nil }
    return Transport(client)
  }

  @Test("the socket has its mode, and goes when the listener goes")
  func modeAndEnd() throws {
    let scratch = try Scratch()
    let path = scratch.path("s")
    do {
      let listener = try Listener.open(path: path, mode: 0o600)
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      #expect(attributes[.posixPermissions] as? Int == 0o600)
      #expect(!FileManager.default.fileExists(atPath: path + ".new"))
      listener.stop()
      #expect(try acceptOne(listener) == nil)
    }
    #expect(!FileManager.default.fileExists(atPath: path))
    do {
      let listener = try Listener.open(path: path)
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      #expect(attributes[.posixPermissions] as? Int == 0o660)
      listener.stop()
    }
  }

  @Test("a live socket is never replaced, a dead one is, a file never")
  func stale() throws {
    let scratch = try Scratch()
    let path = scratch.path("s")
    let live = try Listener.open(path: path)
    #expect(
      socketFault { () throws(SocketError) in _ = try Listener.open(path: path) } == .alreadyRunning
    )
    // Also when the lock is gone: whoever answers a connection is alive.
    try FileManager.default.removeItem(atPath: path + ".lock")
    #expect(
      socketFault { () throws(SocketError) in _ = try Listener.open(path: path) } == .alreadyRunning
    )
    live.stop()

    let dead = scratch.path("dead")
    #expect(bindAndLeave(dead))
    #expect(
      socketFault { () throws(SocketError) in
        _ = try Transport.connect(to: .unix(path: dead))
      } == .notRunning)
    let next = try Listener.open(path: dead)
    _ = try Transport.connect(to: .unix(path: dead))
    next.stop()

    let file = scratch.path("file")
    try Data("keep".utf8).write(to: URL(fileURLWithPath: file))
    #expect(
      socketFault { () throws(SocketError) in _ = try Listener.open(path: file) } == .notASocket)
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "keep")
  }

  /// Leaves a socket file behind as a killed service does.
  func bindAndLeave(_ path: String) -> Bool {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    let size = socklen_t(MemoryLayout<sockaddr_un>.size)
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) == 0 }
    }
  }

  @Test("paths that are too long or absent are named so, with exit codes")
  func badPaths() throws {
    let long = "/" + String(repeating: "x", count: 107)
    #expect(
      socketFault { () throws(SocketError) in _ = try Listener.open(path: long) }
        == .pathTooLong(limit: 107))
    #expect(
      socketFault { () throws(SocketError) in _ = try ServiceAddress(long) }
        == .pathTooLong(limit: 107))
    #expect(
      socketFault { () throws(SocketError) in
        _ = try Transport.connect(to: .unix(path: "/nonexistent/s"))
      } == .notRunning)
    #expect(SocketError(.notRunning).exit == 69)
    #expect(SocketError(.badAddress).exit == 64)
  }

  @Test("every wait ends: before a frame, within one, and when nobody reads")
  func timeouts() throws {
    try withPair { ours, theirs in
      let quick = Duration.milliseconds(30)
      #expect(
        socketFault { () throws(SocketError) in _ = try ours.readFrame(idle: quick) } == .timedOut)
      // A byte now and then does not keep a reader: the frame as a whole has a deadline.
      let begun = Array("Content-Length: 10\r\n\r\n12".utf8)
      #expect(begun.withUnsafeBytes { write(theirs, $0.baseAddress, $0.count) } == begun.count)
      #expect(
        socketFault { () throws(SocketError) in
          _ = try ours.readFrame(idle: .seconds(20), frame: quick)
        } == .timedOut)
      #expect(
        socketFault { () throws(SocketError) in
          try ours.writeFrame([UInt8](repeating: 0, count: 8 << 20), timeout: quick)
        } == .timedOut)
    }
  }

  @Test("a peer that goes is an end between frames, an error within one, never a signal")
  func peerGone() throws {
    try withPair { ours, theirs in
      shutdown(theirs, Int32(SHUT_RDWR))
      let message = try ours.readFrame(idle: .seconds(5))
      #expect(message == nil)
      #expect(socketFault { () throws(SocketError) in try ours.writeFrame([1]) } == .closed)
    }
    try withPair { ours, theirs in
      let begun = Array("Content-Le".utf8)
      _ = begun.withUnsafeBytes { write(theirs, $0.baseAddress, $0.count) }
      shutdown(theirs, Int32(SHUT_RDWR))
      #expect(
        socketFault { () throws(SocketError) in _ = try ours.readFrame(idle: .seconds(5)) }
          == .closed)
    }
    try withPair { ours, theirs in
      _ = Array("GET / HTTP/1.1".utf8).withUnsafeBytes { write(theirs, $0.baseAddress, $0.count) }
      #expect(
        socketFault { () throws(SocketError) in _ = try ours.readFrame(idle: .seconds(5)) }
          == .frame(WireError(.badFrame)))
    }
  }

  @Test("close wakes a thread that reads")
  func closeWakes() throws {
    try withPair { ours, _ in
      let ended = Reply<Bool>()
      _ = try WorkerThread.start("reader") {
        let message = try? ours.readFrame(idle: nil)
        ended.fulfil(message == nil)
      }
      usleep(20_000)
      ours.close()
      #expect(ended.wait(within: .seconds(10)) == true)
    }
  }

  @Test("frames that arrive together are read one by one")
  func pipelined() throws {
    try withPair { ours, theirs in
      let stream = Frame.encode([1]) + Frame.encode([2, 2]) + Frame.encode([3])
      _ = stream.withUnsafeBytes { write(theirs, $0.baseAddress, $0.count) }
      shutdown(theirs, Int32(SHUT_WR))
      var read: [[UInt8]] = []
      while let message = try ours.readFrame(idle: .seconds(5)) { read.append(message) }
      #expect(read == [[1], [2, 2], [3]])
    }
  }

  @Test("a stranger's messages are small until the limit is raised")
  func frameLimit() throws {
    try withPair { ours, theirs in
      ours.limitFrames(to: 10)
      let stream = Frame.encode([UInt8](repeating: 1, count: 10)) + Frame.header(for: 11)
      _ = stream.withUnsafeBytes { write(theirs, $0.baseAddress, $0.count) }
      let first = try ours.readFrame(idle: .seconds(5))
      #expect(first?.count == 10)
      #expect(
        socketFault { () throws(SocketError) in _ = try ours.readFrame(idle: .seconds(5)) }
          == .frame(WireError(.frameTooLarge)))
    }
    try withPair { ours, theirs in
      ours.limitFrames(to: 10)
      ours.limitFrames(to: 11)
      let stream = Frame.encode([UInt8](repeating: 1, count: 11))
      _ = stream.withUnsafeBytes { write(theirs, $0.baseAddress, $0.count) }
      let message = try ours.readFrame(idle: .seconds(5))
      #expect(message?.count == 11)
    }
  }

  /// A transport and the raw descriptor of its other end.
  func withPair(_ body: (Transport, Int32) throws -> Void) throws {
    var raw: [Int32] = [0, 0]
    #expect(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &raw) == 0)
    defer { close(raw[1]) }
    try body(Transport(Descriptor(owning: raw[0])), raw[1])
  }

  @Test(
    "of two sockets each door gets its own, by name and not by order; two of a kind are refused")
  func twoDoors() async {
    await #expect(processExitsWith: .exitCode(7)) {
      let scratch = try Scratch()
      let members = try Listener.open(path: scratch.path("members"))
      let collect = try Listener.open(path: scratch.path("collect"))
      var listening: [Int32] = []
      for candidate in Int32(3)..<64 {
        var value: Int32 = 0
        var size = socklen_t(4)
        if getsockopt(candidate, SOL_SOCKET, SO_ACCEPTCONN, &value, &size) == 0, value == 1 {
          listening.append(fcntl(candidate, F_DUPFD, 100))
        }
      }
      guard listening.count == 2 else { exit(1) }
      // The partners' one comes first.
      setenv("LISTEN_FDS", "2", 1)
      setenv("LISTEN_PID", String(getpid()), 1)
      // What is taken over is closed with what took it: each look has descriptors of its own.
      func look(_ names: String) -> (members: Bool?, collect: Bool?) {
        _ = (dup2(listening[1], 3), dup2(listening[0], 4))
        setenv("LISTEN_FDNAMES", names, 1)
        // Both are held until both were asked for: one that went would take its descriptor along.
        let members = Result { try Listener.activated() }
        let collect = Result { try Listener.activatedCollect() }
        func found(_ result: Result<Listener?, any Error>) -> Bool? {
          if case .success(let listener) = result { listener != nil } else { nil }
        }
        return withExtendedLifetime((members, collect)) { (found(members), found(collect)) }
      }
      guard look("collect:collect") == (false, nil) else { exit(2) }
      guard look("a:b") == (nil, false), look("") == (nil, false) else { exit(3) }
      // The second has no name: it is the members'.
      guard look("collect") == (true, true) else { exit(4) }
      guard dup2(listening[1], 3) == 3, dup2(listening[0], 4) == 4 else { exit(1) }
      setenv("LISTEN_FDNAMES", "collect:kluisd.socket", 1)
      guard let first = try Listener.activated(), let second = try Listener.activatedCollect()
      else { exit(5) }
      for (listener, name) in [(first, "members"), (second, "collect")] {
        let client = try Transport.connect(to: .unix(path: scratch.path(name)))
        guard let accepted = try listener.accept() else { exit(6) }
        try Transport(accepted).writeFrame([42])
        guard try client.readFrame(idle: .seconds(5)) == [42] else { exit(8) }
      }
      _ = (members, collect)
      exit(7)
    }
  }

  @Test("a supervisor's socket is taken over from descriptor 3")
  func activation() async {
    await #expect(processExitsWith: .exitCode(7)) {
      // Descriptor 3 is overwritten, so this process reports by its exit code alone.
      let scratch = try Scratch()
      let path = scratch.path("s")
      let first = try Listener.open(path: path)
      var listening: Int32 = -1
      for candidate in Int32(3)..<64 {
        var value: Int32 = 0
        var size = socklen_t(4)
        if getsockopt(candidate, SOL_SOCKET, SO_ACCEPTCONN, &value, &size) == 0, value == 1 {
          listening = candidate
        }
      }
      let stored = try Descriptor.memoryFile(named: "kluis")
      let copies = [fcntl(listening, F_DUPFD, 100), fcntl(stored.raw, F_DUPFD, 100)]
      _ = stored.release()
      guard dup2(copies[0], 3) == 3, dup2(copies[1], 4) == 4 else { exit(1) }
      setenv("LISTEN_FDS", "2", 1)
      setenv("LISTEN_FDNAMES", "vault:kluis", 1)
      setenv("LISTEN_PID", "1", 1)
      guard try Listener.activated() == nil else { exit(2) }
      setenv("LISTEN_PID", String(getpid()), 1)
      guard let listener = try Listener.activated() else { exit(3) }
      guard fcntl(3, F_GETFD) & FD_CLOEXEC != 0 else { exit(4) }
      let client = try Transport.connect(to: .unix(path: path))
      guard let accepted = try listener.accept() else { exit(5) }
      try Transport(accepted).writeFrame([42])
      guard try client.readFrame(idle: .seconds(5)) == [42] else { exit(6) }
      guard let kept = try Activation.stored() else { exit(8) }
      guard kept.raw == 4, fcntl(4, F_GETFD) & FD_CLOEXEC != 0 else { exit(9) }
      _ = first
      exit(7)
    }
  }
}
