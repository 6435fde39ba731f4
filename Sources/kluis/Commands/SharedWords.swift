import CommandTree
import Vocabulary

// Options and arguments that more than one command takes, each with one meaning.

extension Option {
  static let identity = Option.value(
    "identity", "BESTAND",
    Text(
      nl: "uw identiteit; anders $XDG_CONFIG_HOME/kluis/identity.json",
      en: "your identity; otherwise $XDG_CONFIG_HOME/kluis/identity.json"), shape: .file)
  static let passphrase = Option.value(
    "passphrase-fd", "N",
    Text(
      nl: "lees de wachtzin van descriptor N in plaats van de terminal",
      en: "read the passphrase from descriptor N instead of the terminal"),
    shape: .number(0...1023))
  static let json = Option.flag(
    "json", Text(nl: "antwoord als één JSON-object", en: "answer as one JSON object"))
  static let taal = Option.value(
    "taal", "TAAL", Text(nl: "taal van het scherm", en: "language of the screen"),
    shape: .code(["nl", "en"]))

  static let doel = Option.value(
    "doel", "CODE",
    Text(
      nl: "waarvoor, zoals het in het log komt; anders wat bij uw functie hoort",
      en: "what for, as the log will say; otherwise what goes with your function"),
    shape: .code(Purpose.allCases.map(\.rawValue)))
  static let woorden = Option.flag(
    "woorden",
    Text(
      nl: "vraag op de terminal waarom, in een zin; verzegeld in het log",
      en: "ask on the terminal why, in a sentence; sealed in the log"))
  static let woordenUit = Option.value(
    "woorden-uit", "BESTAND",
    Text(
      nl: "lees hieruit waarom, of met - uit stdin; verzegeld in het log",
      en: "read from this why, or with - from stdin; sealed in the log"), shape: .file)
  static let woordenErbij = Option.flag(
    "woorden",
    Text(
      nl: "met --json ook de woorden; op het scherm staan zij altijd",
      en: "the words with --json too; on the screen they always stand"))
  static let lid = Option.value("lid", "LID", Text(nl: "welk lid", en: "which member"))
  static let requiredLid = Option.value(
    "lid", "LID", Text(nl: "welk lid", en: "which member"), required: true)
  static let dagen = Option.value(
    "dagen", "N",
    Text(
      nl: "hoe lang de toegang duurt, in dagen; anders zo lang als het beleid toestaat",
      en: "how long the access lasts, in days; otherwise as long as policy allows"),
    shape: .number(1...366))
  static let draft = Option.value(
    "draft", "BESTAND",
    Text(
      nl: "het ontwerp, een nieuw bestand",
      en: "the draft, a new file"), shape: .file, required: true)

  static func secties(required: Bool) -> Option {
    .value(
      "secties", "A,B",
      Text(
        nl: "welke delen, met komma's: \(sectionNames)",
        en: "which sections, with commas: \(sectionNames)"), required: required)
  }

  private static let sectionNames = Section.allCases.map(\.name).joined(separator: ", ")
}

extension Argument {
  static let dossier = Argument(
    "DOSSIER",
    Text(
      nl: "id van het dossier, of het begin ervan", en: "id of the dossier, or how it begins"))
}
