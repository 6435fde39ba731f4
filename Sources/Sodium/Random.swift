internal import CSodium

/// Public random bytes: ids, nonces, salts.
///
/// Keys come from `SecretBytes.random`.
package enum Random {
  /// - Source: randombytes_buf(3)
  package static func bytes(_ count: Int) -> [UInt8] {
    Library.start()
    return unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      if let start = buffer.baseAddress { unsafe randombytes_buf(start, count) }
      filled = count
    }
  }
}
