internal import Sodium

/// The institution's public key under which its bundles are signed: a minisign key.
///
/// - Source: Docs/protocol.md, Directory
package struct BundleKey: Hashable, Sendable {
  /// Ed25519 public key: 32 bytes.
  package let key: [UInt8]

  package init(key: [UInt8]) {
    self.key = key
  }

  /// The 8 bytes by which minisign tells keys apart: how a hash of the key begins, so that a key has one.
  package var number: [UInt8] { Array(BLAKE2b.hash(key).prefix(8)) }

  /// Letters that people compare with what the vault's host showed.
  package var fingerprint: Fingerprint {
    Fingerprint(of: BLAKE2b.hash(Array("dossierkluis/v1/bundle-key".utf8), key))
  }
}
