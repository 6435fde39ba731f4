internal import CSodium

/// Seals a secret to a public key; only the holder of the other half opens it.
///
/// The sender is anonymous: who sealed a box is said by a signature over it.
/// - Source: crypto_box_seal(3)
package enum SealedBox {
  /// A box is this much longer than what is in it.
  package static let overhead = 48

  /// Why a box was not made or not opened.
  package enum BoxError: Error, Equatable, CustomStringConvertible {
    /// A public key of another length, or one that agrees on the same secret with everybody.
    case badKey
    /// Shorter than an empty box.
    case malformed
    /// Changed, or sealed to another key.
    case refused
    case memory(SecretMemoryError)

    package var description: String {
      switch self {
      case .badKey: "the key is not one to seal to"
      case .malformed: "this is not a sealed box"
      case .refused: "the box was changed, or is for another key"
      case .memory(let error): error.description
      }
    }

    package var hint: String {
      switch self {
      case .badKey: "fetch the directory again; report it if the key stays as it is"
      case .malformed, .refused: "check which key it was sealed to, and ask for it again"
      case .memory(let error): error.hint
      }
    }
  }

  package static func seal(
    _ secret: borrowing SecretBytes, to publicKey: [UInt8]
  ) throws(BoxError) -> [UInt8] {
    guard publicKey.count == BoxKeyPair.keyCount else { throw .badKey }
    var box = [UInt8](repeating: 0, count: secret.count + overhead)
    guard unsafe crypto_box_seal(&box, secret.pointer, UInt64(secret.count), publicKey) == 0
    else { throw .badKey }
    return box
  }

  package static func open(
    _ box: [UInt8], with pair: borrowing BoxKeyPair
  ) throws(BoxError) -> SecretBytes {
    guard box.count >= overhead else { throw .malformed }
    let opened: SecretBytes
    do { opened = try SecretBytes(count: box.count - overhead) } catch { throw .memory(error) }
    guard
      unsafe crypto_box_seal_open(
        opened.pointer, box, UInt64(box.count), pair.publicKey, pair.secret.pointer) == 0
    else { throw .refused }
    return opened
  }
}
