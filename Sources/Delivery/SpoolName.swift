/// The name of a file in a spool; without its ending it is the stable id of what it holds.
///
/// A sink that gets the same id twice has been given the same thing twice.
package struct SpoolName: Hashable, Comparable, Sendable {
  /// What a spool can hold.
  package enum Kind: String, CaseIterable, Sendable {
    /// A signal of the service, canonical JSON.
    case signal
    /// A mail that is whole already.
    case mail
  }

  package let text: String
  package let kind: Kind

  /// Longest name, bytes; a folder takes 255, and a file that is set aside gets some more.
  package static let longest = 120

  /// Takes 1 to 120 of `a-z 0-9 - .`, beginning with a letter or digit, ended by `.json` or `.eml`.
  package init?(_ text: String) {
    guard text.utf8.count <= Self.longest, let first = text.utf8.first,
      Self.isPlain(first), text.utf8.allSatisfy({ Self.isPlain($0) || $0 == 0x2D || $0 == 0x2E })
    else { return nil }
    if text.hasSuffix(".json"), text.utf8.count > 5 {
      kind = .signal
    } else if text.hasSuffix(".eml"), text.utf8.count > 4 {
      kind = .mail
    } else {
      return nil
    }
    self.text = text
  }

  /// The name without its ending.
  package var id: String { String(text.dropLast(kind == .signal ? 5 : 4)) }

  /// Whether a name is that of a file that is still being written.
  package static func isDraft(_ name: String) -> Bool { name.hasSuffix(".new") }

  package static func < (left: SpoolName, right: SpoolName) -> Bool { left.text < right.text }

  private static func isPlain(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
  }
}
