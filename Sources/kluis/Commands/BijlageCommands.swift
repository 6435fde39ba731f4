import CommandTree
import Dossier
import Vocabulary

extension Act {
  static let bijlageCommands = Command<Act>(
    "bijlage", Text(nl: "bestanden bij een dossier", en: "files of a dossier"),
    subcommands: [
      Command(
        "add", Text(nl: "voeg een bestand toe", en: "add a file"),
        details: .details(
          nl: """
            Hoogstens 1 GiB. Het bestand wordt hier versleuteld en gaat in delen naar de kluis; valt de verbinding weg, dan gaat het verder waar het was. Het dossier heeft de bijlage pas als alles er is. Met --stuk wordt eerst gekeken of dat stuk er is, en dat is een inzage.
            """,
          en: """
            At most 1 GiB. The file is encrypted here and goes to the vault in parts; when the connection breaks it goes on where it was. The dossier has the attachment only when all of it is there. With --stuk it is looked up first whether that entry is there, which is a look inside.
            """,
          json:
            "{\"dossier\",\"entry\",\"id\",\"section\",\"name\",\"size\",\"sha256\",\"stuk\"?,\"head\":{\"n\",\"h\"},\"noodtoegang\"?}"
        ),
        options: [
          .value(
            "sectie", "SECTIE", Text(nl: "in welk deel", en: "in which section"),
            shape: .code(Section.allCases.filter { $0 != .etiket }.map(\.name)), required: true),
          .value(
            "stuk", "STUK",
            Text(
              nl: "eigen id van het stuk waar het bij hoort",
              en: "own id of the entry that it belongs to")),
          .value(
            "naam", "NAAM",
            Text(
              nl: "hoe het in het dossier heet; anders zoals het bestand heet",
              en: "what it is called in the dossier; otherwise as the file is")),
          .value(
            "media", "TYPE",
            Text(
              nl: "wat voor bestand, zoals application/pdf; anders naar de naam",
              en: "what kind of file, such as application/pdf; otherwise by its name")),
          .doel,
        ],
        arguments: [
          .dossier, Argument("BESTAND", Text(nl: "het bestand", en: "the file"), shape: .file),
        ], action: .bijlageAdd),
      Command(
        "list", Text(nl: "welke bestanden er zijn", en: "which files there are"),
        details: .details(
          nl: "Dit opent het dossier, of de delen die u noemt, en dat staat in het log.",
          en: "This opens the dossier, or the sections that you name, and the log says so.",
          json:
            "{\"dossier\",\"ref\"?,\"noodtoegang\"?,\"attachments\":[{\"entry\",\"id\",\"section\",\"name\",\"media\",\"size\",\"sha256\",\"stuk\"?,\"author\",\"author_name\",\"written_at\",\"restricted\"?}]}"
        ),
        options: [.secties(required: false), .doel], arguments: [.dossier], action: .bijlageList),
      Command(
        "save", Text(nl: "bewaar een bestand op deze werkplek", en: "save a file on this device"),
        details: .details(
          nl: """
            Dit opent het dossier, of de delen die u noemt, en haalt het bestand op; beide staan in het log. Het staat pas onder zijn naam als alles er is en klopt, alleen voor u leesbaar. Wat er al staat blijft, behalve met --overschrijf.
            """,
          en: """
            This opens the dossier, or the sections that you name, and fetches the file; the log says both. It has its name only when all of it is there and right, readable by you alone. What is there already stays, except with --overschrijf.
            """,
          json: "{\"dossier\",\"entry\",\"id\",\"path\",\"size\",\"sha256\",\"noodtoegang\"?}"),
        options: [
          .value(
            "naar", "PAD",
            Text(
              nl: "waarheen: een bestand of een map; anders hier, onder zijn naam",
              en: "where to: a file or a folder; otherwise here, under its name"), shape: .file),
          .flag(
            "overschrijf",
            Text(nl: "vervang wat er al staat", en: "replace what is there already")),
          .secties(required: false), .doel,
        ],
        arguments: [
          .dossier,
          Argument(
            "BIJLAGE",
            Text(
              nl: "id van de bijlage, of het begin van de id van haar stuk",
              en: "id of the attachment, or how the id of its entry begins")),
        ], action: .bijlageSave),
    ])
}
