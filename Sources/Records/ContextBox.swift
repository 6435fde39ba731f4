package import Sodium

/// A sealed box whose plaintext says what it is for: context ‖ 32 secret bytes.
///
/// A sealed box alone is as good in any other place. With its context inside, a box that was moved
/// to another dossier, section, generation or epoch is refused by whoever opens it.
/// - Source: Docs/protocol.md, Boxes
package enum ContextBox {
  package static let secretCount = 32

  /// Why a box was not made or not opened.
  package enum BoxError: Error, Equatable, CustomStringConvertible {
    /// It opens, but it was sealed for another place or is of another length.
    case context
    case box(SealedBox.BoxError)
    case memory(SecretMemoryError)

    package var description: String {
      switch self {
      case .context: "the sealed key was made for another place"
      case .box(let error): error.description
      case .memory(let error): error.description
      }
    }

    package var hint: String {
      switch self {
      case .context: "do not use it; report it to the FG"
      case .box(let error): error.hint
      case .memory(let error): error.hint
      }
    }
  }

  /// Seals 32 secret bytes for one place.
  ///
  /// - Parameter key: the public key of who may open it, 32 bytes.
  /// - Throws: `.box(.badKey)`, `.context` for a secret of another length, `.memory`
  package static func seal(
    _ secret: borrowing SecretBytes, context: [UInt8], to key: [UInt8]
  ) throws(BoxError) -> [UInt8] {
    guard secret.count == secretCount else { throw .context }
    let plain: SecretBytes
    do {
      var writer = try SecretWriter(capacity: context.count + secretCount)
      try writer.append(context)
      try writer.append(secret)
      plain = writer.finish()
    } catch { throw .memory(error) }
    do { return try SealedBox.seal(plain, to: key) } catch { throw .box(error) }
  }

  /// Opens a box and takes the secret out when it was sealed for exactly this place.
  package static func open(
    _ box: [UInt8], context: [UInt8], with pair: borrowing BoxKeyPair
  ) throws(BoxError) -> SecretBytes {
    let plain: SecretBytes
    do { plain = try SealedBox.open(box, with: pair) } catch { throw .box(error) }
    guard plain.count == context.count + secretCount else { throw .context }
    do {
      guard try plain.slice(0..<context.count).equals(context) else { throw BoxError.context }
      return try plain.slice(context.count..<plain.count)
    } catch let error as SecretMemoryError {
      throw .memory(error)
    } catch { throw .context }
  }
}
