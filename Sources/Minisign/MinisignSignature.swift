internal import Sodium

/// A signature's file of the kind `ED`: over a file's BLAKE2b-512, and over the trusted comment.
package struct MinisignSignature: Equatable, Sendable {
  /// The number of the key that says it signed; see `MinisignKey`.
  package let number: [UInt8]
  /// Ed25519 over the file's BLAKE2b-512, 64 bytes.
  package let signature: [UInt8]
  package let trustedComment: String
  /// Ed25519 over signature ‖ trusted comment, 64 bytes.
  package let overComment: [UInt8]

  private static let count = 2 + MinisignKey.numberCount + Signature.count

  init(number: [UInt8], signature: [UInt8], trustedComment: String, overComment: [UInt8]) {
    self.number = number
    self.signature = signature
    self.trustedComment = trustedComment
    self.overComment = overComment
  }

  /// Reads a signature's file.
  ///
  /// - Throws: `.malformed`, `.tooLarge`, `.legacy`
  package init(decoding file: [UInt8]) throws(MinisignError) {
    var lines = try MinisignLines(file)
    _ = try lines.comment(Format.untrusted, limit: Format.untrustedLimit)
    let raw = try lines.base64(Self.count)
    let comment = try lines.comment(Format.trusted, limit: Format.trustedLimit)
    overComment = try lines.base64(Signature.count)
    try lines.end()
    let kind = Array(raw.prefix(2))
    guard kind != Format.ed25519 else { throw .legacy }
    guard kind == Format.prehashed else { throw .malformed }
    number = Array(raw[2..<10])
    signature = Array(raw[10...])
    trustedComment = String(decoding: comment, as: UTF8.self)
  }

  /// The file, as minisign writes it; the untrusted comment says whose tool it was and no more.
  package func encode() -> [UInt8] {
    Array(
      """
      \(Format.untrusted)signature from minisign secret key
      \(Base64.encode(Format.prehashed + number + signature))
      \(Format.trusted)\(trustedComment)
      \(Base64.encode(overComment))

      """.utf8)
  }
}
