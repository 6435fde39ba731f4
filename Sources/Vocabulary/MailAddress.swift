/// A plain address, `local@domain`, that can stand in a header as it is.
package struct MailAddress: Hashable, Comparable, Sendable {
  package let text: String

  /// Longest address, bytes. (RFC 5321, 4.5.3.1.3, without its angle brackets)
  private static let longest = 254
  package static let expected = "an address local@domain, without a name, quotes or spaces"

  /// Takes a dot-atom on both sides of one `@`. (RFC 5322, 3.4.1)
  package init?(_ text: String) {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard text.utf8.count <= Self.longest, parts.count == 2, Self.isLocal(parts[0]),
      Self.isDomain(parts[1])
    else { return nil }
    self.text = text
  }

  /// What stands behind the `@`.
  package var domain: String { String(text.drop { $0 != "@" }.dropFirst()) }

  package static func < (left: Self, right: Self) -> Bool { left.text < right.text }

  private static func isLocal(_ text: Substring) -> Bool {
    let marks = Set("!#$%&'*+/=?^_`{|}~-".utf8)
    return text.utf8.count <= 64
      // A program could take an address that begins with a dash for an option.
      && text.first != "-"
      && text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { atom in
        !atom.isEmpty && atom.utf8.allSatisfy { isAlphanumeric($0) || marks.contains($0) }
      }
  }

  private static func isDomain(_ text: Substring) -> Bool {
    text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
      (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
        && label.utf8.allSatisfy { isAlphanumeric($0) || $0 == 0x2D }
    }
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }
}
