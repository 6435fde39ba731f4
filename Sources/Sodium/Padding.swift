internal import CSodium

/// Hides how long a text is: at least 512 bytes, then Padmé.
///
/// Padmé lets O(log log n) bits of the length through and, from 512 bytes on, adds less than a
/// sixteenth. The padding itself is
/// ISO 7816-4 (0x80, then zeros), so that it comes off without a length field.
/// - Source: Nikitin et al., "Reducing Metadata Leakage from Encrypted Files", PETS 2019;
///   sodium_unpad(3)
package enum Padding {
  /// Shorter texts all look alike, whether a line or half a page.
  package static let minimum = 512

  /// Padding that `pad` would not have made.
  package struct Malformed: Error, Equatable, CustomStringConvertible {
    package var description: String { "the padding of a decrypted text is not ours" }
    package var hint: String { "do not use the text; it was written by other software" }
  }

  /// How many bytes `count` bytes become.
  ///
  /// - Precondition: `count` is the length of something in memory.
  package static func paddedCount(_ count: Int) -> Int {
    let length = max(count + 1, minimum)
    let step = step(at: length)
    return (length + step - 1) & ~(step - 1)
  }

  /// Padmé's distance between the sizes around `length`: a power of two.
  private static func step(at length: Int) -> Int {
    let exponent = length.bitWidth - 1 - length.leadingZeroBitCount
    let kept = exponent.bitWidth - exponent.leadingZeroBitCount
    return 1 << (exponent - kept)
  }

  package static func pad(_ bytes: [UInt8]) -> [UInt8] {
    let target = paddedCount(bytes.count)
    var padded: [UInt8] = []
    padded.reserveCapacity(target)
    padded.append(contentsOf: bytes)
    padded.append(0x80)
    padded.append(contentsOf: repeatElement(0, count: target - bytes.count - 1))
    return padded
  }

  /// Takes the padding off; only lengths and bytes that `pad` makes are accepted.
  package static func unpad(_ padded: [UInt8]) throws(Malformed) -> [UInt8] {
    guard padded.count >= minimum else { throw Malformed() }
    // sodium_unpad looks at every byte of its block, and ours cannot begin before the last step.
    let block = padded.count == minimum ? minimum : step(at: padded.count)
    var count = 0
    guard
      unsafe sodium_unpad(&count, padded, padded.count, block) == 0,
      paddedCount(count) == padded.count
    else { throw Malformed() }
    return Array(padded[..<count])
  }
}
