import CommandTree
import Vocabulary

extension Act {
  static let partnerCommands = Command<Act>(
    "partner",
    Text(
      nl: "partners: wie een verzegelde overdracht kan krijgen",
      en: "partners: who can get a sealed overdracht"),
    subcommands: [
      Command(
        "list",
        Text(
          nl: "wie er partner zijn, met welke sleutels sinds wanneer",
          en: "who are partners, with which keys since when"),
        details: .answers("{\"position\",\"partners\":[\(partnerJSON)]}"), action: .partnerList),
      Command(
        "show",
        Text(
          nl: "toon een partner, met de vingerafdruk die u voorleest",
          en: "show a partner, with the fingerprint that you read aloud"),
        details: .answers(partnerJSON), arguments: [.partner], action: .partnerShow),
      Command(
        "add",
        Text(
          nl: "maak een organisatie partner: eerste handtekening, van de beheerder of de FG",
          en: "make an organisation a partner: first signature, by the beheerder or the FG"),
        details: .details(
          nl: """
            BESTAND is wat de partner u gaf, met de handtekening ernaast (BESTAND.minisig). Zonder bestand geeft u --age, --minisign en --naam; dan is niet bewezen dat de partner zijn sleutel heeft. Bel de partner op een nummer dat u al had en laat de vingerafdruk voorlezen. De tweede doet dat ook, vóór kluis beheer sign.
            """,
          en: """
            FILE is what the partner gave you, with the signature beside it (FILE.minisig). Without a file give --age, --minisign and --naam; nothing proves then that the partner holds its key. Call the partner on a number that you had already and have the fingerprint read out. The second does so too, before kluis beheer sign.
            """, json: draftJSON),
        options: [
          .value(
            "soort", "SOORT", Text(nl: "wat voor partner", en: "what kind of partner"),
            shape: .code(PartnerKind.allCases.map(\.rawValue)), required: true),
          .value(
            "naam", "NAAM",
            Text(
              nl: "hoe u de partner noemt; anders zoals in het bestand",
              en: "how you call the partner; otherwise as in the file")),
          .age, .minisign, .draft,
        ], arguments: [.partnerFile], action: .partnerAdd),
      Command(
        "key",
        Text(
          nl: "geef een partner nieuwe sleutels: eerste handtekening",
          en: "give a partner new keys: first signature"),
        details: .details(
          nl: """
            Beide sleutels worden vervangen, uit BESTAND of --age en --minisign. Bel de partner ook nu: wie een sleutel laat vervangen, leest daarna wat u verstuurt.
            """,
          en: """
            Both keys are replaced, from FILE or --age and --minisign. Call the partner now as well: who has a key replaced reads what you send afterwards.
            """, json: draftJSON),
        options: [.age, .minisign, .draft], arguments: [.partner, .partnerFile],
        action: .partnerKey),
      Command(
        "end",
        Text(
          nl: "beëindig een partner: eerste handtekening", en: "end a partner: first signature"),
        details: .answers(draftJSON), options: [.draft], arguments: [.partner],
        action: .partnerEnd),
    ])

  static let bundleKeyCommands = Command<Act>(
    "bundle-key",
    Text(
      nl: "de sleutel waarmee bundels worden getekend", en: "the key under which bundles are signed"
    ),
    subcommands: [
      Command(
        "show",
        Text(
          nl: "toon de sleutel die geldt, zoals partners haar krijgen",
          en: "show the key in force, as partners get it"),
        details: .answers("{\"minisign\",\"fingerprint\",\"since\"}"), action: .bundleKeyShow),
      Command(
        "add",
        Text(
          nl: "laat een bundelsleutel gelden: eerste handtekening, van de beheerder of de FG",
          en: "put a bundle key in force: first signature, by the beheerder or the FG"),
        details: .details(
          nl: """
            BESTAND is bundle.pub van de kluismachine (kluis-keys bundle-key). Vergelijk de vingerafdruk met wat die machine toonde.
            """,
          en: """
            FILE is bundle.pub from the vault's host (kluis-keys bundle-key). Compare the fingerprint with what that host showed.
            """, json: "{\"draft\",\"records\",\"minisign\",\"fingerprint\"}"),
        options: [.draft],
        arguments: [
          Argument("BESTAND", Text(nl: "bundle.pub", en: "bundle.pub"), shape: .file)
        ], action: .bundleKeyAdd),
    ])

  private static let draftJSON = "{\"draft\",\"records\",\"partner\",\"fingerprint\"}"
  private static let partnerJSON =
    "{\"partner\",\"name\",\"kind\",\"active\",\"age\"?,\"minisign\"?,\"fingerprint\",\"since\",\"keys_at\"}"
}

extension Option {
  fileprivate static let age = Option.value(
    "age", "age1…",
    Text(nl: "openbare age-sleutel van de partner", en: "the partner's public age key"))
  fileprivate static let minisign = Option.value(
    "minisign", "RW…",
    Text(
      nl: "openbare minisign-sleutel van de partner", en: "the partner's public minisign key"))
}

extension Argument {
  fileprivate static let partner = Argument(
    "PARTNER",
    Text(
      nl: "naam van de partner of het begin ervan, of de id of het begin daarvan",
      en: "the partner's name or how it begins, or its id or how that begins"))
  fileprivate static let partnerFile = Argument(
    "BESTAND",
    Text(
      nl: "wat de partner u gaf; BESTAND.minisig ligt ernaast",
      en: "what the partner gave you; FILE.minisig lies beside it"),
    shape: .file, count: .optional)
}
