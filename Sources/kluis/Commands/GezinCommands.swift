import CommandTree

extension Act {
  static let gezinCommands = Command<Act>(
    "gezin", Text(nl: "gezinnen: inlezen, lijst, kern", en: "families: import, list, core"),
    subcommands: [
      Command(
        "import",
        Text(nl: "maak een dossier van een bestand", en: "make a dossier from a file"),
        details: .details(
          nl: """
            Leest dossierkluis/gezin/1, hoogstens 8 MiB; - is stdin. Ook de overdracht.json van een gezin dat werd overgedragen, met wat er eerder stond; geef dan --etiket. Elke fout wordt genoemd met de plaats, en dan wordt niets ingelezen. Bestanden die stukken als bijlagen noemen staan in of onder de map van het bestand; zij worden eerst allemaal bekeken. U krijgt de regie.
            """,
          en: """
            Reads dossierkluis/gezin/1, at most 8 MiB; - is stdin. The overdracht.json of a family that was handed over comes in with what stood before; then give --etiket. Every mistake is told with its place, and then nothing is imported. Files that entries name as bijlagen stand in or below the folder of the file; all are looked at first. You get regie.
            """,
          json:
            "{\"dry_run\",\"dossier\"?,\"head\"?,\"persons\",\"entries\",\"plans\",\"attachments\",\"sections\":[{\"section\",\"pieces\"}],\"findings\":[{\"code\",\"message\"}]}"
        ),
        options: [
          .value(
            "etiket", "TEKST",
            Text(
              nl: "hoe het gezin hier heet; bij een gezin dat werd overgedragen",
              en: "what the family is called here; for a family that was handed over")),
          .flag(
            "dry-run",
            Text(
              nl: "zeg alleen wat er gemaakt zou worden; de kluis merkt niets",
              en: "only say what would be made; the vault is not contacted")),
        ],
        arguments: [
          Argument(
            "BESTAND", Text(nl: "het bestand, of -", en: "the file, or -"), shape: .file)
        ], action: .gezinImport),
      Command(
        "list",
        Text(
          nl: "etiketten van de gezinnen die u mag openen (één regel in het log)",
          en: "labels of the families that you may open (one entry in the log)"),
        details: .answers(
          "{\"dossiers\":[{\"dossier\",\"etiket\",\"author\",\"author_name\",\"written_at\",\"changes\",\"noodtoegang\"}],\"purpose\"}"
        ),
        options: [.doel], action: .gezinList),
      Command(
        "show",
        Text(
          nl: "etiket en kern van een gezin: wie erbij horen",
          en: "label and core of a family: who belongs to it"),
        details: .details(
          nl: "Dit opent de delen etiket en kern, en dat staat in het log.",
          en: "This opens the sections etiket and kern, and the log says so.",
          json: "hetzelfde als dossier open / the same as dossier open"),
        options: [.doel], arguments: [.dossier], action: .gezinShow),
    ])
}
