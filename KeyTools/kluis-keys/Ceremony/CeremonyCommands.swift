import CommandTree

extension Act {
  static let ceremony = Command<Act>(
    "ceremony",
    Text(
      nl: "mensen bij elkaar: sleutels maken, delen en oefenen",
      en: "people together: make keys, divide them, rehearse"),
    details: Text(
      nl: """
        Drie ceremonies met drie groepen mensen: root (bewaarders), roles (custodians), service (bestuur). Wie in twee zit, wordt geweigerd. Begin met 'ceremony script'.
        """,
      en: """
        Three ceremonies with three sets of people: root (share holders), roles (custodians), service (the board). Who is in two is refused. Begin with 'ceremony script'.
        """),
    subcommands: [
      Command(
        "script",
        Text(
          nl: "druk het draaiboek af, stap voor stap", en: "print the numbered script"),
        action: .ceremonyScript),
      recording(
        "service", .service,
        Text(
          nl: "leg vast wie bij de sleutels van instelling en kluis waren",
          en: "record who was there for the keys of institution and vault")),
      recording(
        "roles", .roles,
        Text(
          nl: "leg vast wie bij de rolsleutels waren",
          en: "record who was there for the roles' keys")),
      Command(
        "root",
        Text(
          nl: "verdeel de hoofdsleutel over bewaarders, een blad voor ieder",
          en: "divide the root key over share holders, a sheet for each"),
        options: [
          .value(
            "root", "BESTAND", Text(nl: "root.key van 'init'", en: "root.key of 'init'"),
            shape: .file, required: true),
          .need, .holder, .sheets, .institutionFile, .other, .out,
        ], action: .ceremonyRoot),
      Command(
        "replace",
        Text(
          nl: "vervang de hoofdsleutel van een kluis die stilstaat, elk jaar",
          en: "replace the root key of a vault that stands still, yearly"),
        details: Text(
          nl: """
            Op de kluismachine, met kluisd gestopt. De oude sleutel komt uit wrap.key of van de oude bladen. De bladen van vroeger openen de kluis daarna niet meer.
            """,
          en: """
            On the vault's host, with kluisd stopped. The old key comes from wrap.key or from the old sheets. Those sheets open the vault no more afterwards.
            """),
        options: [
          .value(
            "dir", "MAP", Text(nl: "de map van de kluis", en: "the vault's folder"),
            shape: .directory, required: true),
          .need, .holder, .sheets, .institutionFile, .other, .out, .shares,
        ], action: .ceremonyReplace),
      Command(
        "holders",
        Text(
          nl: "zet de bewaarders in de ledenlijst: eerste handtekening, van de beheerder",
          en: "put the holders into the directory: first signature, by the beheerder"),
        options: [.identity, .draft, .passphrase],
        arguments: [
          Argument(
            "VERSLAG", Text(nl: "verslag van 'ceremony root'", en: "record of 'ceremony root'"),
            shape: .file)
        ], action: .ceremonyHolders),
      Command(
        "verify-shares",
        Text(
          nl: "oefen: horen genoeg bladen bij elkaar? De sleutel komt niet tevoorschijn",
          en: "rehearse: do enough sheets belong together? The key does not come out"),
        details: Text(
          nl: """
            Weigert ook als een rolsleutel bij minder dan twee custodians ligt. Elk blad wordt zonder echo getypt.
            """,
          en: """
            Also refuses when a role's key lies with fewer than two custodians. Each sheet is typed without echo.
            """),
        options: [.institutionFile, .shares], action: .verifyShares),
    ])

  static let unsealCommand = Command<Act>(
    "unseal",
    Text(
      nl: "breng uw deel naar een verzegelde kluis", en: "bring your share to a sealed vault"),
    details: Text(
      nl: """
        Voor bewaarders, op hun eigen computer (KLUIS_HOST). De kluis bewijst eerst wie zij is; de woorden gaan alleen verzegeld de deur uit.
        """,
      en: """
        For share holders, on their own computer (KLUIS_HOST). The vault proves first who it is; the words leave this machine sealed only.
        """),
    options: [.institutionFile, .shares], action: .unseal)

  private static func recording(
    _ name: String, _ kind: CeremonyKind, _ summary: Text
  ) -> Command<Act> {
    Command(
      name, summary,
      options: [
        .value(
          "present", "NAAM",
          Text(nl: "wie er is; voor ieder opnieuw", en: "who is there; once for each"),
          required: true, repeats: true),
        .other, .out,
      ], action: .ceremonyRecord(kind))
  }
}

extension Option {
  fileprivate static let need = Option.value(
    "need", "M", Text(nl: "zoveel delen openen de kluis", en: "this many shares unseal"),
    shape: .number(2...16), required: true)
  fileprivate static let holder = Option.value(
    "holder", "NAAM",
    Text(nl: "een bewaarder; voor ieder opnieuw", en: "a share holder; once for each"),
    required: true, repeats: true)
  fileprivate static let sheets = Option.value(
    "sheets", "MAP",
    Text(nl: "nieuwe map voor de bladen", en: "new folder for the sheets"),
    shape: .directory, required: true)
  fileprivate static let institutionFile = Option.value(
    "institution", "BESTAND",
    Text(
      nl: "institution.pub: naam en sleutel van de kluis",
      en: "institution.pub: name and key of the vault"),
    shape: .file, required: true)
  fileprivate static let other = Option.value(
    "other", "VERSLAG",
    Text(
      nl: "verslag van een andere ceremonie; voor ieder opnieuw",
      en: "record of another ceremony; once for each"), shape: .file, repeats: true)
  fileprivate static let shares = Option.value(
    "shares-fd", "N",
    Text(
      nl: "lees de delen van descriptor N, één per regel, in plaats van de terminal",
      en: "read the shares from descriptor N, one per line, instead of the terminal"),
    shape: .number(0...1023))
}
