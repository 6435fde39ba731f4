internal import CSodium

/// Ed25519 signatures, each for one purpose.
///
/// - Source: crypto_sign_detached(3), RFC 8032
package enum Signature {
  package static let count = 64

  /// Signs `"dossierkluis/v1/" ‖ domain ‖ 0x0A ‖ bytes`.
  package static func sign(
    _ bytes: [UInt8], as domain: Domain, with pair: borrowing SigningKeyPair
  ) -> [UInt8] {
    signPlain(domain.prefix + bytes, with: pair)
  }

  /// Whether `signature` is `publicKey`'s over these bytes for this purpose; false for any length
  /// that is not a signature's or a key's.
  package static func verify(
    _ signature: [UInt8], of bytes: [UInt8], as domain: Domain, by publicKey: [UInt8]
  ) -> Bool {
    verifyPlain(signature, of: domain.prefix + bytes, by: publicKey)
  }

  /// Signs bytes as they are, for checkpoints (C2SP signed notes) and minisign files only.
  ///
  /// Those formats leave no room for a domain. Their keys sign nothing else.
  package static func signPlain(
    _ bytes: [UInt8], with pair: borrowing SigningKeyPair
  ) -> [UInt8] {
    var signature = [UInt8](repeating: 0, count: count)
    unsafe crypto_sign_detached(
      &signature, nil, bytes, UInt64(bytes.count), pair.expanded.pointer)
    return signature
  }

  /// Verifies what `signPlain` makes; libsodium refuses keys and points of small order.
  package static func verifyPlain(
    _ signature: [UInt8], of bytes: [UInt8], by publicKey: [UInt8]
  ) -> Bool {
    guard signature.count == count, publicKey.count == SigningKeyPair.publicKeyCount
    else { return false }
    return unsafe crypto_sign_verify_detached(
      signature, bytes, UInt64(bytes.count), publicKey) == 0
  }
}
