import Sodium

/// Signatures of records that this session found to hold, so that the same record is not verified
/// at every opening.
///
/// A signature holds or not for ever: what is remembered is the hash of all that goes into the
/// verification, purpose, key, signature and bytes. Only records are kept here; the receipt of an
/// answer and the links above the pin are new each time.
final class VerifiedSignatures {
  private var known: Set<[UInt8]> = []

  /// Some thousand dossiers; when they are full, verifying starts anew.
  private static let limit = 16_384

  /// Whether the signature is this key's over these bytes for this purpose.
  func holds(
    _ signature: [UInt8], of bytes: [UInt8], as domain: Domain, by key: [UInt8]
  ) -> Bool {
    // Other lengths never hold, and with these the parts cannot run into one another.
    guard signature.count == Signature.count, key.count == 32 else { return false }
    let name = BLAKE2b.hash(key, signature, Array(domain.rawValue.utf8), [0x0A], bytes)
    if known.contains(name) { return true }
    guard Signature.verify(signature, of: bytes, as: domain, by: key) else { return false }
    if known.count >= VerifiedSignatures.limit { known = [] }
    known.insert(name)
    return true
  }
}
