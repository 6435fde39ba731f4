import CommandTree
import Overdracht
import Vocabulary

extension Act {
  /// What the sender of an overdracht does before anything is sealed.
  static let overdrachtSenderCommands: [Command<Act>] = [
    Command(
      "prepare",
      Text(
        nl: "bereid voor wat een partner krijgt, en zie wat ontbreekt",
        en: "prepare what a partner gets, and see what is missing"),
      details: .details(
        nl: """
          Er gaat nog niets weg. U ziet per deel van een schone overdracht of het er is, welke stukken meegaan en welke niet, en waarom. Met --uit komt uw keuze in een bestand, zonder tekst van het dossier. Wie geen toestemming heeft, noemt een grond van het beleid en zegt met --verteld hoe het gezin het hoorde, of waarom niet.
          """,
        en: """
          Nothing leaves yet. For each part of a clean overdracht you see whether it is there, which entries go and which do not, and why. With --uit your choice goes into a file, without any text of the dossier. Who has no consent names a ground of the policy, and says with --verteld how the family was told, or why not.
          """, json: reportJSON),
      options: [
        .value(
          "voor", "PARTNER",
          Text(nl: "naam of id van de partner", en: "name or id of the partner"), repeats: true),
        .value(
          "code", "NAAM",
          Text(
            nl: "wie een code krijgt in plaats van een sleutel",
            en: "who gets a code in the place of a key")),
        .value(
          "soort", "SOORT",
          Text(nl: "wat voor partner, bij --code", en: "what kind of partner, with --code"),
          shape: .code(PartnerKind.allCases.map(\.rawValue))),
        .secties(required: true),
        .value(
          "doel", "TEKST",
          Text(nl: "waarvoor, zoals de partner het leest", en: "what for, as the partner reads it"),
          required: true),
        .value(
          "toestemming", "ID",
          Text(nl: "de toestemming van het gezin", en: "the family's consent")),
        .value(
          "grond", "CODE",
          Text(
            nl: "de grond zonder toestemming, uit overdracht.json",
            en: "the ground without consent, of overdracht.json")),
        .value(
          "verteld", "TEKST",
          Text(
            nl: "hoe het gezin het hoorde, of waarom niet",
            en: "how the family was told, or why not")),
        .value(
          "geldig", "DAGEN",
          Text(
            nl: "hoe lang, in dagen; anders zo lang als het beleid toestaat",
            en: "how long, in days; otherwise as long as policy allows"), shape: .number(1...366)),
        .flag(
          "heel",
          Text(
            nl:
              "draag het gezin over, met alles en met wat er eerder stond; alleen aan een instelling",
            en: "hand the family over, with all of it and what stood before; to an institution only"
          )),
        .value(
          "zonder", "STUK",
          Text(nl: "laat dit stuk weg", en: "leave this entry out"), repeats: true),
        .value(
          "contact", "TEKST",
          Text(nl: "wie de partner kan bellen", en: "whom the partner can call"), required: true),
        .value(
          "ontbreekt", "DEEL=REDEN",
          Text(
            nl: "waarom een deel er niet is; de partner leest het",
            en: "why a part is not there; the partner reads it"), repeats: true),
        .value(
          "vingerafdruk", "LETTERS",
          Text(
            nl: "de vingerafdruk die de partner voorlas",
            en: "the fingerprint that the partner read out"), repeats: true),
        .value(
          "uit", "BESTAND",
          Text(nl: "bewaar de voorbereiding hierin", en: "keep the preparation in this"),
          shape: .file),
      ], arguments: [.dossier], action: .overdrachtPrepare),
    Command(
      "check",
      Text(
        nl: "houd een voorbereiding tegen het dossier van nu",
        en: "hold a preparation against the dossier of now"),
      details: .details(
        nl: """
          Eindigt met 0 als alles er is of van elk deel is gezegd waarom niet; anders met 1 en de lijst.
          """,
        en: """
          Ends with 0 when everything is there or it is said of each part why not; otherwise with 1 and the list.
          """, json: reportJSON),
      arguments: [.voorbereiding], action: .overdrachtCheck),
  ]

  private static let reportJSON =
    "{\"dossier\",\"ref\",\"noodtoegang\"?,\"ready\",\"file\"?,\"kind\"?,\"valid_until\"?,\"ground\",\"consent\"?,\"objections\",\"missing\":[{\"part\",\"reason\"?}],\"included\":[{\"entry\",\"section\",\"revision\",\"kind\",\"date\"?,\"name\"}],\"left_out\":[{\"entry\",\"section\",\"name\",\"field\"?,\"reason\"}],\"refusals\"}"
}

extension Argument {
  static let voorbereiding = Argument(
    "VOORBEREIDING", Text(nl: "bestand van prepare", en: "file of prepare"), shape: .file)
}
