package import CommandTree
package import Sodium

/// Passphrases, from a descriptor that was named or from the terminal; straight into locked memory.
///
/// Never an argument and never the environment: others can read both.
package struct Passphrase {
  /// Fewer characters are guessed, Argon2id or not; of a new passphrase.
  package static let shortest = 12
  /// Longer is no passphrase but a file; bytes.
  private static let limit = 1024

  private let descriptor: Int32?
  /// The option that names the descriptor, for who has no terminal.
  private let option: String
  private let language: Language

  package init(descriptor: Int32?, option: String = "passphrase-fd", language: Language) {
    self.descriptor = descriptor
    self.option = option
    self.language = language
  }

  /// The passphrase of something that exists.
  ///
  /// - Parameter what: what it opens or whose it is, for the question.
  /// - Throws: 1 `no-terminal`, `passphrase-unreadable`, `interrupted`
  package func read(for what: String) throws(Failure) -> SecretBytes {
    if let descriptor { return try line(from: descriptor) }
    return try ask(Texts.passphraseQuestion(what))
  }

  /// Something else that is typed unseen, by its own question: the code of a bundle.
  ///
  /// - Throws: as `read`
  package func read(asking question: Text) throws(Failure) -> SecretBytes {
    if let descriptor { return try line(from: descriptor) }
    return try ask(question)
  }

  /// A new passphrase: long enough, and typed twice where it is typed.
  ///
  /// - Throws: 64 `passphrase-short`; 1 `passphrases-differ` and what `read` throws
  package func readNew(for what: String) throws(Failure) -> SecretBytes {
    if let descriptor {
      let line = try line(from: descriptor)
      try check(line)
      return line
    }
    let first = try ask(Texts.newPassphraseQuestion(what, shortest: Self.shortest))
    try check(first)
    let second = try ask(Texts.onceMore)
    guard first.equals(second) else {
      throw Failure(
        ExitCode.failed, "passphrases-differ", Texts.passphrasesDiffer, hint: Texts.beginAgain)
    }
    return first
  }

  private func check(_ passphrase: borrowing SecretBytes) throws(Failure) {
    let characters = passphrase.withSpan { bytes in
      // Bytes that continue a UTF-8 character do not count.
      bytes.indices.reduce(0) { $0 + (bytes[$1] & 0xC0 == 0x80 ? 0 : 1) }
    }
    guard characters >= Self.shortest else {
      throw Failure(
        ExitCode.usage, "passphrase-short", Texts.passphraseShort(Self.shortest),
        hint: Texts.takeWords)
    }
  }

  private func ask(_ question: Text) throws(Failure) -> SecretBytes {
    let prompt = try TerminalPrompt(
      echo: false,
      orElse: Failure(
        ExitCode.failed, "no-terminal", Texts.noTerminal, hint: Texts.passphraseFlag(option)))
    defer { prompt.end() }
    try prompt.ask(question[language])
    return try line(from: prompt.descriptor)
  }

  private func line(from descriptor: Int32) throws(Failure) -> SecretBytes {
    do throws(SecretReadError) {
      return try SecretBytes.read(fd: descriptor, limit: Self.limit)
    } catch { throw Failure(error) }
  }
}

extension Failure {
  /// Why a passphrase could not be read.
  package init(_ error: SecretReadError) {
    switch error {
    case .tooLong:
      self.init(
        ExitCode.failed, "passphrase-unreadable", Texts.passphraseLong, hint: Texts.oneLine)
    case .nothing:
      self.init(
        ExitCode.failed, "passphrase-unreadable", Texts.passphraseNothing, hint: Texts.typeIt)
    case .failed(let number):
      self.init(
        ExitCode.failed, "passphrase-unreadable", Texts.descriptorFailed(number),
        hint: Texts.typeIt)
    case .memory: self = .memory
    }
  }
}
