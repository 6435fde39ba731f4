import CommandTree

/// A small tree with one of everything.
enum Act: String, Sendable, Equatable {
  case list
  case open
  case write
  case export
}

let sample = Command<Act>(
  "kluis", Text(nl: "de kluis voor gezinsdossiers", en: "the vault for family dossiers"),
  details: Text(
    nl: "Geen log, geen sleutel.\n.Begint met een punt \\ en 'aanhaling'.",
    en: "No log, no key.\n.Starts with a dot \\ and a 'quote'."),
  options: [
    .flag("json", Text(nl: "uitvoer als JSON", en: "output as JSON")),
    .value(
      "taal", "TAAL", short: "t", Text(nl: "taal van de uitvoer", en: "language of the output"),
      shape: .code(["nl", "en"])),
  ],
  subcommands: [
    Command(
      "dossier", Text(nl: "dossiers", en: "dossiers"),
      subcommands: [
        Command("list", Text(nl: "toon een lijst", en: "show a list"), action: .list),
        Command(
          "open", Text(nl: "open een dossier", en: "open a dossier"),
          options: [
            .value(
              "doel", "CODE", Text(nl: "waarom", en: "why"),
              shape: .code(["uitvoering", "klacht"]), required: true),
            .value(
              "passphrase-fd", "N", Text(nl: "lees van descriptor N", en: "read descriptor N"),
              shape: .number(3...1023)),
            .value("noot", "TEKST", Text(nl: "een noot", en: "a note"), repeats: true),
          ],
          arguments: [
            Argument("DOSSIER", Text(nl: "welk dossier", en: "which dossier")),
            Argument(
              "SECTIE", Text(nl: "welke delen", en: "which sections"),
              shape: .code(["kern", "plannen"]), count: .many),
          ], action: .open),
      ]),
    Command(
      "export", Text(nl: "schrijf naar bestand", en: "write to a file"),
      options: [
        .value(
          "uit", "BESTAND", short: "o", Text(nl: "naar dit bestand", en: "to this file"),
          shape: .file),
        .value(
          "map", "MAP", Text(nl: "in deze map", en: "into this folder"), shape: .directory),
      ],
      arguments: [
        Argument("BRON", Text(nl: "het bestand", en: "the file"), shape: .file, count: .optional)
      ], action: .export),
  ])

func parsed(_ line: String) throws(UsageMistake) -> Parsed<Act> {
  try sample.parse(line.split(separator: " ").map(String.init))
}

func invocation(_ line: String) throws -> Invocation<Act> {
  guard case .invocation(let invocation) = try parsed(line) else { throw NoInvocation() }
  return invocation
}

struct NoInvocation: Error {}
