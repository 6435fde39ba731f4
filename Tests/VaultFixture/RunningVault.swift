import Directory
import Foundation
import Socket
import Sodium
import Synchronization
package import VaultClient
package import VaultService
import VaultTestKit
package import Vocabulary

/// The real service on a real socket, in this process, for a household.
package final class RunningVault: Sendable {
  package let household: Household
  package let server: VaultServer
  package let socket: String
  /// Of the partners' door.
  package let collectSocket: String
  private let listener: Listener
  private let collectListener: Listener

  /// Starts the service; with `enrol` everybody is enrolled and admitted.
  package init(
    _ household: Household, settings: ((inout VaultSettings) -> Void)? = nil,
    clock: VaultClock = .system, enrol: Bool = true
  ) throws {
    self.household = household
    var chosen = VaultSettings(
      folder: household.folder,
      policyFolder: Places.project.appendingPathComponent("Policies").path)
    settings?(&chosen)
    server = try VaultServer(
      settings: chosen, clock: clock, wrapKey: SecretFile.read(household.folder + "/wrap.key"))
    socket = household.scratch.path("s\(UInt16.random(in: 0...UInt16.max))")
    listener = try Listener.open(path: socket)
    collectSocket = socket + "c"
    collectListener = try Listener.open(path: collectSocket)
    let (server, listener, collectListener) = (server, listener, collectListener)
    _ = try WorkerThread.start("accept") {
      while let descriptor = try? listener.accept() { server.serve(descriptor) }
    }
    _ = try WorkerThread.start("collect") {
      while let descriptor = try? collectListener.accept() { server.serveCollect(descriptor) }
    }
    if enrol { try enrolEverybody() }
  }

  deinit { stop() }

  package func stop() {
    listener.stop()
    collectListener.stop()
    server.stop()
  }

  /// A connection to the partners' door.
  package func collectChannel() throws -> Channel {
    Channel(try Transport.connect(to: .unix(path: collectSocket)))
  }

  /// Passes a message on to the service and gives its answer.
  package typealias Send = ([UInt8]) throws -> [UInt8]

  /// A connection of frames to the service; `tamper` sees and may change what passes.
  ///
  /// An error that is not the socket's looks to the client like a connection that broke.
  package func channel(
    _ tamper: @escaping (_ message: [UInt8], _ send: Send) throws -> [UInt8] =
      { message, send in try send(message) }
  ) throws -> Channel {
    let transport = try Transport.connect(to: .unix(path: socket))
    let send: Send = { message in
      try transport.writeFrame(message)
      guard let answer = try transport.readFrame(idle: .seconds(30)) else {
        throw SocketError(.closed)
      }
      return answer
    }
    return Channel { message throws(SocketError) in
      do { return try tamper(message, send) } catch let error as SocketError { throw error } catch {
        throw SocketError(.closed)
      }
    }
  }

  /// Signs somebody in on a device of their own.
  package func session(
    _ person: Person, device: String = "laptop", channel: Channel? = nil
  ) throws -> VaultSession {
    try VaultSession.signIn(
      over: channel ?? self.channel(), as: household.ring(person),
      state: household.state(person, device: device), client: "test/1",
      now: { Int64(Date().timeIntervalSince1970 * 1000) })
  }

  /// The member id of a person.
  package func member(_ person: Person) -> Identifier { household.ring(person).identity.member }
}
