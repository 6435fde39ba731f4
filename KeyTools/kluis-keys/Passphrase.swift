import CommandTree
import Sodium

/// Passphrases, from a descriptor that was named or from the terminal; straight into locked memory.
///
/// Never an argument and never the environment: others can read both.
struct Passphrase {
  /// Fewer characters are guessed, Argon2id or not.
  static let shortest = 12
  /// Longer is no passphrase but a file; bytes.
  static let limit = 1024

  let descriptor: Int32?
  /// The option that names the descriptor, for who has no terminal.
  let option: String
  let language: Language

  init(_ desk: Desk, option: String = "passphrase-fd") {
    descriptor = desk.arguments.number(option).map { Int32($0) }
    self.option = option
    language = desk.screen.language
  }

  /// The passphrase of something that exists.
  func read(for what: String) throws(Failure) -> SecretBytes {
    if let descriptor { return try line(from: descriptor) }
    return try ask(
      Text(nl: "Wachtwoordzin van \(what): ", en: "Passphrase of \(what): "))
  }

  /// A new passphrase: long enough, and typed twice where it is typed.
  func readNew(for what: String) throws(Failure) -> SecretBytes {
    if let descriptor {
      let line = try line(from: descriptor)
      try check(line)
      return line
    }
    let first = try ask(
      Text(
        nl: "Nieuwe wachtwoordzin voor \(what) (minstens \(Self.shortest) tekens): ",
        en: "New passphrase for \(what) (at least \(Self.shortest) characters): "))
    try check(first)
    let second = try ask(
      Text(nl: "Nog een keer, om typefouten te vinden: ", en: "Once more, to find slips: "))
    guard first.equals(second) else {
      throw Failure(
        1, "passphrases-differ",
        Text(
          nl: "de twee wachtwoordzinnen verschillen", en: "the two passphrases differ"),
        hint: Text(nl: "begin opnieuw", en: "begin again"))
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
        64, "passphrase-short",
        Text(
          nl: "de wachtwoordzin heeft minder dan \(Self.shortest) tekens",
          en: "the passphrase has fewer than \(Self.shortest) characters"),
        hint: Text(
          nl: "neem een zin van vijf of zes willekeurige woorden",
          en: "take a sentence of five or six words picked at random"))
    }
  }

  private func line(from descriptor: Int32) throws(Failure) -> SecretBytes {
    do throws(SecretReadError) {
      return try SecretBytes.read(fd: descriptor, limit: Self.limit)
    } catch { throw Failure(error) }
  }

  private func ask(_ question: Text) throws(Failure) -> SecretBytes {
    let prompt = try TerminalPrompt(
      echo: false,
      orElse: Failure(
        1, "no-terminal",
        Text(
          nl: "er is geen terminal om de wachtwoordzin op te vragen",
          en: "there is no terminal to ask the passphrase on"),
        hint: Text(nl: "geef haar over --\(option) N", en: "give it over --\(option) N")))
    defer { prompt.end() }
    try prompt.ask(question[language])
    return try line(from: prompt.descriptor)
  }
}
