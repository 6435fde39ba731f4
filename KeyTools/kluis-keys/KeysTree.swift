import CommandTree
import Vocabulary

extension Act {
  /// The whole command line.
  static let tree = Command<Act>(
    "kluis-keys",
    Text(
      nl: "maakt de sleutels van mensen, instelling, kluis en rollen",
      en: "makes the keys of people, institution, vault and roles"),
    details: Text(
      nl: """
        De volgorde, van niets tot de eerste jeugdbeschermer, staat in KeyTools/README.md. Een wachtzin heeft minstens 12 tekens en komt van de terminal of over --passphrase-fd.
        """,
      en: """
        The order, from nothing to the first caseworker, is in KeyTools/README.md. A passphrase has at least 12 characters and comes from the terminal or over --passphrase-fd.
        """),
    options: [
      .flag(
        "json", Text(nl: "antwoord als één JSON-object", en: "answer as one JSON object")),
      .value(
        "taal", "TAAL", Text(nl: "taal van het scherm", en: "language of the screen"),
        shape: .code(["nl", "en"])),
    ],
    subcommands: [
      identity, institution, found, bundleKeyCommand, role, lookup, custody, refresh, ceremony,
      unsealCommand,
      recoverCommand, checkBackupCommand,
    ])

  private static let found = Command<Act>(
    "init",
    Text(
      nl: "maak de bestanden van een nieuwe kluis, op de kluismachine",
      en: "make the files of a new vault, on the vault's host"),
    details: Text(
      nl: """
        De map mag niet bestaan of is leeg. Zonder de sleutel van de instelling ontstaat geen kluis; daarna is die sleutel hier niet meer nodig en verlaat hij de machine.
        """,
      en: """
        The folder must not exist, or be empty. Without the institution key there is no vault; afterwards that key is not needed here any more and leaves the machine.
        """),
    options: [
      .value(
        "dir", "MAP", Text(nl: "waar de kluis komt", en: "where the vault comes"),
        shape: .directory, required: true),
      .origin,
      .value(
        "institution", "NAAM", Text(nl: "naam van de instelling", en: "the institution's name"),
        required: true),
      .value(
        "beheerder", "A.pub",
        Text(nl: "verzoek van de eerste beheerder", en: "request of the first beheerder"),
        shape: .file, required: true),
      .value(
        "custodian", "B.pub",
        Text(nl: "verzoek van de eerste custodian", en: "request of the first custodian"),
        shape: .file, required: true),
      .value(
        "institution-key", "BESTAND",
        Text(
          nl: "institution.key van 'institution new'", en: "institution.key of 'institution new'"),
        shape: .file, required: true),
      .passphrase,
    ], action: .initialise)

  private static let institution = Command<Act>(
    "institution", Text(nl: "de sleutel van de instelling", en: "the institution's key"),
    subcommands: [
      Command(
        "new",
        Text(
          nl: "maak de sleutel die de kluis sticht",
          en: "make the key that founds the vault"),
        details: Text(
          nl: """
            Schrijft BESTAND (verzegeld onder een wachtzin) en het .pub ernaast. Druk de vingerafdruk af: ieder lid typt haar over bij 'identity new'.
            """,
          en: """
            Writes FILE (sealed under a passphrase) and the .pub beside it. Print the fingerprint: every member types it at 'identity new'.
            """),
        options: [.origin, .out, .passphrase], action: .institutionNew)
    ])

  private static let role = Command<Act>(
    "role", Text(nl: "de sleutels van de rollen", en: "the roles' keys"),
    subcommands: [
      Command(
        "new",
        Text(
          nl: "maak een rolsleutel: eerste handtekening, van een custodian (fg: van de fg)",
          en: "make a role's key: first signature, by a custodian (fg: by the fg)"),
        details: secondSignature,
        options: [.identity, .draft, .passphrase], arguments: [.role], action: .roleNew),
      Command(
        "renew",
        Text(
          nl: "maak een nieuwe rolsleutel en geef haar aan wie blijft, in één ontwerp",
          en: "make a role's next key and give it to those who remain, in one draft"),
        details: Text(
          nl: """
            Na een vertrek: laat eerst het account schorsen, teken dan dit ontwerp en vernieuw de dossiers (refresh run). Wie geschorst is of de rol nog niet had, krijgt de sleutel niet.
            """,
          en: """
            After a departure: have the account suspended first, then sign this draft and renew the dossiers (refresh run). Who is suspended, or did not have the role yet, does not get the key.
            """),
        options: [.identity, .draft, .passphrase], arguments: [.role], action: .roleRenew),
      Command(
        "admit",
        Text(
          nl: "geef een lid de rolsleutel: eerste handtekening",
          en: "give a member the role's key: first signature"),
        details: secondSignature,
        options: [.identity, .draft, .passphrase],
        arguments: [
          .role,
          Argument(
            "LID",
            Text(
              nl: "id van het lid, het begin ervan (6 tekens of meer), of de hele naam",
              en: "the member's id, how it begins (6 digits or more), or the whole name")),
        ], action: .roleAdmit),
    ])

  private static let lookup = Command<Act>(
    "lookup", Text(nl: "de opzoeksleutel", en: "the lookup key"),
    subcommands: [
      Command(
        "new",
        Text(
          nl: "maak de opzoeksleutel: eerste handtekening, van een custodian",
          en: "make the lookup key: first signature, by a custodian"),
        details: secondSignature,
        options: [.identity, .draft, .passphrase], action: .lookupNew)
    ])

  private static let secondSignature = Text(
    nl: """
      Haalt de ledenlijst bij de kluis (KLUIS_HOST), controleert haar en schrijft een ontwerp. Het geldt pas na de tweede handtekening: kluis beheer sign ONTWERP.
      """,
    en: """
      Fetches the directory from the vault (KLUIS_HOST), verifies it and writes a draft. It counts after the second signature only: kluis beheer sign DRAFT.
      """)
}

extension Option {
  static let origin = Option.value(
    "origin", "NAAM",
    Text(
      nl: "naam van de kluis, zoals kluis.voorbeeld.nl",
      en: "the vault's name, such as kluis.example.nl"), required: true)
  static let out = Option.value(
    "out", "BESTAND",
    Text(nl: "het nieuwe bestand; overschrijft niets", en: "the new file; overwrites nothing"),
    shape: .file, required: true)
  static let draft = Option.value(
    "draft", "ONTWERP",
    Text(nl: "het nieuwe ontwerp; overschrijft niets", en: "the new draft; overwrites nothing"),
    shape: .file, required: true)
  static let identity = Option.value(
    "identity", "BESTAND",
    Text(
      nl: "uw identiteit; anders $XDG_CONFIG_HOME/kluis/identity.json",
      en: "your identity; otherwise $XDG_CONFIG_HOME/kluis/identity.json"), shape: .file)
  static let passphrase = descriptor(
    "passphrase-fd",
    Text(
      nl: "lees de wachtzin van descriptor N in plaats van de terminal",
      en: "read the passphrase from descriptor N instead of the terminal"))
  static let newPassphrase = descriptor(
    "new-passphrase-fd",
    Text(
      nl: "lees de nieuwe wachtzin van descriptor N",
      en: "read the new passphrase from descriptor N"))

  private static func descriptor(_ name: String, _ summary: Text) -> Option {
    .value(name, "N", summary, shape: .number(0...1023))
  }
}

extension Argument {
  static let role = Argument(
    "ROL", Text(nl: "welke rol", en: "which role"),
    shape: .code(Role.allCases.filter { $0.hasDossierKey || $0 == .fg }.map(\.name)))
}
