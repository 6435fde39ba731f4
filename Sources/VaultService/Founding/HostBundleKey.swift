package import Directory
import Minisign
import PrivateFile
package import Sodium
import Store

/// The bundle key of a vault that stands still: its public half, and the key itself where there is none.
///
/// The seed stays in `keystore.db`. What the beheerder and the FG sign is the file `bundle.pub`.
package enum HostBundleKey {
  package struct Found: Equatable, Sendable {
    package let key: BundleKey
    /// Whether it was drawn just now.
    package let isNew: Bool
    /// The file with the public half.
    package let path: String
  }

  /// Shows the key, and draws it when there is none; writes `bundle.pub` anew either way.
  ///
  /// - Throws: when a service has the vault open, or W is not this keystore's
  package static func show(
    _ folder: String, wrapKey: borrowing SecretBytes
  ) throws(StartError) -> Found {
    let lock = try VaultLock(folder)
    defer { lock.release() }
    let key: [UInt8]
    let isNew: Bool
    do throws(KeystoreError) {
      let keystore = try Keystore.open(
        folder + "/" + FoundedFile.keystore.rawValue, wrapKey: wrapKey, readers: 0)
      let kept = try keystore.tables.tokens.bundlePublicKey()
      isNew = kept == nil
      key = if let kept { kept } else { try draw(in: keystore) }
    } catch { throw error.cause }
    let found = Found(
      key: BundleKey(key: key), isNew: isNew, path: folder + "/" + FoundedFile.bundle.rawValue)
    do throws(PrivateFile.Fault) { try PrivateFile.replace(found.path, found.key.file) } catch {
      throw .unavailable(.init("\(error)", hint: error.hint))
    }
    return found
  }

  private static func draw(in keystore: Keystore) throws(KeystoreError) -> [UInt8] {
    let pair: SigningKeyPair
    do throws(SecretMemoryError) { pair = try SigningKeyPair.generate() } catch {
      throw .memory(error)
    }
    try database { () throws(StoreError) in try keystore.begin() }
    do throws(KeystoreError) {
      try keystore.tables.tokens.keepBundleKey(pair.seed)
      try database { () throws(StoreError) in try keystore.commit() }
    } catch {
      keystore.rollback()
      throw error
    }
    try database { () throws(StoreError) in try keystore.truncateLog() }
    return pair.publicKey
  }

  private static func database(_ body: () throws(StoreError) -> Void) throws(KeystoreError) {
    do throws(StoreError) { try body() } catch { throw .database(error) }
  }
}

extension BundleKey {
  /// `bundle.pub`: a public key's file as minisign writes it.
  var file: [UInt8] {
    do throws(MinisignError) { return try MinisignKey(number: number, key: key).encode() } catch {
      preconditionFailure("a key of another length")  // trap: Ed25519 and BLAKE2b fix both lengths.
    }
  }
}
