/// A mail address that can stand in a header and on a command line without a second meaning.
///
/// `local@domain`, ASCII only, without quotes, comments, display name or white space; so no line end, no second
/// address and no option can hide in it. Narrower than the standard: who has a rarer address gives another.
/// - Source: RFC 5321, 4.1.2 (Dot-string) and 4.5.3.1; RFC 1123, 2.1
package struct MailAddress: Hashable, Sendable, CustomStringConvertible {
  package let text: String
  package let domain: String

  package var description: String { text }

  /// Nil for anything else.
  package init?(_ text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    guard text.utf8.count <= 254, parts.count == 2, parts[0].count <= 64,
      Self.isDotted(parts[0], by: Self.isLocal), Self.isDomain(parts[1])
    else { return nil }
    self.text = text
    domain = String(Substring(parts[1]))
  }

  private static func isDomain(_ domain: Substring.UTF8View) -> Bool {
    let labels = domain.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard domain.count <= 253, labels.count >= 2, let last = labels.last,
      !last.allSatisfy(isDigit)
    else { return false }
    return labels.allSatisfy { label in
      (1...63).contains(label.count) && label.first != UInt8(ascii: "-")
        && label.last != UInt8(ascii: "-")
        && label.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "-") }
    }
  }

  /// A hyphen never comes first: to a program that would be an option.
  private static func isDotted(
    _ text: Substring.UTF8View, by isAllowed: (UInt8) -> Bool
  ) -> Bool {
    text.first != UInt8(ascii: "-")
      && text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        .allSatisfy { !$0.isEmpty && $0.allSatisfy(isAllowed) }
  }

  private static func isLocal(_ byte: UInt8) -> Bool {
    isLetter(byte) || isDigit(byte) || "_+-".utf8.contains(byte)
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
