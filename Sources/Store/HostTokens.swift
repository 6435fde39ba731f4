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
