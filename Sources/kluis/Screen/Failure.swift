import CommandTree

/// Why a command did not do what was asked: for people, and with `--json` for programs.
///
/// No text here holds anything of a dossier or a key.
struct Failure: Error, Equatable, Sendable {
  /// One of several things that are wrong, such as a line of an import file.
  struct Problem: Equatable, Sendable {
    let place: String
    let text: Text

    /// The line as people read it: `entries[3].datum: 2023-02-30 is geen datum`.
    func line(in language: Language) -> String { "\(place): \(text[language])" }
  }

  let exit: Int32
  /// A word that never changes, for scripts.
  let code: String
  let message: Text
  var hints: [Text] = []
  /// Place of a refusal in the log.
  var reference: Int?
  /// The codes behind the hints of a refusal.
  var ways: [String] = []
  /// Sections that stand in the way of what was asked.
  var sections: [String] = []
  var problems: [Problem] = []
  /// The usage line, when the command line was wrong.
  var usage: Text?

  init(_ exit: Int32, _ code: String, _ message: Text, hint: Text? = nil) {
    self.exit = exit
    self.code = code
    self.message = message
    hints = hint.map { [$0] } ?? []
  }

  /// A value on the command line that only its command can judge.
  static func usage(_ code: String, _ message: Text, hint: Text? = nil) -> Failure {
    Failure(ExitCode.usage, code, message, hint: hint)
  }

  /// A mistake that the parse found.
  init(_ mistake: UsageMistake) {
    self.init(ExitCode.usage, mistake.code, mistake.description, hint: mistake.hint)
    usage = mistake.usage
  }
}
