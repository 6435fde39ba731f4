import CommandTree
import Desk
import SLIP39
import Sodium

/// The root key from the words of enough share holders.
enum RootFromShares {
  /// One sheet: 33 words, and room for spaces.
  private static let lineLimit = 1024

  static func read(_ desk: Desk) throws(Failure) -> SecretBytes {
    do {
      var recovery = try Recovery()
      var number = 1
      while recovery.missing != 0 {
        let words = try line(desk, number)
        try recovery.add(Mnemonic.parse(words))
        number += 1
      }
      return try recovery.secret()
    } catch let failure as Failure { throw failure } catch let error as MnemonicError {
      throw shares(error.description, error.hint)
    } catch let error as Recovery.AddError {
      throw shares(error.description, error.hint)
    } catch let error as SLIP39.RecoveryError { throw shares(error.description, error.hint) } catch
    {
      throw .memory
    }
  }

  private static func shares(_ text: String, _ hint: String) -> Failure {
    Failure(ExitCode.data, "shares", Text(same: text), hint: Text(same: hint))
  }

  private static func line(_ desk: Desk, _ number: Int) throws(Failure) -> SecretBytes {
    if let descriptor = desk.arguments.number("shares-fd") { return try read(Int32(descriptor)) }
    let prompt = try TerminalPrompt(
      echo: false,
      orElse: Failure(
        ExitCode.failed, "no-terminal",
        Text(nl: "hier kan niemand woorden typen", en: "nobody can type words here"),
        hint: Text(
          nl: "geef --wrap-key, --root-key of --shares-fd",
          en: "give --wrap-key, --root-key or --shares-fd")))
    defer { prompt.end() }
    try prompt.ask(
      Text(nl: "Woorden van blad \(number): ", en: "Words of sheet \(number): ")[desk.language])
    return try read(prompt.descriptor)
  }

  private static func read(_ descriptor: Int32) throws(Failure) -> SecretBytes {
    do throws(SecretReadError) {
      return try SecretBytes.read(fd: descriptor, limit: lineLimit)
    } catch {
      throw Failure(
        ExitCode.failed, "shares-unreadable",
        Text(nl: "er kwamen te weinig woorden", en: "too few words came"),
        hint: Text(nl: "één blad per regel", en: "one sheet per line"))
    }
  }
}
