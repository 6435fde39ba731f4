package import Sodium
package import Vocabulary

/// The key to which a partner seals an answer on one bundle.
///
/// It is made of the keys of the entry that records the bundle, and is kept nowhere: whoever opens an answer
/// opened the dossier first, and the log says so. With the entry the key is destroyed.
///
///     secret = BLAKE2b-256(key: ek, "dossierkluis/v1/reply" ‖ bundle)
/// - Source: Docs/protocol.md, Bundle and page
package enum ReplyKey {
  private static let label = Array("dossierkluis/v1/reply".utf8)

  /// - Parameters:
  ///   - sectionKey: K, 32 bytes.
  ///   - token: E of the entry's first revision, 32 bytes.
  ///   - header: of that revision; author and time count for nothing here.
  /// - Returns: an X25519 pair; as text its public half is an age recipient.
  /// - Throws: `.wrongLength`
  package static func derive(
    sectionKey: borrowing SecretBytes, token: borrowing SecretBytes, header: EntryHeader,
    bundle: Identifier
  ) throws(SecretMemoryError) -> BoxKeyPair {
    let keys = try EntryKeys.derive(sectionKey: sectionKey, token: token, header: header)
    return try BoxKeyPair(
      secret: try BLAKE2b.keyed(keys.encryption, count: BoxKeyPair.keyCount) { hash in
        hash.absorb(label)
        hash.absorb(bundle.bytes)
      })
  }
}
