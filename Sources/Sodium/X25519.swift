internal import CSodium

/// The bare agreement of X25519, where a standard of others derives its own key from it.
///
/// Whatever is ours seals with `SealedBox` or agrees with `KeyExchange`.
///
/// - Source: RFC 7748, section 6.1; crypto_scalarmult(3)
package enum X25519 {
  package static let keyCount = 32

  /// Why no secret was agreed on.
  package enum AgreementError: Error, Equatable, CustomStringConvertible {
    /// A public key of another length, or one that gives everybody the same secret: all zeros.
    case badKey
    case memory(SecretMemoryError)

    package var description: String {
      switch self {
      case .badKey: "the public key is not one to agree with"
      case .memory(let error): error.description
      }
    }

    package var hint: String {
      switch self {
      case .badKey: "ask for the key again; report it if it stays as it is"
      case .memory(let error): error.hint
      }
    }
  }

  /// The secret that both sides compute; a hash of it is a key, it is not one itself.
  ///
  /// - Precondition: `secret` has 32 bytes.
  package static func agree(
    _ secret: borrowing SecretBytes, with publicKey: [UInt8]
  ) throws(AgreementError) -> SecretBytes {
    precondition(secret.count == keyCount)
    guard publicKey.count == keyCount else { throw .badKey }
    let shared: SecretBytes
    do { shared = try SecretBytes(count: keyCount) } catch { throw .memory(error) }
    // libsodium refuses zeros itself since 1.0.12; that a file cannot choose its key is worth two looks.
    guard unsafe crypto_scalarmult(shared.pointer, secret.pointer, publicKey) == 0,
      unsafe sodium_is_zero(shared.pointer, keyCount) == 0
    else { throw .badKey }
    return shared
  }
}
