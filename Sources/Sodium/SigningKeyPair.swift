internal import CSodium

/// An Ed25519 pair, made from a seed of 32 bytes.
///
/// - Source: crypto_sign_seed_keypair(3), RFC 8032
package struct SigningKeyPair: ~Copyable, Sendable {
  package static let seedCount = 32
  package static let publicKeyCount = 32

  package let publicKey: [UInt8]
  package let seed: SecretBytes
  /// libsodium's form of the secret key: seed, then public key.
  let expanded: SecretBytes

  /// A new pair.
  package static func generate() throws(SecretMemoryError) -> SigningKeyPair {
    try SigningKeyPair(seed: SecretBytes.random(seedCount))
  }

  /// The pair of this seed.
  ///
  /// - Throws: `.wrongLength` unless it has 32 bytes.
  package init(seed: consuming SecretBytes) throws(SecretMemoryError) {
    guard seed.count == SigningKeyPair.seedCount else { throw .wrongLength }
    let expanded = try SecretBytes(count: 64)
    var publicKey = [UInt8](repeating: 0, count: SigningKeyPair.publicKeyCount)
    let made = unsafe crypto_sign_seed_keypair(&publicKey, expanded.pointer, seed.pointer)
    precondition(made == 0)
    self.publicKey = publicKey
    self.seed = seed
    self.expanded = expanded
  }
}
