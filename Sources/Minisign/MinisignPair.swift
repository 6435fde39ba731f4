package import Sodium

/// A pair of keys, unlocked: it signs, and ends with the value.
package struct MinisignPair: ~Copyable, Sendable {
  package let number: [UInt8]
  package let pair: SigningKeyPair

  /// A new pair with a random number.
  package static func generate() throws(MinisignError) -> MinisignPair {
    do {
      return MinisignPair(
        number: Random.bytes(MinisignKey.numberCount), pair: try SigningKeyPair.generate())
    } catch { throw .memory(error) }
  }

  /// - Precondition: a number of 8 bytes.
  package init(number: [UInt8], pair: consuming SigningKeyPair) {
    precondition(number.count == MinisignKey.numberCount)
    self.number = number
    self.pair = pair
  }

  package var publicKey: MinisignKey {
    get throws(MinisignError) { try MinisignKey(number: number, key: pair.publicKey) }
  }

  /// Signs a file by its BLAKE2b-512, and the comment with it.
  ///
  /// - Parameter hash: 64 bytes.
  /// - Throws: `.badComment`, `.malformed` for a hash of another length
  package func sign(
    hash: [UInt8], comment: String
  ) throws(MinisignError) -> MinisignSignature {
    guard hash.count == Format.hashCount else { throw .malformed }
    try MinisignError.checkComment(comment, limit: Format.trustedLimit)
    let signature = Signature.signPlain(hash, with: pair)
    return MinisignSignature(
      number: number, signature: signature, trustedComment: comment,
      overComment: Signature.signPlain(signature + Array(comment.utf8), with: pair))
  }
}
