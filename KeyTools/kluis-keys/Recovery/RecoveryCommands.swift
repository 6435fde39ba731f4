import CommandTree

extension Act {
  static let recoverCommand = Command<Act>(
    "recover",
    Text(
      nl: "maak van een reservekopie weer een kluis, op de nieuwe kluismachine",
      en: "make a vault again from a backup, on the vault's new host"),
    details: Text(
      nl: """
        Neemt vault.db uit --vault en keystore.db uit --keystore (de mappen van een reservekopie, of wat er van de oude machine over is), en een sleutel: --wrap-key, --root-key, of de woorden van genoeg bewaarders. Maakt een nieuwe map, zegt wat er gevonden en verloren is, en wat mensen opnieuw moeten doen. Geef met --log een kopie van het log mee als de FG er een heeft: dan worden schorsingen en beëindigde toegang herhaald. Een keystore.db die ouder is dan vault.db wordt geweigerd: neem dan de vault.db van dezelfde reservekopie, en de nieuwere met --log. Gewoonlijk start kluis beheer backup restore dit.
        """,
      en: """
        Takes vault.db from --vault and keystore.db from --keystore (the folders of a backup, or what is left of the old host), and a key: --wrap-key, --root-key, or the words of enough share holders. Makes a new folder, says what was found and lost, and what people must do again. With --log give a copy of the log if the FG has one: suspensions and ended access are then repeated. A keystore.db that is older than vault.db is refused: take the vault.db of the same backup then, and the newer one with --log. Usually kluis beheer backup restore starts this.
        """),
    options: [
      .value(
        "vault", "MAP", Text(nl: "de map met vault.db", en: "the folder with vault.db"),
        shape: .directory, required: true),
      .value(
        "keystore", "MAP", Text(nl: "de map met keystore.db", en: "the folder with keystore.db"),
        shape: .directory, required: true),
      .value(
        "dir", "MAP",
        Text(nl: "waar de kluis komt; nieuw", en: "where the vault comes; new"),
        shape: .directory, required: true),
      .value(
        "log", "MAP",
        Text(
          nl: "een kopie van het log (kluis fg copy), of de map van een nieuwere vault.db",
          en: "a copy of the log (kluis fg copy), or the folder of a newer vault.db"),
        shape: .directory),
      .value(
        "seen", "N:HASH",
        Text(
          nl: "de stand van het log die een apparaat zag: omvang en wortel in hex",
          en: "the log as a device saw it: size and root in hex")),
      .value(
        "wrap-key", "BESTAND", Text(nl: "wrap.key", en: "wrap.key"), shape: .file),
      .value(
        "root-key", "BESTAND", Text(nl: "root.key", en: "root.key"), shape: .file),
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
    ], action: .recover)

  static let checkBackupCommand = Command<Act>(
    "check-backup",
    Text(
      nl: "kijk in een reservekopie, zonder sleutel: is zij heel?",
      en: "look into a backup, without a key: is it whole?"),
    options: [
      .value(
        "vault", "MAP", Text(nl: "de map met vault.db", en: "the folder with vault.db"),
        shape: .directory, required: true),
      .value(
        "keystore", "MAP",
        Text(
          nl: "de map met keystore.db van dezelfde kopie",
          en: "the folder with keystore.db of the same backup"), shape: .directory),
    ], action: .checkBackup)
}
