import CommandTree
import Desk
import SLIP39
import Sodium

/// Reads the words of sheets: from the terminal without echo, or one line each from a descriptor.
struct ShareInput {
  /// 33 words of eight letters with a space each, and room for more spaces.
  private static let limit = 1024

  private let descriptor: Int32?
  private let language: Language

  init(_ desk: Desk) {
    descriptor = desk.arguments.number("shares-fd").map { Int32($0) }
    language = desk.language
  }

  /// Whether somebody types, who may try again after a mistake.
  var isTyped: Bool { descriptor == nil }

  /// One line of words.
  ///
  /// - Parameter which: whose, or which one, for the question.
  /// - Throws: 1 `no-terminal`, `shares-unreadable`, `interrupted`
  func line(_ which: Text) throws(Failure) -> SecretBytes {
    if let descriptor { return try read(descriptor) }
    let prompt = try TerminalPrompt(
      echo: false,
      orElse: Failure(
        ExitCode.failed, "no-terminal",
        Text(nl: "hier kan niemand woorden typen", en: "nobody can type words here"),
        hint: Text(
          nl: "geef de delen over een descriptor: --shares-fd N, één per regel",
          en: "give the shares over a descriptor: --shares-fd N, one per line")))
    defer { prompt.end() }
    try prompt.ask(which[language])
    return try read(prompt.descriptor)
  }

  private func read(_ descriptor: Int32) throws(Failure) -> SecretBytes {
    do throws(SecretReadError) {
      return try SecretBytes.read(fd: descriptor, limit: Self.limit)
    } catch {
      if case .memory = error { throw .memory }
      throw Failure(
        ExitCode.failed, "shares-unreadable",
        Text(
          nl: "er kwamen te weinig woorden, of te veel op één regel",
          en: "too few words came, or too many on one line"),
        hint: Text(nl: "één blad per regel", en: "one sheet per line"))
    }
  }
}

extension Failure {
  /// What is wrong with typed words; the place of a word is said, the word never.
  init(_ error: MnemonicError) {
    let text: Text
    var hint = Text(
      nl: "vergelijk de woorden met het blad, en de volgorde",
      en: "compare the words with the sheet, and their order")
    switch error {
    case .memory:
      self = .memory
      return
    case .nothing: text = Text(nl: "er zijn geen woorden getypt", en: "no words were typed")
    case .tooLong:
      text = Text(nl: "dit is langer dan een blad", en: "this is longer than a sheet")
    case .unknownWord(let position):
      text = Text(
        nl: "woord \(position) staat niet in de woordenlijst",
        en: "word \(position) is not in the list of words")
      hint = Text(
        nl: "vergelijk woord \(position) letter voor letter met het blad",
        en: "compare word \(position) with the sheet, letter by letter")
    case .wordCount(let count):
      text = Text(
        nl: "een blad heeft 33 woorden, dit zijn er \(count)",
        en: "a sheet has 33 words, these are \(count)")
    case .checksum:
      text = Text(
        nl: "de woorden horen niet bij elkaar: minstens één is een ander woord",
        en: "the words do not belong together: at least one is another word")
    case .malformed:
      text = Text(
        nl: "deze woorden vormen geen blad van ons", en: "these words are no sheet of ours")
    }
    self.init(ExitCode.data, "share-words", text, hint: hint)
  }

  /// A share with the right numbers that is not the one that was made.
  static func falseShare(_ number: Int, of holder: String) -> Failure {
    Failure(
      ExitCode.data, "share-false",
      Text(
        nl: "dit is niet deel \(number) zoals de ceremonie het maakte voor \(holder)",
        en: "this is not share \(number) as the ceremony made it for \(holder)"),
      hint: Text(
        nl: "houd dit blad apart, en zoek uit waar het vandaan komt",
        en: "keep this sheet apart, and find out where it comes from"))
  }

  /// A share of another set than the one that is wanted.
  static func foreignShare(_ ceremony: UInt32) -> Failure {
    Failure(
      ExitCode.data, "share-foreign",
      Text(
        nl: "dit deel hoort niet bij ceremonie \(ceremony)",
        en: "this share does not belong to ceremony \(ceremony)"),
      hint: Text(
        nl: "kijk op het blad welke ceremonie het is; een blad van een oudere opent niets meer",
        en: "see on the sheet which ceremony it is; a sheet of an older one opens nothing any more")
    )
  }
}
