import Foundation
import Socket
import Synchronization
import VaultTestKit

/// A socket in front of the vault's that carries whole messages, and cuts the line at one that was chosen.
final class CuttingSocket: Sendable {
  /// Where a line is cut.
  enum Place: String, CaseIterable, Sendable {
    /// The vault never hears it.
    case request
    /// The vault did it, and nobody hears that.
    case answer
  }

  /// What happens to the client.
  enum End: String, CaseIterable, Sendable {
    /// SIGKILL.
    case killed
    /// The vault is out of reach from then on.
    case down
    /// The line breaks once.
    case broken
  }

  /// Which message.
  enum Which: Equatable, Sendable {
    /// The n-th since the cut was chosen, from 0.
    case number(Int)
    /// The first of this method.
    case method(String)
  }

  struct Cut: Sendable {
    let which: Which
    let place: Place
    let end: End
  }

  let path: String
  private let vault: String
  private let scratch: Scratch
  private let listener: Listener
  private let state = Mutex(State())

  private struct State {
    var cut: Cut?
    var isDown = false
    var methods: [String] = []
    var wasCut = false
  }

  init(before vault: String) throws {
    self.vault = vault
    scratch = try Scratch()
    path = scratch.path("s")
    listener = try Listener.open(path: path)
    _ = try WorkerThread.start("accept") { [listener] in
      while let client = try? listener.accept() { self.serve(Transport(client)) }
    }
  }

  /// What was asked since the cut was chosen, in order.
  var methods: [String] { state.withLock { $0.methods } }
  /// Whether the line was cut.
  var wasCut: Bool { state.withLock { $0.wasCut } }

  /// From now on the line is whole up to this place; nil lets everything through.
  func choose(_ cut: Cut?) { state.withLock { $0 = State(cut: cut) } }

  func stop() { listener.stop() }

  private func serve(_ near: Transport) {
    guard !state.withLock({ $0.isDown }),
      let far = try? Transport.connect(to: .unix(path: vault))
    else { return near.close() }
    _ = try? WorkerThread.start("carry") {
      defer {
        near.close()
        far.close()
      }
      while let message = try? near.readFrame(idle: nil) {
        let cut = self.cut(at: message)
        if let cut, cut.place == .request { return self.end(near, cut) }
        guard (try? far.writeFrame(message)) != nil,
          let answer = try? far.readFrame(idle: .seconds(60))
        else { return }
        if let cut { return self.end(near, cut) }
        guard (try? near.writeFrame(answer)) != nil else { return }
      }
    }
  }

  private func cut(at message: [UInt8]) -> Cut? {
    let method = Self.method(message)
    return state.withLock { state in
      let number = state.methods.count
      state.methods.append(method)
      guard let cut = state.cut, !state.wasCut,
        cut.which == .number(number) || cut.which == .method(method)
      else { return nil }
      state.wasCut = true
      state.isDown = cut.end == .down
      return cut
    }
  }

  private func end(_ near: Transport, _ cut: Cut) {
    guard cut.end == .killed, let peer = try? near.peer(), peer.pid > 1, peer.pid != getpid()
    else { return }
    kill(peer.pid, SIGKILL)
    // Its end is seen when its side of the line is gone.
    _ = try? near.readFrame(idle: .seconds(10))
  }

  /// Of the envelope, which is JSON in one spelling.
  private static func method(_ message: [UInt8]) -> String {
    let text = String(decoding: message.prefix(200), as: UTF8.self)
    let parts = text.components(separatedBy: #""method":""#)
    guard parts.count > 1, let end = parts[1].firstIndex(of: "\"") else { return "?" }
    return String(parts[1][..<end])
  }
}
