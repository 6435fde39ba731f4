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
