/// HKDF with HMAC-SHA-256, where a standard of others asks for it; ours is keyed BLAKE2b.
///
/// libsodium 1.0.18 has the HMAC and not this.
///
/// - Source: RFC 5869
package enum HKDF {
  /// The most bytes that one key can be expanded to.
  package static let maximumCount = 255 * HMACSHA256.count

  /// A key of `count` bytes from a secret, a public salt and a label.
  ///
  /// - Precondition: 1 to 8,160 (255 · 32) bytes.
  package static func derive(
    _ secret: borrowing SecretBytes, salt: [UInt8], info: [UInt8], count: Int = 32
  ) throws(SecretMemoryError) -> SecretBytes {
    precondition((1...maximumCount).contains(count))
    let saltKey = try SecretBytes(copying: salt)
    let extracted = try HMACSHA256.tag(of: secret, key: saltKey)
    var code = try HMACSHA256(key: extracted)
    let block = try SecretBytes(count: HMACSHA256.count)
    var key = try SecretWriter(capacity: count)
    var number: UInt8 = 0
    while key.count < count {
      if number > 0 { code.absorb(block) }
      number += 1
      code.absorb(info)
      code.absorb([number])
      code.finish(into: block)
      try key.append(block, in: 0..<min(block.count, count - key.count))
    }
    return key.finish()
  }
}
