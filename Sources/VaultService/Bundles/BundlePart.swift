import Records
import Sodium
import Store
import Vocabulary

/// One part of a bundle's file under the layer in which it waits here: nonce 24 ‖ XChaCha20-Poly1305.
///
/// The file is sealed for its partners already. The layer is for after: once its token is gone, nobody has
/// the file from here, nor from any copy of `vault.db`.
/// - Source: Docs/protocol.md, Methods, bundle.place
struct BundlePart {
  let bundle: Identifier
  let dossier: Identifier
  let n: Int
  let isLast: Bool

  /// Bytes that the layer adds to a part.
  static let overhead = AEAD.nonceCount + AEAD.tagCount

  var key: TokenKey { .bundleToken(dossier, bundle: bundle) }

  /// `"dossierkluis/v1/bundle"` ‖ bundle ‖ part u32 ‖ last 1: no part takes another's place, and a file
  /// that ends too soon does not open.
  var additional: [UInt8] {
    var bytes = Array("dossierkluis/v1/bundle".utf8) + bundle.bytes
    let number = UInt32(truncatingIfNeeded: n)
    for shift in [24, 16, 8, 0] as [UInt32] {
      bytes.append(UInt8(truncatingIfNeeded: number >> shift))
    }
    return bytes + [isLast ? 1 : 0]
  }

  /// Seals under a token that is not in `keystore.db` yet.
  func seal(_ bytes: [UInt8], under token: borrowing SecretBytes) -> [UInt8] {
    let nonce = AEAD.nonce()
    return nonce + AEAD.seal(bytes, ad: additional, nonce: nonce, key: token)
  }

  /// Seals under the token that is there; nil when there is none.
  func seal(_ bytes: [UInt8], _ tokens: TokenTable) throws(KeystoreError) -> [UInt8]? {
    try tokens.seal(bytes, ad: additional, under: key)
  }

  /// The part itself; nil when the token is gone.
  ///
  /// - Throws: `.tampered`
  func open(_ sealed: [UInt8], _ tokens: TokenTable) throws(KeystoreError) -> [UInt8]? {
    try tokens.open(sealed, ad: additional, under: key)
  }
}
