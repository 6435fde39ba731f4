/// Sixteen random bytes that name a dossier, an entry, a member, a person or a record.
///
/// In records it is padded base64, for people 32 lower-case hexadecimal digits.
package struct Identifier: Hashable, Comparable, Sendable {
  private let high: UInt64
  private let low: UInt64

  /// Length in bytes.
  package static let byteCount = 16

  /// All zero: the entry id of a section record, never a dossier or member.
  package static let zero = Identifier(high: 0, low: 0)

  private init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Takes exactly 16 bytes; nil for any other count.
  ///
  /// Two overloads with plain loops: a generic initialiser is not specialised for the other modules,
  /// and every link of every answer has three identifiers.
  package init?(_ bytes: [UInt8]) {
    guard bytes.count == Self.byteCount else { return nil }
    self.init(bytes.span, at: 0)
  }

  package init?(_ bytes: ArraySlice<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    self.init(bytes.span, at: 0)
  }

  /// The 16 bytes from `start` on; nil when there are not so many.
  package init?(_ bytes: Span<UInt8>, at start: Int) {
    guard start >= 0, start <= bytes.count - Self.byteCount else { return nil }
    var high: UInt64 = 0
    var low: UInt64 = 0
    for offset in start..<start + 8 {
      high = high << 8 | UInt64(bytes[offset])
      low = low << 8 | UInt64(bytes[offset + 8])
    }
    self.init(high: high, low: low)
  }

  /// Takes exactly 32 lower-case hexadecimal digits; nil for any other spelling.
  package init?(hex: String) {
    guard hex.utf8.count == 32 else { return nil }
    var halves: (UInt64, UInt64) = (0, 0)
    for (offset, character) in hex.utf8.enumerated() {
      let digit: UInt64
      switch character {
      case 0x30...0x39: digit = UInt64(character - 0x30)
      case 0x61...0x66: digit = UInt64(character - 0x61 + 10)
      default: return nil
      }
      if offset < 16 {
        halves.0 = halves.0 << 4 | digit
      } else {
        halves.1 = halves.1 << 4 | digit
      }
    }
    self.init(high: halves.0, low: halves.1)
  }

  /// The 16 bytes, first byte first.
  package var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.byteCount)
    append(to: &bytes)
    return bytes
  }

  /// Appends the 16 bytes to bytes under construction, without an array in between.
  package func append(to bytes: inout [UInt8]) {
    for offset in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: high >> (56 - 8 * offset))) }
    for offset in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: low >> (56 - 8 * offset))) }
  }

  /// 32 lower-case hexadecimal digits, the form that people see and type.
  package var hex: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// Orders as the bytes do.
  package static func < (left: Self, right: Self) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }
}

extension Identifier: CustomStringConvertible {
  package var description: String { hex }
}
