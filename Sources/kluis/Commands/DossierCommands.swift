import CommandTree
import Dossier
import Vocabulary

extension Act {
  static let dossierCommands = Command<Act>(
    "dossier", Text(nl: "dossiers: openen en schrijven", en: "dossiers: open and write"),
    subcommands: [
      Command(
        "open", Text(nl: "lees een dossier", en: "read a dossier"),
        details: .details(
          nl: """
            Zonder --secties alle delen die uw functie leest. Boven het dossier staat wie opent, op welke grond, waarvoor, en onder welk nummer het in het log staat; delen die u niet leest worden genoemd.
            """,
          en: """
            Without --secties all sections that your function reads. Above the dossier stands who opens it, on what ground, what for, and under which number it is in the log; sections that you do not read are named.
            """,
          json:
            "{\"dossier\",\"ref\"?,\"noodtoegang\"?:{\"request\",\"until\",\"proven\",\"reason\"?,\"evidence\"?,\"fg\"?,\"reported\"?},\"ground\",\"purpose\",\"head\":{\"n\",\"h\"},\"sections\",\"not_read\",\"destroyed\",\"revisions\":[{\"entry\",\"section\",\"revision\",\"n\",\"author\",\"author_name\",\"role\",\"written_at\",\"restricted\"?:[{\"beperking\",\"grond\",\"sinds\"}],\"content\"}],\"involvement\":[{\"member\",\"name\",\"sort\",\"since\",\"until\"?}]}"
        ),
        options: [.secties(required: false), .doel, .woorden, .woordenUit], arguments: [.dossier],
        action: .dossierOpen),
      Command(
        "add", Text(nl: "schrijf een stuk in een dossier", en: "write an entry in a dossier"),
        details: .details(
          nl: """
            De tekst komt van stdin of uit --tekst-van. Ids van personen zijn die van het dossier; ze worden aangenomen zoals ze zijn, want namen nakijken zou een inzage zijn.
            """,
          en: """
            The text comes from stdin or from --tekst-van. Ids of persons are those of the dossier; they are taken as they are, since checking names would be another look inside.
            """,
          json: "{\"dossier\",\"entry\",\"section\",\"head\":{\"n\",\"h\"},\"noodtoegang\"?}"),
        options: [
          .value(
            "sectie", "SECTIE", Text(nl: "in welk deel", en: "in which section"),
            shape: .code(Section.allCases.filter { $0 != .etiket }.map(\.name)), required: true),
          .value(
            "soort", "SOORT",
            Text(nl: "wat voor stuk, zoals contact", en: "which kind, such as contact"),
            required: true),
          .value(
            "datum", "DATUM",
            Text(
              nl: "datum van de informatie, JJJJ-MM-DD", en: "date of the information, YYYY-MM-DD"),
            required: true),
          .value(
            "bron", "BRON", Text(nl: "van wie of waaruit", en: "from whom or what"),
            required: true),
          .value(
            "aard", "AARD", Text(nl: "feit of mening", en: "fact (feit) or opinion (mening)"),
            shape: .code(Aard.allCases.map(\.rawValue)), required: true),
          .value(
            "over", "A,B",
            Text(
              nl: "ids van de personen over wie het gaat", en: "ids of the persons it is about"),
            required: true),
          .value(
            "van-wie", "PERSOON",
            Text(
              nl: "wiens mening of stem; verplicht bij mening",
              en: "whose opinion or voice; required for mening")),
          .value(
            "stem", "STEM",
            Text(nl: "eigen stem van kind of ouder", en: "own voice of child or parent"),
            shape: .code(Stem.allCases.map(\.rawValue))),
          .value(
            "schaal", "KIND=N",
            Text(
              nl: "cijfer 1 tot en met 10 van een kind voor de veiligheid",
              en: "a child's score for safety, 1 to 10"), repeats: true),
          .value(
            "tekst-van", "BESTAND",
            Text(nl: "lees de tekst hieruit", en: "read the text from this"), shape: .file),
          .doel,
        ], arguments: [.dossier], action: .dossierAdd),
      bijlageCommands,
    ])
}
