import Glibc
import Socket
import Synchronization
import VaultService

/// What the service is at this moment.
enum Phase: Sendable {
  /// W is at hand.
  case open(VaultServer)
  /// Share holders must bring it.
  case sealed(SealedVault)

  /// A line for who reads the journal.
  var words: String {
    switch self {
    case .open(let server): "\(server.origin) is open"
    case .sealed(let vault):
      "\(vault.origin) is sealed: \(vault.needed) of \(vault.shareCount) share holders must unseal it (kluis-keys unseal)"
    }
  }

  func stop() {
    switch self {
    case .open(let server): server.stop()
    case .sealed(let vault): vault.stop()
    }
  }
}

/// Leads each client to what the service is when they come, by the door at which they come.
final class Doors: Sendable {
  enum Door {
    case members
    /// Partners collect there, and can do nothing else.
    case collect
  }

  private let phase = Mutex<Phase?>(nil)

  func lead(to next: Phase) { phase.withLock { $0 = next } }

  func serve(_ descriptor: consuming Descriptor, at door: Door) {
    switch (phase.withLock({ $0 }), door) {
    case (.open(let server), .members): server.serve(descriptor)
    case (.open(let server), .collect): server.serveCollect(descriptor)
    case (.sealed(let vault), .members): vault.serve(descriptor)
    case (.sealed(let vault), .collect): vault.serveCollect(descriptor)
    case (nil, _): break
    }
  }
}

extension Signals {
  /// The service must become something else: unsealed by its holders, or sealed by a beheerder.
  static let turn = SIGUSR1

  /// Wakes the thread that waits for signals.
  static func raiseTurn() { _ = kill(getpid(), turn) }
}
