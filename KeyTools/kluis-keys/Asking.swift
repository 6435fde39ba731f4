import CommandTree
import Desk

extension Desk {
  /// The institution's fingerprint, as it was typed from paper.
  ///
  /// - Throws: 64 when nobody can be asked and it was not given.
  func typedFingerprint() throws(Failure) -> String {
    if let given = arguments.value("fingerprint") { return given }
    return try TerminalPrompt.line(
      Text(
        nl: "Typ de vingerafdruk van de instelling, van papier: ",
        en: "Type the institution's fingerprint, from paper: ")[language],
      orElse: Failure(
        ExitCode.usage, "missing-option",
        Text(
          nl: "de vingerafdruk van de instelling ontbreekt",
          en: "the institution's fingerprint is missing"),
        hint: Text(
          nl: "neem haar van papier: --fingerprint \"ABCD …\"",
          en: "take it from paper: --fingerprint \"ABCD …\"")))
  }

  /// The passphrase over the descriptor that an option names, or from the terminal.
  func passphrase(option: String = "passphrase-fd") -> Passphrase {
    Passphrase(
      descriptor: arguments.number(option).map { Int32($0) }, option: option, language: language)
  }
}
