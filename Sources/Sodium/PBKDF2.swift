/// PBKDF2 with HMAC-SHA-256, where a standard of others asks for it; ours is `PasswordHash`.
///
/// libsodium has the HMAC and not this loop around it.
///
/// - Source: RFC 8018, section 5.2
package enum PBKDF2 {
  /// A key of `count` bytes.
  ///
  /// The salt is taken as a secret too: SLIP-0039 puts half of the master secret in it.
  /// - Precondition: at least one iteration, and 1 to 8,160 (255 · 32) bytes.
  package static func derive(
    _ password: borrowing SecretBytes, salt: borrowing SecretBytes, iterations: Int, count: Int
  ) throws(SecretMemoryError) -> SecretBytes {
    precondition(iterations > 0 && (1...255 * HMACSHA256.count).contains(count))
    var code = try HMACSHA256(key: password)
    let link = try SecretBytes(count: HMACSHA256.count)
    var key = try SecretWriter(capacity: count)
    var number: UInt8 = 0
    while key.count < count {
      number += 1
      let block = try SecretBytes(count: HMACSHA256.count)
      code.absorb(salt)
      code.absorb([0, 0, 0, number])
      code.finish(into: link)
      unsafe block.pointer.update(from: link.pointer, count: link.count)
      let (sum, term) = unsafe (block.pointer, link.pointer)
      for _ in 1..<iterations {
        code.absorb(link)
        code.finish(into: link)
        for index in 0..<HMACSHA256.count { unsafe sum[index] ^= term[index] }
      }
      try key.append(block, in: 0..<min(block.count, count - key.count))
    }
    return key.finish()
  }
}
