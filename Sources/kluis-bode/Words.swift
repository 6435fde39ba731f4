import CommandTree

/// What `kluis-bode` can be asked to do.
enum Errand: Sendable {
  case run
  case once
  case status
  case check
}

private let json = Option.flag("json", Text(nl: "antwoord als JSON", en: "answer as JSON"))

/// The command line of the messenger, as one value.
let bodeWords = Command<Errand>(
  "kluis-bode",
  Text(nl: "bezorgt de signalen van de kluis", en: "delivers the signals of the vault"),
  details: Text(
    nl:
      "Leest de spool van kluisd en brengt elk signaal naar programma's, mappen en mail. Wat niet lukt, wordt later opnieuw geprobeerd; niets raakt weg. Zie Docs/bode.md.",
    en:
      "Reads the spool of kluisd and brings each signal to programs, folders and mail. What fails is tried again later; nothing is lost. See Docs/bode.md."
  ),
  options: [
    .value(
      "config", "FILE",
      Text(
        nl: "het configuratiebestand; alleen root of de eigen gebruiker mag het kunnen wijzigen",
        en: "the configuration file; only root or the own user may be able to change it"),
      shape: .file, required: true)
  ],
  subcommands: [
    Command(
      "run",
      Text(
        nl: "bezorgt totdat SIGTERM komt", en: "delivers until SIGTERM comes"),
      action: .run),
    Command(
      "once",
      Text(
        nl: "bezorgt wat nu aan de beurt is, en stopt", en: "delivers what is due now, and ends"),
      options: [json], action: .once),
    Command(
      "status",
      Text(
        nl: "toont wat wacht, wat mislukt en wat opzij gezet is",
        en: "shows what waits, what fails and what was set aside"),
      options: [json], action: .status),
    Command(
      "check",
      Text(
        nl: "controleert de configuratie en zegt wie wat krijgt; bezorgt niets",
        en: "checks the configuration and says who gets what; delivers nothing"),
      options: [json], action: .check),
  ])
