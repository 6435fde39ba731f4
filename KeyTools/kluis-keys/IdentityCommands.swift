import CommandTree

extension Act {
  static let identity = Command<Act>(
    "identity", Text(nl: "de sleutels van één mens", en: "one person's keys"),
    subcommands: [
      Command(
        "new",
        Text(
          nl: "maak uw identiteit en het verzoek om ingeschreven te worden",
          en: "make your identity and the request to be enrolled"),
        details: Text(
          nl: """
            Schrijft BESTAND (0600, verzegeld onder uw wachtzin) en BESTAND.pub voor de beheerder. U vergelijkt de instelling met uw papier; de beheerder vergelijkt u met uw vingerafdruk.
            """,
          en: """
            Writes FILE (0600, sealed under your passphrase) and FILE.pub for the beheerder. You compare the institution with your paper; the beheerder compares you with your fingerprint.
            """),
        options: [
          .value("name", "NAAM", Text(nl: "uw naam", en: "your name"), required: true),
          .value(
            "institution", "BESTAND",
            Text(nl: "institution.pub van uw instelling", en: "your institution's institution.pub"),
            shape: .file, required: true),
          .value(
            "fingerprint", "LETTERS",
            Text(
              nl: "de vingerafdruk van papier; anders wordt zij op de terminal gevraagd",
              en: "the fingerprint from paper; otherwise it is asked on the terminal")),
          .out, .passphrase,
        ], action: .identityNew),
      Command(
        "show",
        Text(
          nl: "toon wie dit bestand zegt te zijn; vraagt geen wachtzin",
          en: "show who this file says it is; asks no passphrase"),
        arguments: [file], action: .identityShow),
      Command(
        "passwd", Text(nl: "verander de wachtzin", en: "change the passphrase"),
        details: Text(
          nl: "Kopieën van het oude bestand openen nog steeds met de oude wachtzin.",
          en: "Copies of the old file still open with the old passphrase."),
        options: [.passphrase, .newPassphrase], arguments: [file], action: .identityPasswd),
    ])

  private static let file = Argument(
    "BESTAND", Text(nl: "het identiteitsbestand", en: "the identity file"), shape: .file)
}
