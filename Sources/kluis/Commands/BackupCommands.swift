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
            Kijkt naar manifest, hashes, ontvangstbewijs en handtekening van het log, zonder verbinding. Wat er in de bestanden staat controleert de kluismachine: kluis-keys check-backup.
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
    ])

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
            BESTAND is restore.json uit de map die kluis-keys recover maakte. Werkt zonder verbinding: de kluis start pas als beiden getekend hebben. Teken alleen als u weet dat er niets nieuwers meer is. De volgorde staat in Docs/ramp.md.
            """,
          en: """
            FILE is restore.json from the folder that kluis-keys recover made. Works without a connection: the vault starts only when both have signed. Sign only when you know that nothing newer is left. The order is in Docs/ramp.md.
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
        details: .answers("{\"draft\",\"size\",\"lost_size\",\"directory\"}"),
        arguments: [
          Argument("ONTWERP", Text(nl: "het ontwerp", en: "the draft"), shape: .file)
        ], action: .restoreSign),
    ])
}
