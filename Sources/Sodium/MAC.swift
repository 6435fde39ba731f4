/// A tag of 32 bytes under a key: whoever lacks the key can neither make nor change it.
///
/// - Source: keyed BLAKE2b, RFC 7693
package enum MAC {
  package static let count = 32

  /// The tag of the parts, one after the other.
  ///
  /// - Throws: `.wrongLength` for a key outside 16 to 64 bytes.
  package static func tag(
    _ parts: [UInt8]..., key: borrowing SecretBytes
  ) throws(SecretMemoryError) -> [UInt8] {
    try tag(of: parts, key: key)
  }

  /// Whether `tag` belongs to the parts, in a time that does not depend on where it differs.
  package static func verify(
    _ tag: [UInt8], of parts: [UInt8]..., key: borrowing SecretBytes
  ) throws(SecretMemoryError) -> Bool {
    ConstantTime.equal(tag, try self.tag(of: parts, key: key))
  }

  private static func tag(
    of parts: [[UInt8]], key: borrowing SecretBytes
  ) throws(SecretMemoryError) -> [UInt8] {
    try BLAKE2b.keyedPublic(key, count: count) { hash in
      for part in parts { hash.absorb(part) }
    }
  }
}
