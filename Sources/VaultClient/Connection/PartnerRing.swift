package import Minisign
import Sodium

/// The opened signing key of a partner: it signs, and the secret itself stays inside.
package final class PartnerRing: Sendable {
  private let pair: MinisignPair

  package init(_ pair: consuming MinisignPair) {
    self.pair = pair
  }

  /// By which the directory knows the partner, 32 bytes.
  package var publicKey: [UInt8] { pair.pair.publicKey }

  func sign(_ bytes: [UInt8], as domain: Domain) -> [UInt8] {
    Signature.sign(bytes, as: domain, with: pair.pair)
  }

  /// Signs a file by its BLAKE2b-512, as minisign does: a receipt.
  package func sign(
    hash: [UInt8], comment: String
  ) throws(MinisignError) -> MinisignSignature {
    try pair.sign(hash: hash, comment: comment)
  }
}
