internal import CSodium

/// scrypt, with the work given as libsodium's two limits: for minisign's key files only.
///
/// What is ours is stretched with `PasswordHash`.
/// - Source: RFC 7914; crypto_pwhash_scryptsalsa208sha256(3)
package enum ScryptByLimits {
  package static let saltCount = 32

  /// How much work one guess costs.
  package struct Limits: Equatable, Sendable {
    package let operations: UInt64
    /// Bytes of memory.
    package let memory: UInt64

    /// What minisign takes for a new key: 1 GiB.
    package static let sensitive = Limits(trusted: 33_554_432, 1 << 30)

    private init(trusted operations: UInt64, _ memory: UInt64) {
      self.operations = operations
      self.memory = memory
    }

    /// Limits as a file gives them; nil above what minisign itself writes, or below what scrypt takes.
    package init?(operations: UInt64, memory: UInt64) {
      guard
        (32_768...Limits.sensitive.operations).contains(operations),
        (16_777_216...Limits.sensitive.memory).contains(memory)
      else { return nil }
      self.init(trusted: operations, memory)
    }
  }

  /// A key of `count` bytes from a passphrase and a salt of 32 bytes.
  ///
  /// - Throws: `.saltLength`, `.workingMemory`, `.memory`
  package static func derive(
    _ passphrase: borrowing SecretBytes, salt: [UInt8], limits: Limits, count: Int
  ) throws(PasswordHash.StretchError) -> SecretBytes {
    guard salt.count == saltCount else { throw .saltLength }
    Library.start()
    let key: SecretBytes
    do { key = try SecretBytes(count: count) } catch { throw .memory(error) }
    let length = passphrase.count
    let out = unsafe key.pointer
    let done = unsafe passphrase.pointer.withMemoryRebound(to: CChar.self, capacity: length) {
      unsafe crypto_pwhash_scryptsalsa208sha256(
        out, UInt64(count), $0, UInt64(length), salt, limits.operations, Int(limits.memory))
    }
    guard done == 0 else { throw .workingMemory }
    return key
  }
}
