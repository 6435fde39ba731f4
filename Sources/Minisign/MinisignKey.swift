internal import Sodium

/// A public key as minisign writes it: a number that tells keys apart, and the key.
///
/// The number is chosen by who made the key and proves nothing.
package struct MinisignKey: Hashable, Sendable {
  /// 8 bytes; shown as minisign shows it, as one number of 16 hexadecimal digits.
  package let number: [UInt8]
  /// Ed25519, 32 bytes.
  package let key: [UInt8]

  static let numberCount = 8
  private static let count = 2 + numberCount + SigningKeyPair.publicKeyCount

  /// - Throws: `.malformed` for other lengths.
  package init(number: [UInt8], key: [UInt8]) throws(MinisignError) {
    guard number.count == Self.numberCount, key.count == SigningKeyPair.publicKeyCount
    else { throw .malformed }
    self.number = number
    self.key = key
  }

  /// Reads a public key's file: a line of comment and a line of base64.
  package init(decoding file: [UInt8]) throws(MinisignError) {
    var lines = try MinisignLines(file)
    _ = try lines.comment(Format.untrusted, limit: Format.untrustedLimit)
    try self.init(raw: lines.base64(Self.count))
    try lines.end()
  }

  /// Reads the line of base64 alone, as people pass it on: 56 characters.
  package init(text: String) throws(MinisignError) {
    guard text.utf8.count == Base64.encodedCount(Self.count), let raw = Base64.decode(text),
      raw.count == Self.count
    else { throw .malformed }
    try self.init(raw: raw)
  }

  /// kind 2 ‖ number 8 ‖ key 32.
  private init(raw: [UInt8]) throws(MinisignError) {
    guard Array(raw.prefix(2)) == Format.ed25519 else { throw .malformed }
    try self.init(number: Array(raw[2..<10]), key: Array(raw[10...]))
  }

  /// The line that people pass on: 56 characters.
  package var text: String { Base64.encode(Format.ed25519 + number + key) }

  /// The number as minisign prints it: its bytes read as little-endian.
  package var shownNumber: String { Hex.encode(number.reversed()).uppercased() }

  /// The file, as minisign writes it.
  package func encode() -> [UInt8] {
    Array("\(Format.untrusted)minisign public key \(shownNumber)\n\(text)\n".utf8)
  }

  /// Checks that this key signed a file with this BLAKE2b-512, and the trusted comment with it.
  ///
  /// - Parameter hash: 64 bytes.
  /// - Throws: `.otherKey`, `.notOfFile`, `.comment`
  package func check(
    _ signature: MinisignSignature, hash: [UInt8]
  ) throws(MinisignError) {
    guard signature.number == number else { throw .otherKey }
    guard hash.count == Format.hashCount,
      Signature.verifyPlain(signature.signature, of: hash, by: key)
    else { throw .notOfFile }
    guard
      Signature.verifyPlain(
        signature.overComment, of: signature.signature + Array(signature.trustedComment.utf8),
        by: key)
    else { throw .comment }
  }
}
