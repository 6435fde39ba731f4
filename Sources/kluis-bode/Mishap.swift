import CommandTree
import StrictJSON

/// Why an errand ended: what is wrong, what to do, and the exit code of the house.
struct Mishap: Error {
  /// A stable name for `--json`.
  let code: String
  let text: Text
  let hint: Text
  let exit: Int32

  /// Two lines for standard error.
  func rendered(in language: Language) -> String {
    "kluis-bode: \(text[language])\nhint: \(hint[language])\n"
  }

  func json(in language: Language) -> JSONValue {
    [
      "error": .object([
        ("code", .string(code)), ("message", .string(text[language])),
        ("hint", .string(hint[language])), ("exit", .int(Int64(exit))),
      ])
    ]
  }
}

extension Mishap {
  static func configurationMissing(_ code: Int32) -> Mishap {
    Mishap(
      code: "config-unreadable",
      text: Text(
        nl: "het configuratiebestand kan niet gelezen worden (errno \(code))",
        en: "the configuration file cannot be read (errno \(code))"),
      hint: Text(
        nl: "noem met --config een bestand dat er is; een voorbeeld staat in Docs/bode.md",
        en: "name a file that exists with --config; Docs/bode.md has an example"),
      exit: 64)
  }

  static let configurationUnsafe = Mishap(
    code: "config-unsafe",
    text: Text(
      nl: "anderen kunnen het configuratiebestand wijzigen, of het is geen gewoon bestand",
      en: "others can change the configuration file, or it is no regular file"),
    hint: Text(
      nl: "maak het van root of van deze gebruiker, met chmod 0640",
      en: "make it root's or this user's, with chmod 0640"),
    exit: 77)

  /// - Parameter error: our own words about the place; nothing of the file.
  static func configurationMalformed(_ text: String, _ hint: String) -> Mishap {
    Mishap(
      code: "config-malformed",
      text: Text(nl: "de configuratie: \(text)", en: "the configuration: \(text)"),
      hint: Text(
        nl: "\(hint); zie Docs/schema/bode.schema.json",
        en: "\(hint); see Docs/schema/bode.schema.json"),
      exit: 65)
  }

  static let stateUnusable = Mishap(
    code: "state-unusable",
    text: Text(
      nl: "de map onder 'state' ontbreekt, is van een ander of staat voor anderen open",
      en: "the folder under 'state' is missing, another user's or open to others"),
    hint: Text(
      nl: "maak haar voor deze gebruiker, met mode 0700 (systemd: StateDirectory=)",
      en: "make it for this user, with mode 0700 (systemd: StateDirectory=)"),
    exit: 69)

  static func stateUnwritable(_ code: Int32) -> Mishap {
    Mishap(
      code: "state-unwritable",
      text: Text(
        nl: "de stand kan niet opgeschreven worden (errno \(code)); er is niets meer bezorgd",
        en: "the state cannot be written (errno \(code)); nothing more was delivered"),
      hint: Text(
        nl: "maak ruimte op de schijf; daarna gaat het verder waar het was",
        en: "make room on the disk; it then goes on where it was"),
      exit: 75)
  }

  static let running = Mishap(
    code: "already-running",
    text: Text(
      nl: "er draait al een kluis-bode met deze stand",
      en: "a kluis-bode with this state is running already"),
    hint: Text(
      nl: "kijk met kluis-bode status, of stop de andere eerst",
      en: "look with kluis-bode status, or stop the other first"),
    exit: 75)
}
