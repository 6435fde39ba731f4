internal import CSodium

extension BLAKE2b {
  /// BLAKE2b of bytes that come in parts, such as a file larger than memory.
  ///
  /// - Source: crypto_generichash_init(3)
  @safe package struct Running: ~Copyable {
    private let state: UnsafeMutableRawPointer
    private let count: Int

    /// - Parameter count: bytes of the hash, 16 to 64.
    package init(count: Int) {
      precondition((16...64).contains(count))
      Library.start()
      self.count = count
      unsafe state = .allocate(byteCount: crypto_generichash_statebytes(), alignment: 64)
      unsafe crypto_generichash_init(opaque, nil, 0, count)
    }

    deinit { unsafe state.deallocate() }

    private var opaque: OpaquePointer { unsafe OpaquePointer(state) }

    package mutating func add(_ bytes: ArraySlice<UInt8>) {
      unsafe bytes.withUnsafeBufferPointer {
        _ = unsafe crypto_generichash_update(opaque, $0.baseAddress, UInt64($0.count))
      }
    }

    /// The hash of everything that was added.
    package consuming func finish() -> [UInt8] {
      var hash = [UInt8](repeating: 0, count: count)
      unsafe crypto_generichash_final(opaque, &hash, count)
      return hash
    }
  }
}

extension BLAKE2b {
  /// BLAKE2b-256, without a key, of public bytes and a part of a secret: itself a secret.
  ///
  /// - Throws: `.outOfRange` when the secret has no such bytes.
  package static func ofSecret(
    _ label: [UInt8], _ secret: borrowing SecretBytes, _ range: Range<Int>
  ) throws(SecretMemoryError) -> SecretBytes {
    try secret.require(range)
    Library.start()
    // The state keeps what was absorbed, so it lies among the secrets; see `KeyedHash`.
    let state = try SecretBytes(count: crypto_generichash_statebytes())
    let hash = try SecretBytes(count: 32)
    let opaque = unsafe OpaquePointer(state.pointer)
    unsafe crypto_generichash_init(opaque, nil, 0, 32)
    unsafe crypto_generichash_update(opaque, label, UInt64(label.count))
    unsafe crypto_generichash_update(
      opaque, secret.pointer + range.lowerBound, UInt64(range.count))
    unsafe crypto_generichash_final(opaque, hash.pointer, 32)
    return hash
  }
}
