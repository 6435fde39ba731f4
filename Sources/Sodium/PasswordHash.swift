internal import CSodium

/// Stretches a passphrase into a key with Argon2id.
///
/// - Source: RFC 9106; crypto_pwhash(3)
package enum PasswordHash {
  package static let saltCount = 16

  /// How much work one guess costs.
  package struct Limits: Equatable, Sendable {
    /// Passes over the memory.
    package let operations: UInt64
    /// Bytes of memory.
    package let memory: Int

    /// Three passes over 256 MiB: for identity files.
    package static let moderate = Limits(trusted: 3, 256 << 20)

    /// A file may not ask for more memory than this, or it could stop the reader's machine.
    package static let maximumMemory = 1 << 30
    /// Nor for more passes: at 1 GiB ten take about half a minute.
    package static let maximumOperations: UInt64 = 10

    private init(trusted operations: UInt64, _ memory: Int) {
      self.operations = operations
      self.memory = memory
    }

    /// Limits as a file gives them.
    ///
    /// - Throws: `.limits` above our maximum or below what the algorithm takes (1 pass, 8 KiB).
    package init(operations: UInt64, memory: Int) throws(StretchError) {
      guard
        (1...Limits.maximumOperations).contains(operations),
        (8192...Limits.maximumMemory).contains(memory)
      else { throw .limits }
      self.init(trusted: operations, memory)
    }
  }

  /// Why no key was derived.
  package enum StretchError: Error, Equatable, CustomStringConvertible {
    case limits
    case saltLength
    /// The memory that the limits ask for is not there.
    case workingMemory
    case memory(SecretMemoryError)

    package var description: String {
      switch self {
      case .limits: "the file asks for more or less work than is accepted"
      case .saltLength: "the salt does not have 16 bytes"
      case .workingMemory: "there is not enough memory to check the passphrase"
      case .memory(let error): error.description
      }
    }

    package var hint: String {
      switch self {
      case .limits, .saltLength: "the file is damaged or not ours; take it from its copy"
      case .workingMemory: "close other programs and try again"
      case .memory(let error): error.hint
      }
    }
  }

  /// A key of `count` bytes from a passphrase and a salt of 16 random bytes.
  package static func derive(
    _ passphrase: borrowing SecretBytes, salt: [UInt8], limits: Limits, count: Int = 32
  ) throws(StretchError) -> SecretBytes {
    guard salt.count == saltCount else { throw .saltLength }
    let key: SecretBytes
    do { key = try SecretBytes(count: count) } catch { throw .memory(error) }
    let length = passphrase.count
    let out = unsafe key.pointer
    let done = unsafe passphrase.pointer.withMemoryRebound(
      to: CChar.self, capacity: length
    ) {
      unsafe crypto_pwhash(
        out, UInt64(count), $0, UInt64(length), salt, limits.operations,
        limits.memory, crypto_pwhash_ALG_ARGON2ID13)
    }
    guard done == 0 else { throw .workingMemory }
    return key
  }
}
