import CommandTree

extension Act {
  static let fgCommands = Command<Act>(
    "fg", Text(nl: "het log, voor de FG", en: "the log, for the FG"),
    subcommands: [
      Command(
        "log",
        Text(nl: "lees het log: wie zag wat, waarom", en: "read the log: who saw what, why"),
        details: .details(
          nl: """
            Zonder --vanaf de nieuwste. --dossier en --lid kiezen uit wat gelezen wordt. Tijden zijn Nederlandse tijd; met --json milliseconden UTC.
            """,
          en: """
            Without --vanaf the newest. --dossier and --lid choose from what is read. Times are Dutch time; with --json milliseconds UTC.
            """,
          json:
            "{\"size\",\"from\",\"entries\":[{\"index\",\"time\",\"utc\",\"actor\"?,\"partner\"?,\"name\"?,\"role\"?,\"action\",\"object\",\"outcome\",\"reason\"?,\"dossier\"?,\"dossiers\"?,\"sections\",\"purpose\"?,\"basis\"?:{\"kind\",\"id\"?},\"client\"?,\"ref\"?,\"has_words\"?,\"words\"?:{\"state\",\"text\"?}}]}"
        ),
        options: [
          .value(
            "vanaf", "N", Text(nl: "eerste nummer", en: "first number"),
            shape: .number(0...Int.max)),
          .value(
            "aantal", "N", Text(nl: "hoeveel; anders 50", en: "how many; otherwise 50"),
            shape: .number(1...1_000_000)),
          .value(
            "dossier", "DOSSIER",
            Text(nl: "alleen van dit dossier", en: "only of this dossier")),
          .lid,
          .flag(
            "woorden",
            Text(
              nl: "toon ook de woorden; elk lezen komt in het log",
              en: "show the words as well; each reading is logged")),
        ], action: .fgLog),
      Command(
        "woorden",
        Text(
          nl: "lees de woorden bij een regel van het log",
          en: "read the words of an entry of the log"),
        details: .answers(
          "{\"index\",\"time\",\"actor\"?,\"name\",\"action\",\"dossier\"?,\"words\":{\"state\",\"text\"?}}"
        ),
        arguments: [
          Argument(
            "NUMMER", Text(nl: "nummer van de regel", en: "number of the entry"),
            shape: .number(0...Int.max))
        ], action: .fgWoorden),
      Command(
        "copy",
        Text(
          nl: "haal het hele log op in een map, om los van de kluis te controleren",
          en: "fetch the whole log into a folder, to verify away from the vault"),
        details: .answers(
          "{\"folder\",\"size\",\"parts\":[{\"part\",\"lines\"}]}"),
        arguments: [
          Argument("MAP", Text(nl: "een nieuwe map", en: "a new folder"), shape: .directory)
        ], action: .fgCopy),
      Command(
        "verify",
        Text(
          nl: "controleer het log: volledig, op volgorde, getekend, met grond",
          en: "verify the log: complete, in order, signed, with its grounds"),
        details: .details(
          nl: """
            Bevindingen komen op het scherm, en dan is de afsluitcode 65.
            """,
          en: """
            Findings are listed, and the exit code is then 65.
            """,
          json:
            "{\"sound\",\"size\",\"root\",\"entries\",\"checks\":[{\"check\",\"count\"}],\"findings\":[{\"code\",\"index\"?,\"message\"}],\"late_reviews\":[{\"ref\",\"request\",\"dossier\",\"member\",\"due\"}],\"milliseconds\"}"
        ),
        options: [
          .value(
            "copy", "MAP",
            Text(
              nl: "controleer deze kopie in plaats van een nieuwe",
              en: "verify this copy instead of a new one"), shape: .directory),
          .flag(
            "since-pin",
            Text(
              nl: "alleen wat er bij kwam sinds de vorige controle op dit apparaat",
              en: "only what came since the last verification on this device")),
        ], action: .fgVerify),
    ])
}
