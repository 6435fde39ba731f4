import CommandTree
import Dossier
import Vocabulary

extension Act {
  /// From a preparation to a closed overdracht: sealing, sending, following it, and what comes back.
  static let overdrachtSealing: [Command<Act>] = [
    Command(
      "seal",
      Text(nl: "verzegel wat is voorbereid", en: "seal what was prepared"),
      details: .details(
        nl: """
          Het voorbereide wordt eerst opnieuw beoordeeld. Daarna komt het in het log, tekent de instelling, en staat in het dossier wat er naar wie ging. Pas dan is er een bestand.
          Bij een code toont --code-naar of uw scherm de code één keer. Geef haar op een andere manier dan het bestand, nooit in dezelfde mail.
          """,
        en: """
          What was prepared is judged again first. Then it is in the log, the institution signs, and the dossier says what went to whom. Only then is there a file.
          With a code --code-naar or your screen shows the code once. Give it by another way than the file, never in the same mail.
          """,
        json:
          "{\"bundle\",\"dossier\",\"file\",\"size\",\"sha256\",\"entries\",\"attachments\",\"missing\":[],\"valid_until\",\"beside\"?}"
      ),
      options: [
        .value(
          "uit", "BESTAND", Text(nl: "het verzegelde bestand (.age)", en: "the sealed file (.age)"),
          shape: .file, required: true),
        .value(
          "code-naar", "BESTAND",
          Text(
            nl: "schrijf de code hierin, alleen voor u leesbaar",
            en: "write the code into this, readable for you alone"), shape: .file),
        .value(
          "pagina", "BESTAND",
          Text(
            nl: "ook als pagina (.html) die met de code opengaat",
            en: "also as a page (.html) that the code opens"), shape: .file),
        .value(
          "brief", "BESTAND",
          Text(
            nl: "ook de begeleidende brief (.txt of .html)",
            en: "also the cover letter (.txt or .html)"), shape: .file),
        .fg, .opener,
      ], arguments: [.voorbereiding], action: .overdrachtSeal),
    Command(
      "send",
      Text(nl: "stuur een verzegeld bestand weg", en: "send a sealed file on its way"),
      details: .details(
        nl: """
          --afhaalpunt: het wacht in de kluis tot de partner het ophaalt; tot dan kunt u het terugroepen. --mail: de kluis mailt het, met een brief zonder namen. --zelf: u geeft het zelf, zoals op een stick. Wat gemaild of gegeven is, kan niet terug.
          """,
        en: """
          --afhaalpunt: it waits in the vault until the partner collects it; until then you can recall it. --mail: the vault mails it, with a letter without names. --zelf: you hand it over yourself, such as on a stick. What was mailed or given cannot come back.
          """, json: "{\"bundle\",\"way\"}"),
      options: [
        .flag(
          "afhaalpunt", Text(nl: "laat het wachten in de kluis", en: "let it wait in the vault")),
        .value("mail", "ADRES", Text(nl: "mail het naar dit adres", en: "mail it to this address")),
        .flag("zelf", Text(nl: "u geeft het zelf", en: "you hand it over yourself")),
        .value(
          "van", "ADRES",
          Text(
            nl: "algemeen adres van de instelling, bij --mail",
            en: "the institution's general address, with --mail")),
        .value(
          "contact", "TEKST",
          Text(
            nl: "wie de partner kan bellen, bij --mail",
            en: "whom the partner can call, with --mail")),
        .fg, .opener,
      ],
      arguments: [
        .bundel,
        Argument(
          "BESTAND", Text(nl: "het verzegelde bestand", en: "the sealed file"), shape: .file),
      ], action: .overdrachtSend),
    Command(
      "status",
      Text(
        nl: "wat er verzegeld is, en wat op een bewijs wacht",
        en: "what was sealed, and what waits for a receipt"),
      details: .details(
        nl: """
          Zonder DOSSIER alles wat open staat, van elk dossier waarvan u mag delen. Met DOSSIER ook wat klaar is. Een overdracht is klaar als het bewijs van de ontvanger in het dossier staat.
          """,
        en: """
          Without DOSSIER all that is open, of every dossier that you may share. With DOSSIER also what is done. An overdracht is done when the receiver's receipt is in the dossier.
          """,
        json:
          "{\"open\",\"bundles\":[{\"bundle\",\"dossier\",\"state\",\"open\",\"kind\",\"created\",\"valid_until\",\"sealer\",\"way\"?,\"partners\":[{\"partner\",\"name\"?,\"fetched\",\"collected\"?,\"received\"?}]}]}"
      ),
      arguments: [.dossierIfAny], action: .overdrachtStatus),
    Command(
      "recall",
      Text(
        nl: "roep terug wat nog niemand heeft", en: "take back what nobody has yet"),
      details: .answers("{\"bundle\",\"parts\"}"), arguments: [.bundel], action: .overdrachtRecall),
    Command(
      "confirm",
      Text(
        nl: "zet het bewijs van ontvangst in het dossier",
        en: "put the proof of receipt into the dossier"),
      details: .details(
        nl: """
          Elke partner met een sleutel tekent zelf. Zonder opties tellen de bewijzen die via de kluis kwamen; met --bewijs ook die in een bestand (BESTAND.minisig ernaast). Voor wie een code had: --door en --hoe, zoals "belde terug op het bekende nummer". Brak het af? Geef de opdracht nog eens: wat al in het dossier staat, komt er niet twee keer.
          """,
        en: """
          Every partner with a key signs. Without options the receipts that came through the vault count; with --bewijs also those in a file (FILE.minisig beside it). For who had a code: --door and --hoe, such as "called back on the known number". Did it break off? Give the command again: what the dossier has already is not written twice.
          """, json: "{\"bundle\",\"state\",\"how\",\"receivers\"?:[]}"),
      options: [
        .value(
          "bewijs", "BESTAND", Text(nl: "een ontvangstbewijs", en: "a receipt"), shape: .file,
          repeats: true),
        .value(
          "door", "NAAM",
          Text(nl: "wie de ontvangst bevestigde", en: "who confirmed that it arrived")),
        .value("hoe", "TEKST", Text(nl: "hoe u dat hoorde", en: "how you heard it")),
      ], arguments: [.bundel], action: .overdrachtConfirm),
    Command(
      "import",
      Text(
        nl: "zet het antwoord van een partner in het dossier",
        en: "put a partner's answer into the dossier"),
      details: .details(
        nl: """
          BESTAND is verzegeld aan het adres voor antwoorden dat in de overdracht staat. Ligt BESTAND.minisig ernaast, dan wordt de handtekening van de partner gecontroleerd; anders staat bij de bron dat de afzender niet bewezen is. Een tekst wordt een stuk; een ander bestand een bijlage bij een stuk.
          """,
        en: """
          FILE is sealed to the address for answers that stands in the overdracht. If FILE.minisig lies beside it the partner's signature is checked; otherwise the source says that the sender is not proven. A text becomes an entry; another file an attachment to an entry.
          """, json: "{\"dossier\",\"bundle\",\"entry\",\"source\",\"checked\",\"attachment\"?}"),
      options: [
        .value(
          "over", "A,B",
          Text(nl: "ids van de personen over wie het gaat", en: "ids of the persons it is about"),
          required: true),
        .value(
          "aard", "AARD", Text(nl: "feit of mening", en: "fact (feit) or opinion (mening)"),
          shape: .code(Aard.allCases.map(\.rawValue)), required: true),
        .value(
          "sectie", "SECTIE",
          Text(nl: "in welk deel; anders journaal", en: "in which section; otherwise journaal"),
          shape: .code(Section.allCases.filter { $0 != .etiket }.map(\.name))),
      ],
      arguments: [
        .dossier,
        Argument("BESTAND", Text(nl: "het antwoord (.age)", en: "the answer (.age)"), shape: .file),
      ], action: .overdrachtImport),
  ]
}

extension Argument {
  fileprivate static let bundel = Argument(
    "BUNDEL",
    Text(
      nl: "id van de bundel of de eerste zes cijfers of meer",
      en: "the bundle's id or its first six digits or more"))
  fileprivate static let dossierIfAny = Argument(
    "DOSSIER", Text(nl: "alleen van dit dossier", en: "of this dossier only"), count: .optional)
}

extension Option {
  fileprivate static let fg = Option.value(
    "fg", "TEKST",
    Text(
      nl: "hoe men de FG bereikt, als het beleid dat niet zegt",
      en: "how to reach the FG, where the policy does not say"))
  fileprivate static let opener = Option.value(
    "opener", "ADRES",
    Text(
      nl: "waar de pagina staat die pakketten opent, als het beleid dat niet zegt",
      en: "where the page that opens bundles is, where the policy does not say"))
}
