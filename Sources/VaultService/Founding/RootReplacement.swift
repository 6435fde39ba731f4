package import Directory
import PrivateFile
package import Sodium
package import Store

/// The yearly replacement of the root key: `keystore.db` gets another keystore key under another W,
/// while nobody has it open.
///
/// The new W is on the disk before the old one stops to open: whatever ends this in between, one of
/// the two files opens the keystore.
package struct RootReplacement: ~Copyable {
  private let folder: String
  private let lock: VaultLock
  /// Number of the newest ceremony in the directory; 0 when the root key was never divided.
  package let ceremony: UInt32
  /// Who keeps the shares of the present root key.
  package let holders: HolderSet?

  /// The new W until it has the place of the old.
  private var fresh: String { folder + "/" + FoundedFile.wrapKey.rawValue + ".new" }
  private var wrapPath: String { folder + "/" + FoundedFile.wrapKey.rawValue }

  /// Throws: `StartError` when the vault is open elsewhere, damaged, or an earlier try was cut off.
  package static func begin(_ folder: String) throws(StartError) -> RootReplacement {
    let lock = try VaultLock(folder)
    let store: Vault
    do throws(OpeningError) {
      store = try Vault.open(folder + "/" + FoundedFile.vault.rawValue, readers: 0)
    } catch { throw error.cause }
    let origin: [UInt8]?
    do { origin = try store.tables.meta.value("origin") } catch { throw .logDamaged }
    let view = try StoredDirectory.read(
      store.tables, origin: String(decoding: origin ?? [], as: UTF8.self))
    let replacement = RootReplacement(
      folder: folder, lock: lock, ceremony: view.holders?.ceremony ?? 0, holders: view.holders)
    guard !PrivateFile.exists(replacement.fresh) else {
      throw .unavailable(
        .init(
          "\(replacement.fresh) is left of a replacement that was cut off",
          hint:
            "start kluisd: if it opens, remove that file; if not, rename it to wrap.key and start again"
        ))
    }
    return replacement
  }

  private init(folder: String, lock: VaultLock, ceremony: UInt32, holders: HolderSet?) {
    self.folder = folder
    self.lock = lock
    self.ceremony = ceremony
    self.holders = holders
  }

  /// W of the present root key, from `wrap.key` on the host; nil when it is not there.
  package func presentWrapKey() throws -> SecretBytes? {
    do { return try SecretFile.read(wrapPath) } catch SecretFile.Fault.missing { return nil }
  }

  /// Why a replacement did not come to its end.
  package enum Fault: Error {
    /// The old W opens `keystore.db` as before, and nothing is left of the new one.
    case unchanged(any Error)
    /// `keystore.db` may be under the new W, which stayed in this file: the new shares are needed.
    case halfway(any Error, newWrapKey: String)
  }

  /// Rotates the keystore to a key under the new root key's W, and leaves that in `wrap.key`.
  ///
  /// Whoever has the old W and a copy of the old file then opens no row of the new one.
  package consuming func finish(
    from old: borrowing SecretBytes, to root: borrowing SecretBytes, ceremony: UInt32,
    atStep: (RotationStep) -> Void = { _ in }
  ) throws(Fault) {
    let new = try writeWrapKey(root, ceremony)
    do {
      try Keystore.open(keystorePath, wrapKey: old, readers: 0).rotate(to: new, atStep: atStep)
      try PrivateFile.move(fresh, to: wrapPath)
    } catch {
      // The file itself says which of the two opens it now.
      guard isStillClosed(to: new) else { throw .halfway(error, newWrapKey: fresh) }
      PrivateFile.remove(fresh)
      throw .unchanged(error)
    }
    lock.release()
  }

  private func writeWrapKey(
    _ root: borrowing SecretBytes, _ ceremony: UInt32
  ) throws(Fault) -> SecretBytes {
    do {
      let new = try HostKey.wrap(root: root, ceremony: ceremony)
      try PrivateFile.create(fresh, HostKey.text(of: new))
      return new
    } catch { throw .unchanged(error) }
  }

  private var keystorePath: String { folder + "/" + FoundedFile.keystore.rawValue }

  /// False also when the file cannot be asked.
  private func isStillClosed(to wrapKey: borrowing SecretBytes) -> Bool {
    do throws(KeystoreError) {
      _ = try Keystore.open(keystorePath, wrapKey: wrapKey, readers: 0)
      return false
    } catch { return error == .wrongWrapKey }
  }
}
