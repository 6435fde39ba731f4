internal import CSodium

/// Hides how long a text is: at least 512 bytes, then Padmé.
///
/// Padmé lets O(log log n) bits of the length through and, from 512 bytes on, adds less than a
/// sixteenth. The padding itself is
/// ISO 7816-4 (0x80, then zeros), so that it comes off without a length field.
/// - Source: Nikitin et al., "Reducing Metadata Leakage from Encrypted Files", PETS 2019;
///   sodium_pad(3)
package enum Padding {
  /// Shorter texts all look alike.
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
    let exponent = length.bitWidth - 1 - length.leadingZeroBitCount
    let kept = exponent.bitWidth - exponent.leadingZeroBitCount
    let mask = (1 << (exponent - kept)) - 1
    return (length + mask) & ~mask
  }

  package static func pad(_ bytes: [UInt8]) -> [UInt8] {
    let target = paddedCount(bytes.count)
    var padded = bytes
    padded.reserveCapacity(target)
    padded.append(contentsOf: repeatElement(0, count: target - bytes.count))
    var filled = 0
    // With the whole target as the block, exactly one block results.
    let result = unsafe sodium_pad(&filled, &padded, bytes.count, target, target)
    precondition(result == 0 && filled == target)
    return padded
  }

  /// Takes the padding off; only lengths and bytes that `pad` makes are accepted.
  package static func unpad(_ padded: [UInt8]) throws(Malformed) -> [UInt8] {
    var count = 0
    guard
      padded.count >= minimum,
      unsafe sodium_unpad(&count, padded, padded.count, padded.count) == 0,
      paddedCount(count) == padded.count
    else { throw Malformed() }
    return Array(padded[..<count])
  }
}
