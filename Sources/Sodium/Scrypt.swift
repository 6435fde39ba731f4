internal import CSodium

/// Stretches a passphrase with scrypt, where a standard of others asks for it; ours is `PasswordHash`.
///
/// - Source: RFC 7914; crypto_pwhash_scryptsalsa208sha256_ll(3)
package enum Scrypt {
  /// How much work one guess costs: N = 2^`logN`, taking 128 · `blockSize` · N bytes of memory.
  package struct Cost: Equatable, Sendable {
    package let logN: Int
    package let blockSize: UInt32
    package let lanes: UInt32

    /// - Precondition: `logN` is from 1 to 40. What a file may ask for, its reader has limited before.
    package init(logN: Int, blockSize: UInt32 = 8, lanes: UInt32 = 1) {
      precondition((1...40).contains(logN))
      self.logN = logN
      self.blockSize = blockSize
      self.lanes = lanes
    }
  }

  /// Why no key was derived.
  package enum StretchError: Error, Equatable, CustomStringConvertible {
    /// The memory that the cost asks for is not there.
    case workingMemory
    case memory(SecretMemoryError)

    package var description: String {
      switch self {
      case .workingMemory: "there is not enough memory to check the passphrase"
      case .memory(let error): error.description
      }
    }

    package var hint: String {
      switch self {
      case .workingMemory: "close other programs and try again"
      case .memory(let error): error.hint
      }
    }
  }

  /// A key of `count` bytes from a passphrase and a public salt.
  ///
  /// The working memory is libsodium's: neither locked nor wiped, and given back at once.
  package static func derive(
    _ passphrase: borrowing SecretBytes, salt: [UInt8], cost: Cost, count: Int = 32
  ) throws(StretchError) -> SecretBytes {
    Library.start()
    let key: SecretBytes
    do { key = try SecretBytes(count: count) } catch { throw .memory(error) }
    let done = unsafe crypto_pwhash_scryptsalsa208sha256_ll(
      passphrase.pointer, passphrase.count, salt, salt.count, UInt64(1) << UInt64(cost.logN),
      cost.blockSize, cost.lanes, key.pointer, count)
    guard done == 0 else { throw .workingMemory }
    return key
  }
}
