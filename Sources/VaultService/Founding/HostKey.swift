package import Sodium

/// The secrets of the host that lie in files of their own.
///
/// Each file holds 32 bytes as 64 hexadecimal digits and a line feed: people can read it from paper
/// into a file again. The text exists in locked memory only.
package enum HostKey {
  /// Bytes of each key.
  package static let count = 32
  /// Number of the first ceremony: the one that made the root key.
  package static let firstCeremony: UInt32 = 1

  /// W, which opens `keystore.db`: BLAKE2b-256(root, `"keystore-wrap"` ‖ ceremony u32).
  ///
  /// - Source: RFC 7693 (keyed BLAKE2b)
  package static func wrap(
    root: borrowing SecretBytes, ceremony: UInt32 = firstCeremony
  ) throws(SecretMemoryError) -> SecretBytes {
    try BLAKE2b.keyed(root, count: count) { hash in
      hash.absorb(Array("keystore-wrap".utf8))
      hash.absorb((0..<4).map { UInt8(truncatingIfNeeded: ceremony >> (24 - 8 * $0)) })
    }
  }

  /// The text of a key's file.
  package static func text(
    of key: borrowing SecretBytes
  ) throws(SecretMemoryError) -> SecretBytes {
    try key.withSpan { bytes throws(SecretMemoryError) in
      try SecretBytes(count: 2 * bytes.count + 1) { text in
        for index in 0..<bytes.count {
          text[2 * index] = digit(bytes[index] >> 4)
          text[2 * index + 1] = digit(bytes[index] & 15)
        }
        text[2 * bytes.count] = 0x0A
      }
    }
  }

  /// A lower-case digit, without a branch or table that depends on its value.
  private static func digit(_ value: UInt8) -> UInt8 {
    // 0 for values up to 9; all bits set above: 9 − value borrows into the high byte.
    let above = UInt8(truncatingIfNeeded: (9 &- UInt16(value)) >> 8)
    return 0x30 + value + (above & 39)
  }
}
