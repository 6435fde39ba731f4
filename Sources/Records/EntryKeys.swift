package import Sodium
internal import Vocabulary

/// The two keys of one revision, from the section key K and the revision's erasure token E.
///
/// The first encrypts. The second is stored beside the ciphertext and compared before anything is
/// decrypted: it commits to K and E, so that no ciphertext can be made to open in two ways.
/// - Source: Docs/protocol.md, Entry and link
package struct EntryKeys: ~Copyable {
  package let encryption: SecretBytes
  /// 32 public bytes.
  package let commitment: [UInt8]

  private static let label = Array("dossierkluis/v1/entry".utf8)

  /// - Parameters:
  ///   - sectionKey: K, 32 bytes.
  ///   - token: E, 32 random bytes that belong to this revision alone.
  /// - Throws: `.wrongLength`
  package static func derive(
    sectionKey: borrowing SecretBytes, token: borrowing SecretBytes, header: EntryHeader
  ) throws(SecretMemoryError) -> EntryKeys {
    guard sectionKey.count == 32, token.count == 32 else { throw .wrongLength }
    var place: [UInt8] = []
    place.reserveCapacity(label.count + 38)
    place += label
    header.dossier.append(to: &place)
    place.append(header.section.rawValue)
    header.entry.append(to: &place)
    place.append(bigEndian: header.revision)
    place.append(header.kind.rawValue)
    let both = try BLAKE2b.keyed(sectionKey, count: 64) { hash in
      hash.absorb(place)
      hash.absorb(token)
    }
    var commitment: [UInt8] = []
    commitment.reserveCapacity(32)
    both.withSpan { span in
      for index in 32..<64 { commitment.append(span[index]) }
    }
    return EntryKeys(encryption: try both.slice(0..<32), commitment: commitment)
  }

  private static let attachmentLabel = Array("dossierkluis/v1/attachment".utf8)

  /// The key of an attachment's parts, from the key that seals its description.
  ///
  /// It is this attachment's alone, for its place and E are in the key it is made from; without E it
  /// cannot be made, so that the parts go the way of the description.
  /// - Source: Docs/protocol.md, Attachments
  package borrowing func attachmentKey() throws(SecretMemoryError) -> SecretBytes {
    try BLAKE2b.keyed(encryption, count: 32) { $0.absorb(Self.attachmentLabel) }
  }
}
