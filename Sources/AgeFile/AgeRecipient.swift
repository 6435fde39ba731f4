internal import Sodium

/// A public key that files are sealed to: `age1…`.
package struct AgeRecipient: Hashable, Sendable {
  /// 32 bytes, X25519.
  package let publicKey: [UInt8]

  /// Reads `age1…`, in small letters.
  package init(_ text: String) throws(AgeKeyError) {
    try self.init(text: Array(text.utf8))
  }

  /// Reads `age1…`, in small letters, from ASCII without anything around it.
  package init(text: [UInt8]) throws(AgeKeyError) {
    var key = [UInt8](repeating: 0, count: X25519.keyCount)
    var span = key.mutableSpan
    try Bech32.recipient.decode(text.span, to: &span)
    try self.init(publicKey: key)
  }

  /// - Throws: `.length`; `.worthless` for a number that is no reduced coordinate, which its owner
  ///   could not open either, and for one with which everybody agrees on zeros.
  package init(publicKey: [UInt8]) throws(AgeKeyError) {
    guard publicKey.count == X25519.keyCount else { throw .length(publicKey.count) }
    guard AgeRecipient.isReduced(publicKey) else { throw .worthless }
    do {
      _ = try X25519.agree(SecretBytes.random(X25519.keyCount), with: publicKey)
    } catch let error as SecretMemoryError {
      throw .memory(error)
    } catch X25519.AgreementError.memory(let error) {
      throw .memory(error)
    } catch {
      throw .worthless
    }
    self.publicKey = publicKey
  }

  /// The key as text, `age1…`.
  package var text: String {
    var text = [UInt8](repeating: 0, count: Bech32.recipient.textCount)
    var span = text.mutableSpan
    Bech32.recipient.encode(publicKey.span, to: &span)
    return String(decoding: text, as: UTF8.self)
  }

  /// Whether the little-endian number is below 2²⁵⁵ − 19.
  private static func isReduced(_ key: [UInt8]) -> Bool {
    key[31] < 0x7F || key[31] == 0x7F && (key[1..<31].contains { $0 != 0xFF } || key[0] < 0xED)
  }
}
