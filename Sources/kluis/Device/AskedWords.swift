import CommandTree
import Desk
import Glibc
import Records

extension Desk {
  /// The words that go with this act, from a file, from stdin or from the terminal; nil without any.
  ///
  /// They are dossier text: never an argument, and in no text of a failure.
  func words() throws(Failure) -> Words? {
    if let path = arguments.value("woorden-uit") {
      guard !arguments.has("woorden") else {
        throw usage("choose-words", Texts.chooseWords)
      }
      return try Desk.words(try read(path))
    }
    guard arguments.has("woorden") else { return nil }
    return try askedWords()
  }

  /// The words of an act that is not done without: asked for where no option says where they are.
  func neededWords() throws(Failure) -> Words {
    if let words = try words() { words } else { try askedWords() }
  }

  /// The words from the terminal.
  private func askedWords() throws(Failure) -> Words {
    let missing = Failure(
      ExitCode.usage, "no-terminal", Texts.wordsNeedTerminal, hint: Texts.wordsFromFile)
    return try Desk.words(
      TerminalPrompt.line(Texts.askWords[language] + ": ", orElse: missing))
  }

  private func read(_ path: String) throws(Failure) -> String {
    if path == "-", passphraseDescriptor == 0 {
      throw usage("stdin-twice", Texts.stdinTwice, hint: Texts.otherDescriptor)
    }
    let bytes = try InputFile.read(path, limit: InputFile.smallLimit)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure(ExitCode.data, "not-utf8", Texts.notText, hint: Texts.saveAsUTF8)
    }
    return text
  }

  /// Line ends of other systems and tabs are no fault of who wrote the text.
  static func words(_ text: String) throws(Failure) -> Words {
    var plain = String.UnicodeScalarView()
    for scalar in text.unicodeScalars where scalar != "\r" {
      plain.append(scalar == "\t" ? " " : scalar)
    }
    do throws(WordsError) { return try Words(String(plain)) } catch {
      switch error {
      case .empty: throw Failure(ExitCode.data, "words-empty", Texts.wordsEmpty)
      case .tooLong:
        throw Failure(
          ExitCode.data, "words-too-long", Texts.wordsTooLong(Words.limit),
          hint: Texts.wordsShorter)
      default:
        throw Failure(
          ExitCode.data, "words-character", Texts.wordsCharacter, hint: Texts.saveAsUTF8)
      }
    }
  }
}
