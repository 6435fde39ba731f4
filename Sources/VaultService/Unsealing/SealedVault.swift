// Unsealing: a vault that has no W yet, and the share holders who bring it.
//
// The service knows who the holders are from the directory and shows who it is by its service key.
// Each holder seals the words of a sheet to the key of this run; when enough agree, the root key
// gives W and is wiped. Until then there is no keystore key in the process, so nothing can leave.
//
// What it is not: a way round the log. The opened vault's first leaves say that it was unsealed.
//
//   SealedVault        offers its key, takes shares, serves whoever connects
//   ShareCollection    takes the holders' shares and nothing else, and gives the root key
//   SealedConnection   one client: hello is refused, the directory is given

import Directory
import SLIP39
import Session
package import Socket
package import Sodium
import Store
import Synchronization
import Wire

/// A vault that waits for its share holders.
package final class SealedVault: Sendable {
  /// Clients at once; a sealed vault has few.
  private static let clientLimit = 64

  package let origin: String
  /// Who must come.
  let holders: HolderSet
  /// The signed directory as `vault.db` has it.
  let records: [[UInt8]]
  private let keystorePath: String
  private let serviceKey: SigningKeyPair
  private let key: BoxKeyPair
  private let lock: VaultLock
  private let state: Mutex<State>
  private let clients = Clients(thread: "holder")
  /// Those at the partners' door, who cannot keep holders out.
  private let partners = Clients(thread: "partner")
  /// Called once, when W was found.
  private let unsealed: @Sendable () -> Void

  fileprivate struct State: ~Copyable {
    var shares: ShareCollection
    var wrap: SecretBytes?
    var isOpen = false
  }

  /// Reads the directory of a vault whose W is not there.
  ///
  /// Throws: `StartError`; `.unavailable` when nobody holds shares, so that nobody could unseal it.
  package init(
    _ settings: VaultSettings, unsealed: @escaping @Sendable () -> Void
  ) throws(StartError) {
    lock = try VaultLock(settings.folder)
    let store: Vault
    do throws(OpeningError) { store = try Vault.open(settings.vaultPath, readers: 0) } catch {
      throw error.cause
    }
    let stored: String?
    do {
      stored = try store.tables.meta.value("origin").map { String(decoding: $0, as: UTF8.self) }
    } catch { throw .logDamaged }
    guard let stored else { throw .originsDiffer }
    let view = try StoredDirectory.read(store.tables, origin: stored)
    guard let holders = view.holders else {
      throw .unavailable(
        .init(
          "the wrap key is not there, and the root key was never divided over share holders",
          hint: "give it as the systemd credential wrap-key, or restore wrap.key (mode 0600)"))
    }
    do { records = try store.tables.directory.records(from: 1, limit: Int(view.position)) } catch {
      throw .logDamaged
    }
    serviceKey = try ServiceKeyFile.read(settings.serviceKeyPath)
    guard serviceKey.publicKey == view.serviceKey else {
      throw .serviceKey("it is not the key that the directory names")
    }
    do { key = try BoxKeyPair.generate() } catch {
      throw .memory(error.description, hint: error.hint)
    }
    origin = stored
    self.holders = holders
    keystorePath = settings.keystorePath
    self.unsealed = unsealed
    do { state = Mutex(State(shares: try ShareCollection(holders))) } catch {
      throw .memory(error.description, hint: error.hint)
    }
  }

  package var ceremony: UInt32 { holders.ceremony }
  /// How many shares are needed, and how many there are.
  package var needed: Int { holders.threshold }
  package var shareCount: Int { holders.holders.count }

  /// The key of this run, signed, for one holder's nonce.
  func offer(nonce: [UInt8]) -> (offer: [UInt8], signature: [UInt8]) {
    let bytes = UnsealOffer(
      box: key.publicKey, ceremony: holders.ceremony, nonce: nonce, origin: origin
    ).encode()
    return (bytes, Signature.sign(bytes, as: .hello, with: serviceKey))
  }

  /// Takes a share that was sealed to the key of this run.
  ///
  /// Throws: `.unavailable` when memory or the keystore's file cannot be used.
  func take(_ box: [UInt8]) throws(WireError) -> ShareAnswer {
    let mnemonic: Mnemonic
    do {
      mnemonic = try Mnemonic.parse(SealedBox.open(box, with: key))
    } catch SealedBox.BoxError.memory(_), MnemonicError.memory(_) {
      throw WireError(.unavailable)
    } catch {
      return state.withLock { ShareAnswer(.unreadable, $0) }
    }
    do { return try collect(mnemonic) } catch { throw WireError(.unavailable) }
  }

  private func collect(_ mnemonic: consuming Mnemonic) throws -> ShareAnswer {
    // A closure can only lend what it captured.
    var share: Mnemonic? = consume mnemonic
    return try state.withLock { state throws in
      guard let mnemonic = share.take() else { return ShareAnswer(.unreadable, state) }
      guard state.wrap == nil, !state.isOpen else { return ShareAnswer(.duplicate, state) }
      let fate = try state.shares.take(mnemonic)
      guard fate == .taken, let root = try state.shares.root() else {
        return ShareAnswer(fate, state)
      }
      let wrap = try HostKey.wrap(root: root, ceremony: holders.ceremony)
      guard try Self.opens(keystorePath, wrap) else { return ShareAnswer(fate, state) }
      state.shares = try ShareCollection(holders)
      state.wrap = consume wrap
      state.isOpen = true
      return ShareAnswer(fate, state, opensNow: true)
    }
  }

  /// Whether W opens this vault's keystore; a file that is damaged otherwise is told at the start.
  private static func opens(_ path: String, _ wrap: borrowing SecretBytes) throws -> Bool {
    do throws(KeystoreError) {
      _ = try Keystore.open(path, wrapKey: wrap, readers: 0)
    } catch .wrongWrapKey { return false } catch { return true }
    return true
  }

  /// Has the service turn into an open vault; the holder has been answered.
  func turn() { unsealed() }

  /// W, once; then this vault has it no more.
  package func takeWrapKey() -> SecretBytes? { state.withLock { $0.wrap.take() } }

  /// Serves one client on a thread of its own; over the limit it is told to try again.
  package func serve(_ descriptor: consuming Descriptor) {
    clients.admit(descriptor, limit: Self.clientLimit) { [self] transport in
      SealedConnection(self, transport).serve()
    }
  }

  /// The same at the partners' door: nobody brings a share there.
  package func serveCollect(_ descriptor: consuming Descriptor) {
    partners.admit(descriptor, limit: Self.clientLimit) { [self] transport in
      SealedConnection(self, transport, takesShares: false).serve()
    }
  }

  /// Hangs up on all and lets go of the vault, so that it can be opened; until it is, whoever comes
  /// is told to try again.
  package func stop() {
    clients.close()
    partners.close()
    lock.release()
  }
}

/// What a holder's terminal hears about one share.
struct ShareAnswer {
  let fate: ShareFate
  /// Shares more that are needed: at least one while the vault is sealed.
  let missing: Int
  let isOpen: Bool
  /// With this very share.
  let opensNow: Bool

  fileprivate init(
    _ fate: ShareFate, _ state: borrowing SealedVault.State, opensNow: Bool = false
  ) {
    self.fate = fate
    isOpen = state.isOpen
    missing = isOpen ? 0 : max(1, state.shares.missing)
    self.opensNow = opensNow
  }
}
