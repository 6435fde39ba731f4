package import Vocabulary

/// A place to which signals are brought.
package struct Sink: Equatable, Sendable {
  /// How it takes them.
  package enum Way: Equatable, Sendable {
    /// A program that reads the signal on its standard input.
    case program(Program)
    /// A folder in which the signal becomes a file.
    case folder(String)
    /// A mail, through a program that does what sendmail does.
    case mail(Program, Post)
  }

  package let name: String
  package let way: Way
  /// The kinds of signal that it wants; nil is all.
  package let kinds: Set<SignalKind>?
  /// Whether it takes the mails that are whole already.
  package let takesMail: Bool

  /// Whether it wants a signal of a kind.
  package func wants(_ kind: SignalKind) -> Bool { kinds?.contains(kind) ?? true }
}

/// A program that is started without a shell.
package struct Program: Equatable, Sendable {
  /// Absolute.
  package let path: String
  /// Fixed; nothing of a signal is ever added.
  package let arguments: [String]
  /// Seconds after which it and all that it started is ended.
  package let seconds: Int64
}

/// Who writes a mail and who gets it.
package struct Post: Equatable, Sendable {
  package let from: MailAddress
  /// The addresses of members.
  package let members: [Identifier: MailAddress]
  /// Addresses that get every signal of a kind.
  package let kinds: [SignalKind: [MailAddress]]
  /// Who gets it for a member without an address, so that no signal is told to nobody.
  package let others: [MailAddress]

  /// Everybody who gets a signal, each once, in a fixed order.
  package func recipients(of signal: SpooledSignal) -> [MailAddress] {
    var found = Set(kinds[signal.kind] ?? [])
    for member in signal.members {
      if let address = members[member] { found.insert(address) } else { found.formUnion(others) }
    }
    if found.isEmpty { found.formUnion(others) }
    return found.sorted()
  }
}

/// A plain address, `local@domain`, that can stand in a header as it is.
package struct MailAddress: Hashable, Comparable, Sendable {
  package let text: String

  /// Longest address, bytes. (RFC 5321, 4.5.3.1.3, without its angle brackets)
  static let longest = 254
  static let expected = "an address local@domain, without a name, quotes or spaces"

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
