internal import CSodium

/// SHA-256, where others must be able to recompute: the log's tree and hashes of requests.
///
/// - Source: FIPS 180-4; crypto_hash_sha256(3)
package enum SHA256 {
  /// 32 bytes without a heap allocation, for trees with many nodes.
  package struct Digest: Hashable, Sendable {
    fileprivate var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    fileprivate init() {}

    /// Nil unless there are exactly 32 bytes.
    package init?(_ bytes: [UInt8]) {
      guard bytes.count == 32 else { return nil }
      unsafe Swift.withUnsafeMutableBytes(of: &words) { unsafe $0.copyBytes(from: bytes) }
    }

    package var bytes: [UInt8] {
      unsafe Swift.withUnsafeBytes(of: words) { unsafe Array($0) }
    }

    package static func == (left: Digest, right: Digest) -> Bool { left.words == right.words }

    package func hash(into hasher: inout Hasher) {
      hasher.combine(words.0)
      hasher.combine(words.1)
    }
  }

  /// The hash of the parts, one after the other.
  package static func hash(_ parts: [UInt8]...) -> [UInt8] {
    digest(of: parts).bytes
  }

  /// The hash of the parts, one after the other, without an array for the result.
  package static func digest(_ parts: [UInt8]...) -> Digest {
    digest(of: parts)
  }

  private static func digest(of parts: [[UInt8]]) -> Digest {
    var state = crypto_hash_sha256_state()
    unsafe crypto_hash_sha256_init(&state)
    for part in parts { unsafe crypto_hash_sha256_update(&state, part, UInt64(part.count)) }
    var digest = Digest()
    unsafe withUnsafeMutableBytes(of: &digest.words) {
      let out = unsafe $0.assumingMemoryBound(to: UInt8.self)
      if let start = out.baseAddress { unsafe crypto_hash_sha256_final(&state, start) }
    }
    return digest
  }

  /// The hash of a prefix byte and two digests: an inner node of a Merkle tree.
  ///
  /// - Source: RFC 6962, section 2.1 (prefix 0x01)
  package static func node(_ prefix: UInt8, _ left: Digest, _ right: Digest) -> Digest {
    unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 65) { buffer in
      unsafe buffer[0] = prefix
      let raw = UnsafeMutableRawBufferPointer(buffer)
      unsafe raw.baseAddress?.storeBytes(of: left.words, toByteOffset: 1, as: Words.self)
      unsafe raw.baseAddress?.storeBytes(of: right.words, toByteOffset: 33, as: Words.self)
      var digest = Digest()
      unsafe withUnsafeMutableBytes(of: &digest.words) {
        let out = unsafe $0.assumingMemoryBound(to: UInt8.self)
        if let start = out.baseAddress { unsafe crypto_hash_sha256(start, buffer.baseAddress, 65) }
      }
      return digest
    }
  }

  private typealias Words = (UInt64, UInt64, UInt64, UInt64)
}
