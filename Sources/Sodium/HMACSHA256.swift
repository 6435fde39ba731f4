internal import CSodium

/// HMAC-SHA-256 under a secret key, where a standard of others asks for it; ours is `MAC`.
///
/// - Source: RFC 2104, RFC 4231; crypto_auth_hmacsha256_init(3)
@safe package struct HMACSHA256: ~Copyable {
  package static let count = 32

  /// The key as two hash states; whoever has them can sign, so they lie among the secrets.
  private let keyed: SecretBytes
  /// A copy of `keyed` that messages are absorbed into.
  private let running: SecretBytes

  /// - Parameter key: any length; more than 64 bytes are hashed first, as the RFC says.
  package init(key: borrowing SecretBytes) throws(SecretMemoryError) {
    // The arena's cells of 256 bytes lie on multiples of 256: more than the 8 the state wants.
    let stateCount = MemoryLayout<crypto_auth_hmacsha256_state>.size
    let keyed = try SecretBytes(count: stateCount)
    let running = try SecretBytes(count: stateCount)
    unsafe HMACSHA256.state(keyed) {
      unsafe crypto_auth_hmacsha256_init($0, key.pointer, key.count)
    }
    self.keyed = keyed
    self.running = running
    begin()
  }

  /// The tag of one message, itself a secret.
  package static func tag(
    of message: borrowing SecretBytes, key: borrowing SecretBytes
  ) throws(SecretMemoryError) -> SecretBytes {
    var code = try HMACSHA256(key: key)
    code.absorb(message)
    let tag = try SecretBytes(count: count)
    code.finish(into: tag)
    return tag
  }

  /// The tag of public bytes, such as a header; the tag itself is nobody's to see before it is compared.
  package static func tag(
    of message: [UInt8], key: borrowing SecretBytes
  ) throws(SecretMemoryError) -> SecretBytes {
    var code = try HMACSHA256(key: key)
    code.absorb(message)
    let tag = try SecretBytes(count: count)
    code.finish(into: tag)
    return tag
  }

  package mutating func absorb(_ part: borrowing SecretBytes) {
    unsafe absorb(part.pointer, part.count)
  }

  /// Absorbs public bytes, such as a counter.
  package mutating func absorb(_ part: [UInt8]) {
    unsafe HMACSHA256.state(running) {
      unsafe _ = crypto_auth_hmacsha256_update($0, part, UInt64(part.count))
    }
  }

  private mutating func absorb(_ start: UnsafePointer<UInt8>, _ length: Int) {
    unsafe HMACSHA256.state(running) {
      unsafe _ = crypto_auth_hmacsha256_update($0, start, UInt64(length))
    }
  }

  /// Writes the tag over the 32 bytes of `tag` and stands ready for the next message.
  ///
  /// - Precondition: `tag` has 32 bytes.
  mutating func finish(into tag: borrowing SecretBytes) {
    precondition(tag.count == HMACSHA256.count)
    unsafe HMACSHA256.state(running) { unsafe _ = crypto_auth_hmacsha256_final($0, tag.pointer) }
    begin()
  }

  private func begin() {
    unsafe running.pointer.update(from: keyed.pointer, count: keyed.count)
  }

  private static func state(
    _ secret: borrowing SecretBytes,
    _ body: (UnsafeMutablePointer<crypto_auth_hmacsha256_state>) -> Void
  ) {
    unsafe secret.pointer.withMemoryRebound(
      to: crypto_auth_hmacsha256_state.self, capacity: 1, body)
  }
}
