internal import CSodium

/// An X25519 pair: what is sealed to its public key opens with its secret.
///
/// - Source: crypto_box_keypair(3), RFC 7748
package struct BoxKeyPair: ~Copyable, Sendable {
  package static let keyCount = 32

  package let publicKey: [UInt8]
  package let secret: SecretBytes

  /// A new pair.
  package static func generate() throws(SecretMemoryError) -> BoxKeyPair {
    try BoxKeyPair(secret: SecretBytes.random(keyCount))
  }

  /// The pair with this secret half.
  ///
  /// - Throws: `.wrongLength` unless it has 32 bytes.
  package init(secret: consuming SecretBytes) throws(SecretMemoryError) {
    guard secret.count == BoxKeyPair.keyCount else { throw .wrongLength }
    var publicKey = [UInt8](repeating: 0, count: BoxKeyPair.keyCount)
    let made = unsafe crypto_scalarmult_base(&publicKey, secret.pointer)
    precondition(made == 0)
    self.publicKey = publicKey
    self.secret = secret
  }
}
