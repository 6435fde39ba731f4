import CommandTree

extension Act {
  /// The whole command line; help, completions and the manual page are folds over it.
  static let tree = Command<Act>(
    "kluis",
    Text(
      nl: "de kluis voor gezinsdossiers van de jeugdbescherming",
      en: "the vault for family dossiers in youth protection"),
    details: Text(
      nl: """
        Elke inzage komt in het log voordat een sleutel loskomt: geen log, geen sleutel.
        Een DOSSIER, LID of VERZOEK is een id van 32 tekens of de eerste zes of meer; een lid mag ook met de naam.
        KLUIS_HOST zegt waar de kluis is: unix:PAD of ssh://gebruiker@host[:poort]; KLUIS_SSH_CONFIG noemt een configuratie van ssh.
        Met --json staat op stdout één JSON-object per opdracht; wat erin staat zegt de hulp van elke opdracht. Fouten staan dan op stderr als {"error":{"code","message","hint","ref","exit"}}. Tijden zijn milliseconden UTC, ids 32 hexadecimale cijfers.
        """,
      en: """
        Every look is in the log before a key comes out: no log, no key.
        A DOSSIER, LID (member) or VERZOEK (request) is an id of 32 digits or its first six or more; a member may also be named.
        KLUIS_HOST says where the vault is: unix:PATH or ssh://user@host[:port]; KLUIS_SSH_CONFIG names an ssh configuration.
        With --json there is one JSON object per command on stdout; the help of each command says what is in it. Failures are then on stderr as {"error":{"code","message","hint","ref","exit"}}. Times are milliseconds UTC, ids 32 hexadecimal digits.
        """),
    options: [.identity, .passphrase, .json, .taal],
    subcommands: [
      gezinCommands, dossierCommands, toestemmingCommands, beperkingCommands,
      overdrachtCommands, toegangCommands, fgCommands, beheerCommands,
      Command(
        "completion",
        Text(
          nl: "schrijf de aanvulling voor een shell", en: "write the completion for a shell"),
        details: .answers("{\"shell\",\"script\"}"),
        arguments: [
          Argument(
            "SHELL", Text(nl: "welke shell", en: "which shell"),
            shape: .code(Shell.allCases.map(\.rawValue)))
        ], action: .completion),
      Command(
        "man", Text(nl: "schrijf de handleiding (roff)", en: "write the manual page (roff)"),
        details: .answers("{\"page\"}"), action: .man),
    ])
}

extension Text {
  /// What `--json` answers, as a paragraph of help.
  static func answers(_ object: String) -> Text {
    Text(nl: "--json geeft \(object)", en: "--json answers \(object)")
  }

  /// An explanation, and what `--json` answers.
  static func details(nl: String, en: String, json: String) -> Text {
    Text(nl: nl + "\n--json geeft \(json)", en: en + "\n--json answers \(json)")
  }
}
