package import CommandTree

/// Why a command did not do what was asked: for people, and with `--json` for programs.
///
/// No text here holds anything of a dossier or a key.
package struct Failure: Error, Equatable, Sendable {
  /// One of several things that are wrong, such as a line of an import file.
  package struct Problem: Equatable, Sendable {
    package let place: String
    package let text: Text

    package init(place: String, text: Text) {
      self.place = place
      self.text = text
    }

    /// The line as people read it: `entries[3].datum: 2023-02-30 is geen datum`.
    func line(in language: Language) -> String { "\(place): \(text[language])" }
  }

  package let exit: Int32
  /// A word that never changes, for scripts.
  package let code: String
  package let message: Text
  package var hints: [Text] = []
  /// Place of a refusal in the log.
  package var reference: Int?
  /// The codes behind the hints of a refusal.
  package var ways: [String] = []
  /// Sections that stand in the way of what was asked.
  package var sections: [String] = []
  package var problems: [Problem] = []
  /// The usage line, when the command line was wrong.
  package var usage: Text?

  package init(_ exit: Int32, _ code: String, _ message: Text, hint: Text? = nil) {
    self.exit = exit
    self.code = code
    self.message = message
    hints = hint.map { [$0] } ?? []
  }

  /// A value on the command line that only its command can judge.
  package static func usage(_ code: String, _ message: Text, hint: Text? = nil) -> Failure {
    Failure(ExitCode.usage, code, message, hint: hint)
  }

  /// A mistake that the parse found.
  package init(_ mistake: UsageMistake) {
    self.init(ExitCode.usage, mistake.code, mistake.description, hint: mistake.hint)
    usage = mistake.usage
  }
}
