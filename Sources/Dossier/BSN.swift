/// A burgerservicenummer that passes the elfproef: nine digits, weighted sum divisible by eleven.
///
/// Passing says that a number is well formed, not that it was issued. `000000000` passes the sum
/// and is refused; eight digits are refused rather than padded, as a guess could be another person.
/// The number is never printed by `description`, so that it cannot slip into a message.
/// Source: Logisch Ontwerp BSN (RvIG), elfproef.
package struct BSN: Hashable, Sendable, CustomStringConvertible {
  /// The nine digits.
  package let digits: String

  /// Reads nine ASCII digits that pass the elfproef; nil otherwise.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 9, bytes.allSatisfy({ (0x30...0x39).contains($0) }),
      bytes.contains(where: { $0 != 0x30 })
    else { return nil }
    let weights = [9, 8, 7, 6, 5, 4, 3, 2, -1]
    let sum = zip(bytes, weights).reduce(0) { $0 + Int($1.0 - 0x30) * $1.1 }
    guard sum % 11 == 0 else { return nil }
    digits = text
  }

  package var description: String { "BSN" }
}
