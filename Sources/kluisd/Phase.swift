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

/// Leads each client to what the service is when they come.
final class Door: Sendable {
  private let phase = Mutex<Phase?>(nil)

  func lead(to next: Phase) { phase.withLock { $0 = next } }

  func serve(_ descriptor: consuming Descriptor) {
    switch phase.withLock({ $0 }) {
    case .open(let server): server.serve(descriptor)
    case .sealed(let vault): vault.serve(descriptor)
    case nil: break
    }
  }
}

extension Signals {
  /// The service must become something else: unsealed by its holders, or sealed by a beheerder.
  static let turn = SIGUSR1

  /// Wakes the thread that waits for signals.
  static func raiseTurn() { _ = kill(getpid(), turn) }
}
