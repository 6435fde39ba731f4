/// The part of a Dutch address that finds a house: postcode and house number.
///
/// Source: NEN 5825 (four digits that do not start with 0, two letters, never SA, SD or SS).
package struct PostalAddress: Equatable, Sendable {
  /// Four digits and two lower-case letters, without a space.
  package let postcode: String
  /// Digits only; an addition such as `-B` or `3 hoog` is not part of it.
  package let number: Int

  /// Finds both in free text; nil when the text has not exactly that ("opvanglocatie, adres bekend").
  package init?(_ text: String) {
    let words = PostalAddress.words(text)
    guard let found = PostalAddress.postcode(in: words) else { return nil }
    // The number is the last one before the postcode, so that "Plein 1945 3" is number 3; a text
    // that starts with the postcode has it after.
    let before = words[..<found.range.lowerBound].reversed()
    let after = words[found.range.upperBound...]
    guard
      let number = before.lazy.compactMap(PostalAddress.number).first
        ?? after.lazy.compactMap(PostalAddress.number).first
    else { return nil }
    postcode = found.code
    self.number = number
  }

  private static func words(_ text: String) -> [[UInt8]] {
    let bytes = text.lowercased().utf8.map { byte -> UInt8 in
      switch byte {
      case 0x30...0x39, 0x61...0x7A, 0x80...: byte
      default: 0x20
      }
    }
    return bytes.split(separator: 0x20).map(Array.init)
  }

  private static func postcode(in words: [[UInt8]]) -> (code: String, range: Range<Int>)? {
    for index in words.indices {
      if isPostcode(words[index]) {
        return (String(decoding: words[index], as: UTF8.self), index..<index + 1)
      }
      guard words.indices.contains(index + 1) else { continue }
      let joined = words[index] + words[index + 1]
      if words[index].count == 4, isPostcode(joined) {
        return (String(decoding: joined, as: UTF8.self), index..<index + 2)
      }
    }
    return nil
  }

  private static func isPostcode(_ word: [UInt8]) -> Bool {
    guard word.count == 6, word[0] != 0x30, word[..<4].allSatisfy(isDigit),
      word[4...].allSatisfy({ (0x61...0x7A).contains($0) })
    else { return false }
    return !["sa", "sd", "ss"].contains(String(decoding: word[4...], as: UTF8.self))
  }

  /// The digits at the start of a word such as `12`, `3b`; nil for other words.
  private static func number(_ word: [UInt8]) -> Int? {
    let digits = word.prefix(while: isDigit)
    guard (1...5).contains(digits.count), word.count - digits.count <= 2 else { return nil }
    return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
