import Glibc
package import Sodium

/// A secret of the host in a file of its own: 32 bytes as 64 hexadecimal digits and a line end.
///
/// The file must belong to the service's user and be closed to everybody else.
package enum SecretFile {
  package enum Fault: Error, CustomStringConvertible {
    case missing
    case unreadable
    case mode
    case owner
    case content

    package var description: String {
      switch self {
      case .missing: "there is no such file"
      case .unreadable: "the file cannot be read"
      case .mode: "others than its owner may read it: chmod 600"
      case .owner: "it belongs to another user than the service"
      case .content: "it does not hold 64 hexadecimal digits"
      }
    }
  }

  /// Bytes of the secret.
  package static let count = 32

  /// Reads the secret straight into locked memory.
  package static func read(_ path: String) throws -> SecretBytes {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { throw errno == ENOENT ? Fault.missing : Fault.unreadable }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw Fault.unreadable }
    guard status.st_mode & 0o077 == 0 else { throw Fault.mode }
    guard status.st_uid == geteuid() else { throw Fault.owner }
    return try read(descriptor: descriptor)
  }

  /// Reads the secret from an open file, as the descriptor store hands it over.
  package static func read(descriptor: Int32) throws -> SecretBytes {
    let text = try SecretBytes.read(fd: descriptor, limit: 2 * count)
    guard text.count == 2 * count else { throw Fault.content }
    return try text.withSpan { digits throws in
      try SecretBytes(count: count) { bytes throws in
        for index in 0..<count {
          guard let high = nibble(digits[2 * index]), let low = nibble(digits[2 * index + 1])
          else { throw Fault.content }
          bytes[index] = high << 4 | low
        }
      }
    }
  }

  /// The value of a lower-case digit, without a branch on which digit it is within its kind.
  private static func nibble(_ digit: UInt8) -> UInt8? {
    switch digit {
    case 0x30...0x39: digit - 0x30
    case 0x61...0x66: digit - 0x61 + 10
    default: nil
    }
  }
}

extension SecretFile {
  /// Writes a secret of 32 bytes into an open file in this form, from locked memory.
  package static func write(_ secret: borrowing SecretBytes, descriptor: Int32) throws {
    guard secret.count == count else { throw Fault.content }
    let text = try secret.withSpan { bytes throws in
      try SecretBytes(count: 2 * count) { digits throws in
        for index in 0..<count {
          digits[2 * index] = digit(bytes[index] >> 4)
          digits[2 * index + 1] = digit(bytes[index] & 15)
        }
      }
    }
    let written = text.withSpan { span in
      unsafe span.withUnsafeBufferPointer {
        unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
    }
    guard written == 2 * count else { throw Fault.unreadable }
  }

  /// The lower-case digit of a value below 16, by arithmetic: no table and no branch.
  private static func digit(_ value: UInt8) -> UInt8 {
    let isLetter = UInt8(truncatingIfNeeded: (Int(9) - Int(value)) >> 8) & 1
    return value + 0x30 + isLetter * 39
  }
}
