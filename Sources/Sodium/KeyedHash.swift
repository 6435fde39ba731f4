internal import CSodium

/// BLAKE2b under a key, fed part by part.
///
/// Its state holds the key, so it lies among the secrets.
///
/// - Source: crypto_generichash_init(3)
@safe package struct KeyedHash: ~Copyable {
  private let state: SecretBytes
  private let count: Int

  /// - Throws: `.wrongLength` for a key outside 16 to 64 bytes.
  init(key: borrowing SecretBytes, count: Int) throws(SecretMemoryError) {
    precondition(count == 32 || count == 64)
    guard (16...64).contains(key.count) else { throw .wrongLength }
    // The arena's cells of 512 bytes lie on multiples of 512: more than the 64 the state wants.
    let state = try SecretBytes(count: crypto_generichash_statebytes())
    unsafe crypto_generichash_init(
      OpaquePointer(state.pointer), key.pointer, key.count, count)
    self.state = state
    self.count = count
  }

  private var opaque: OpaquePointer { unsafe OpaquePointer(state.pointer) }

  package mutating func absorb(_ part: [UInt8]) {
    unsafe crypto_generichash_update(opaque, part, UInt64(part.count))
  }

  package mutating func absorb(_ part: borrowing SecretBytes) {
    unsafe crypto_generichash_update(opaque, part.pointer, UInt64(part.count))
  }

  /// Absorbs a part of a secret, without a copy.
  ///
  /// - Precondition: the secret has these bytes.
  package mutating func absorb(_ part: borrowing SecretBytes, in range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= part.count)
    unsafe crypto_generichash_update(
      opaque, part.pointer + range.lowerBound, UInt64(range.count))
  }

  consuming func finish() throws(SecretMemoryError) -> SecretBytes {
    let result = try SecretBytes(count: count)
    unsafe write(to: result.pointer)
    return result
  }

  consuming func finishPublic() -> [UInt8] {
    var result = [UInt8](repeating: 0, count: count)
    unsafe write(to: &result)
    return result
  }

  private func write(to result: UnsafeMutablePointer<UInt8>) {
    unsafe crypto_generichash_final(opaque, result, count)
  }
}
