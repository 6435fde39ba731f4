internal import CSodium

/// The hash of Dossierkluis: BLAKE2b, without a key for names and with one to derive keys.
///
/// - Source: RFC 7693; crypto_generichash_blake2b(3)
package enum BLAKE2b {
  /// The hash of the parts, one after the other: 32 bytes.
  ///
  /// The caller sees to it that no two meanings give the same concatenation.
  package static func hash(_ parts: [UInt8]...) -> [UInt8] {
    if parts.count == 1 { return hash(parts[0], count: 32) }
    Library.start()
    return unsafe withUnsafeTemporaryAllocation(
      byteCount: crypto_generichash_statebytes(), alignment: 64
    ) { (raw: UnsafeMutableRawBufferPointer) -> [UInt8] in
      guard let start = raw.baseAddress else { return [] }
      let state = OpaquePointer(start)
      unsafe crypto_generichash_init(state, nil, 0, 32)
      for part in parts { unsafe crypto_generichash_update(state, part, UInt64(part.count)) }
      var result = [UInt8](repeating: 0, count: 32)
      unsafe crypto_generichash_final(state, &result, 32)
      return result
    }
  }

  /// The hash of some bytes, `count` (16 to 64) bytes long.
  package static func hash(_ bytes: [UInt8], count: Int) -> [UInt8] {
    precondition((16...64).contains(count))
    Library.start()
    var result = [UInt8](repeating: 0, count: count)
    unsafe crypto_generichash(&result, count, bytes, UInt64(bytes.count), nil, 0)
    return result
  }

  /// Derives a secret from `key` and what `build` has it absorb.
  ///
  /// - Parameter count: 32 or 64 bytes.
  /// - Throws: `.wrongLength` for a key outside 16 to 64 bytes.
  package static func keyed(
    _ key: borrowing SecretBytes, count: Int, _ build: (inout KeyedHash) -> Void
  ) throws(SecretMemoryError) -> SecretBytes {
    var hash = try KeyedHash(key: key, count: count)
    build(&hash)
    return try hash.finish()
  }

  /// As `keyed`, for a result that is public: a check value or a tag.
  package static func keyedPublic(
    _ key: borrowing SecretBytes, count: Int, _ build: (inout KeyedHash) -> Void
  ) throws(SecretMemoryError) -> [UInt8] {
    var hash = try KeyedHash(key: key, count: count)
    build(&hash)
    return hash.finishPublic()
  }
}
