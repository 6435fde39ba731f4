import Foundation
import Socket
import Synchronization
import Testing
import Wire

@testable import VaultService

@Suite("The door of a vault, open or sealed")
struct ClientsTests {
  /// Somebody who comes to the door; inside, each gets back what they say.
  private func visit(_ clients: Clients, limit: Int) throws -> Transport {
    var raw: [Int32] = [-1, -1]
    #expect(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &raw) == 0)
    clients.admit(Descriptor(owning: raw[0]), limit: limit) { transport in
      while let frame = try? transport.readFrame(idle: nil) { try? transport.writeFrame(frame) }
      transport.close()
    }
    return Transport(Descriptor(owning: raw[1]))
  }

  /// What the service says of somebody whom it did not let in.
  private func fault(_ transport: Transport) throws -> WireFault? {
    guard let frame = try transport.readFrame(idle: .seconds(10)),
      case .failure(let error) = try Response(message: frame).outcome
    else { return nil }
    return error.fault
  }

  private func isServed(_ transport: Transport) throws -> Bool {
    try transport.writeFrame([0x7B, 0x7D])
    return try transport.readFrame(idle: .seconds(10)) == [0x7B, 0x7D]
  }

  @Test("Over the limit one is told to try again and hung up on; who leaves makes room")
  func limit() throws {
    let clients = Clients(thread: "test")
    let inside = try (0..<3).map { _ in try visit(clients, limit: 3) }
    let outside = try visit(clients, limit: 3)
    #expect(try fault(outside) == .busy)
    #expect(try outside.readFrame(idle: .seconds(10)) == nil)
    for one in inside { #expect(try isServed(one)) }
    inside[0].close()
    var isIn = false
    for _ in 0..<500 where !isIn {
      isIn = (try? isServed(visit(clients, limit: 3))) ?? false
    }
    #expect(isIn)
    for one in inside.dropFirst() { #expect(try isServed(one)) }
  }

  @Test("After the end all were hung up on, and whoever comes is told to try again")
  func end() throws {
    let clients = Clients(thread: "test")
    let inside = try (0..<3).map { _ in try visit(clients, limit: 8) }
    clients.close()
    for one in inside { #expect(try one.readFrame(idle: .seconds(10)) == nil) }
    #expect(try fault(visit(clients, limit: 8)) == .busy)
  }

  @Test("Whoever comes while it ends is hung up on or told to try again; nobody stays inside")
  func race() throws {
    for _ in 0..<200 {
      let clients = Clients(thread: "test")
      let came = Mutex<Transport?>(nil)
      let thread = try WorkerThread.start("comes") {
        let one = try? visit(clients, limit: 8)
        came.withLock { $0 = one }
      }
      clients.close()
      thread.join()
      let one = try #require(came.withLock { $0 })
      let heard = try one.readFrame(idle: .seconds(10))
      #expect(try heard == nil || Response(message: heard ?? []).outcome.isBusy)
    }
  }
}

extension Result where Failure == WireError {
  fileprivate var isBusy: Bool {
    if case .failure(let error) = self { error.fault == .busy } else { false }
  }
}
