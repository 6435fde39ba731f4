package import Sodium

// What the host itself keeps among the secrets: nothing of this ever goes to a member.

extension TokenTable {
  /// Keeps the seed of the service key, unless it is kept already; whether it had to.
  ///
  /// A copy of `keystore.db` then brings the service back on another host.
  package func keepServiceKey(_ seed: borrowing SecretBytes) throws(KeystoreError) {
    _ = try remove(.serviceKey)
    try put(.serviceKey, seed)
  }

  /// Whether this very seed is kept.
  package func keepsServiceKey(_ seed: borrowing SecretBytes) throws(KeystoreError) -> Bool {
    switch try get(.serviceKey) {
    case .some(let kept): kept.equals(seed)
    case .none: false
    }
  }

  /// The seed of the service key, for who brings a host back; nil when it was never kept.
  package func keptServiceKey() throws(KeystoreError) -> SecretBytes? { try get(.serviceKey) }

  /// Keeps the seed of the bundle key; one that is there is never replaced.
  package func keepBundleKey(_ seed: borrowing SecretBytes) throws(KeystoreError) {
    try put(.bundleKey, seed)
  }

  /// The public half of the bundle key, 32 bytes; nil while there is none.
  package func bundlePublicKey() throws(KeystoreError) -> [UInt8]? {
    guard let seed = try get(.bundleKey) else { return nil }
    do throws(SecretMemoryError) { return try SigningKeyPair(seed: seed).publicKey } catch {
      throw .memory(error)
    }
  }

  /// Whether there is such a token and it opens; its value goes nowhere.
  ///
  /// - Throws: `.tampered` when the row is not what was put there.
  package func opens(_ key: TokenKey) throws(KeystoreError) -> Bool {
    switch try get(key) {
    case .some: true
    case .none: false
    }
  }
}
