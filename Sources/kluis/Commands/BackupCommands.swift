import CommandTree

extension Act {
  static let backupCommands = Command<Act>(
    "backup", Text(nl: "reservekopieën van de kluis", en: "backups of the vault"),
    subcommands: [
      Command(
        "create",
        Text(
          nl: "laat de kluis beide bestanden kopiëren, terwijl zij doorwerkt",
          en: "have the vault copy both its files while it works on"),
        details: .details(
          nl: """
            De kopieën komen op de kluismachine in de map van kluisd --backup-dir: vault/TIJD en, apart, keystore/TIJD. Bewaar die twee nooit op één plaats. Kopieën van keystore.db ouder dan 30 dagen worden verwijderd.
            """,
          en: """
            The copies come on the vault's host in the folder of kluisd --backup-dir: vault/TIME and, apart, keystore/TIME. Never keep the two in one place. Copies of keystore.db older than 30 days are removed.
            """,
          json:
            "{\"name\",\"at\",\"size\",\"files\":[{\"name\",\"size\",\"sha256\"}],\"removed\":[…]}"),
        action: .backupCreate),
      Command(
        "verify",
        Text(
          nl: "controleer een map van een reservekopie met wat dit apparaat weet",
          en: "check a folder of a backup by what this device knows"),
        details: .details(
          nl: """
            Kijkt naar manifest, hashes, logbewijs en handtekening van het log, zonder verbinding. Wat er in de bestanden staat controleert de kluismachine: kluis-keys check-backup.
            """,
          en: """
            Looks at manifest, hashes, receipt and the log's signature, without a connection. What is in the files is checked on the vault's host: kluis-keys check-backup.
            """,
          json:
            "{\"folder\",\"at\"?,\"size\"?,\"entry\"?,\"files\":[…],\"findings\":[{\"fault\",\"file\"?,\"text\"}]}"
        ),
        arguments: [
          Argument(
            "MAP", Text(nl: "vault/TIJD of keystore/TIJD", en: "vault/TIME or keystore/TIME"),
            shape: .directory)
        ], action: .backupVerify),
      restoring,
    ])

  private static let restoring = Command<Act>(
    "restore",
    Text(
      nl: "maak van een reservekopie weer een kluis, stap voor stap",
      en: "make a vault again from a backup, step by step"),
    details: .details(
      nl: """
        Op de nieuwe kluismachine. Controleert beide mappen, start kluis-keys recover (dat vraagt zelf om de woorden van de bewaarders), en maakt het herstelstuk als een deel van het log verloren is: wie hier zit en mag tekenen, tekent; daarna staat er wie nu tekent en hoe. Geef de opdracht opnieuw, dan zegt zij waar u bent en gaat zij verder; --vault en --keystore zijn dan niet meer nodig. Zonder identiteit op deze machine tekenen beiden elders. state is absent, unsigned, half-signed, signed of ready.
        """,
      en: """
        On the vault's new host. Checks both folders, starts kluis-keys recover (which asks for the share holders' words itself), and makes the restore record when a part of the log is lost: who sits here and may sign, signs; then it says who signs now, and how. Give the command again and it says where you are and goes on; --vault and --keystore are not needed any more then. Without an identity on this machine both sign elsewhere. state is absent, unsigned, half-signed, signed or ready.
        """,
      json:
        "{\"state\",\"folder\",\"dry_run\",\"next\",\"who_signs\":[…],\"draft\",\"log_size\"?,\"keystore_size\"?,\"known_size\"?,\"dossiers\"?,\"revisions\"?,\"missing\"?,\"repeated\"?,\"lost\"?:[{\"dossier\",\"revisions\"}],\"to_do\"?:[{\"action\",\"count\"}]}"
    ),
    options: [
      .value(
        "vault", "MAP", Text(nl: "vault/TIJD, met vault.db", en: "vault/TIME, with vault.db"),
        shape: .directory),
      .value(
        "keystore", "MAP",
        Text(nl: "keystore/TIJD, met keystore.db", en: "keystore/TIME, with keystore.db"),
        shape: .directory),
      .value(
        "dir", "MAP", Text(nl: "waar de kluis komt; nieuw", en: "where the vault comes; new"),
        shape: .directory, required: true),
      .value(
        "log", "MAP",
        Text(
          nl: "een kopie van het log (kluis fg copy), of de map van een nieuwere vault.db",
          en: "a copy of the log (kluis fg copy), or the folder of a newer vault.db"),
        shape: .directory),
      .value(
        "wrap-key", "BESTAND",
        Text(nl: "wrap.key, in plaats van woorden", en: "wrap.key, instead of words"),
        shape: .file),
      .value(
        "root-key", "BESTAND",
        Text(nl: "root.key, in plaats van woorden", en: "root.key, instead of words"),
        shape: .file),
      .value(
        "service-key", "BESTAND",
        Text(
          nl: "service.key; anders de kopie in keystore.db",
          en: "service.key; otherwise the copy in keystore.db"), shape: .file),
      .value(
        "shares-fd", "N",
        Text(
          nl: "lees de woorden van descriptor N, één blad per regel",
          en: "read the words from descriptor N, one sheet per line"), shape: .number(0...1023)),
      .value(
        "draft", "BESTAND",
        Text(
          nl: "het herstelstuk tussen twee handtekeningen; anders MAP.herstel.json",
          en: "the restore record between two signatures; otherwise DIR.herstel.json"),
        shape: .file),
      .flag(
        "dry-run",
        Text(
          nl: "zeg waar u bent en wat er zou gebeuren, en doe niets",
          en: "say where you are and what would be done, and do nothing")),
    ], action: .backupRestore)

  static let restoreCommands = Command<Act>(
    "restore",
    Text(
      nl: "teken dat een deel van het log verloren is",
      en: "sign that a part of the log is lost"),
    subcommands: [
      Command(
        "draft",
        Text(
          nl: "eerste handtekening, van een beheerder of de FG",
          en: "first signature, by a beheerder or the FG"),
        details: .details(
          nl: """
            BESTAND is restore.json uit de herstelde map. Werkt zonder verbinding: de kluis start pas als beiden getekend hebben. Teken alleen als u weet dat er niets nieuwers meer is. Op de kluismachine doet kluis beheer backup restore dit.
            """,
          en: """
            FILE is restore.json from the recovered folder. Works without a connection: the vault starts only when both have signed. Sign only when you know that nothing newer is left. On the vault's host kluis beheer backup restore does this.
            """, json: "{\"draft\",\"size\",\"lost_size\",\"directory\"}"),
        options: [.draft],
        arguments: [
          Argument(
            "BESTAND", Text(nl: "restore.json van het herstel", en: "restore.json of the recovery"),
            shape: .file)
        ], action: .restoreDraft),
      Command(
        "sign",
        Text(
          nl: "tweede handtekening, van de ander", en: "second signature, by the other"),
        details: .answers("{\"draft\",\"size\",\"lost_size\",\"directory\",\"next\"?}"),
        options: [
          .value(
            "dir", "MAP",
            Text(
              nl: "de herstelde map; het stuk wordt er op zijn plaats gezet",
              en: "the recovered folder; the record is put in its place there"),
            shape: .directory)
        ],
        arguments: [
          Argument("ONTWERP", Text(nl: "het ontwerp", en: "the draft"), shape: .file)
        ], action: .restoreSign),
    ])
}
