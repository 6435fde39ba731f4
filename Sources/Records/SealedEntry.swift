package import Sodium

/// The ciphertext of one revision, as it is stored and sent.
///
/// - Source: Docs/protocol.md, Entry and link
package struct SealedEntry: Equatable, Sendable {
  /// 24 bytes.
  package let nonce: [UInt8]
  /// 32 bytes; see `EntryKeys`.
  package let commitment: [UInt8]
  package let ciphertext: [UInt8]

  package init(nonce: [UInt8], commitment: [UInt8], ciphertext: [UInt8]) {
    self.nonce = nonce
    self.commitment = commitment
    self.ciphertext = ciphertext
  }

  /// Why a revision was not opened.
  package enum OpenError: Error, Equatable, CustomStringConvertible {
    /// Not the bytes that the link vouches for.
    case content
    /// The section key or the erasure token is not this revision's; nothing was decrypted.
    case commitment
    case ciphertext(AEAD.OpenError)
    case padding
    case memory(SecretMemoryError)

    package var description: String {
      switch self {
      case .content: "an entry is not what its link says"
      case .commitment: "the keys do not belong to this entry"
      case .ciphertext(let error): error.description
      case .padding: "the padding of an entry is not ours"
      case .memory(let error): error.description
      }
    }

    package var hint: String {
      switch self {
      case .content, .commitment, .padding:
        "do not use it; open the dossier again, and report it to the FG if it stays"
      case .ciphertext(let error): error.hint
      case .memory(let error): error.hint
      }
    }
  }

  private static let label = Array("dossierkluis/v1/header".utf8)

  private static func additionalData(_ header: EntryHeader) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(label.count + EntryHeader.byteCount)
    bytes += label
    header.append(to: &bytes)
    return bytes
  }

  /// Pads and encrypts a revision's plaintext.
  ///
  /// - Parameter nonce: 24 random bytes; given only where examples must come out the same.
  package static func seal(
    _ plaintext: [UInt8], header: EntryHeader, sectionKey: borrowing SecretBytes,
    token: borrowing SecretBytes, nonce: [UInt8] = AEAD.nonce()
  ) throws(SecretMemoryError) -> SealedEntry {
    let keys = try EntryKeys.derive(sectionKey: sectionKey, token: token, header: header)
    let ciphertext = AEAD.seal(
      Padding.pad(plaintext), ad: additionalData(header), nonce: nonce, key: keys.encryption)
    return SealedEntry(nonce: nonce, commitment: keys.commitment, ciphertext: ciphertext)
  }

  /// What the link of this revision holds: H(header ‖ nonce ‖ ck ‖ ciphertext).
  package func contentHash(_ header: EntryHeader) -> [UInt8] {
    BLAKE2b.hash(header.bytes, nonce, commitment, ciphertext)
  }

  /// Opens a revision that a verified link vouches for.
  ///
  /// The order is content, commitment, ciphertext, padding: nothing is decrypted under keys that
  /// are not this revision's.
  package func open(
    link: Link, sectionKey: borrowing SecretBytes, token: borrowing SecretBytes
  ) throws(OpenError) -> [UInt8] {
    guard nonce.count == AEAD.nonceCount, commitment.count == 32,
      contentHash(link.header) == link.content
    else { throw .content }
    return try open(header: link.header, sectionKey: sectionKey, token: token)
  }

  private func open(
    header: EntryHeader, sectionKey: borrowing SecretBytes, token: borrowing SecretBytes
  ) throws(OpenError) -> [UInt8] {
    let keys: EntryKeys
    do { keys = try EntryKeys.derive(sectionKey: sectionKey, token: token, header: header) } catch {
      throw .memory(error)
    }
    guard ConstantTime.equal(keys.commitment, commitment) else { throw .commitment }
    let padded: [UInt8]
    do {
      padded = try AEAD.open(
        ciphertext, ad: Self.additionalData(header), nonce: nonce, key: keys.encryption)
    } catch { throw .ciphertext(error) }
    do { return try Padding.unpad(padded) } catch { throw .padding }
  }
}
