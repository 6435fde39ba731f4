import CommandTree
import Dossier
import Vocabulary

extension Act {
  static let beperkingCommands = Command<Act>(
    "beperking",
    Text(
      nl: "wat bewaard en niet gebruikt wordt (AVG 18)",
      en: "what is kept and not used (GDPR 18)"),
    subcommands: [
      Command(
        "add",
        Text(nl: "beperk het gebruik van een stuk", en: "restrict the use of a piece"),
        details: .details(
          nl: """
            Een stuk is een aantekening, een plan, een bijlage of een betrokkene. Het blijft leesbaar en krijgt overal een merk; het telt niet mee en gaat in geen pakket. Kreeg een partner het al, dan leest u dat erbij. De id van een persoon is die van het dossier; zij wordt aangenomen zoals zij is.
            """,
          en: """
            A piece is an entry, a plan, an attachment or a person. It stays readable and is marked everywhere; it does not count and goes into no bundle. When a partner has it already, you are told so. The id of a person is that of the dossier; it is taken as it is.
            """,
          json:
            "{\"dossier\",\"beperking\",\"entry\",\"section\",\"head\":{\"n\",\"h\"},\"noodtoegang\"?}"
        ),
        options: [
          .value(
            "grond", "GROND", Text(nl: "waarom; AVG 18 lid 1", en: "why; GDPR 18(1)"),
            shape: .code(Beperking.Grond.allCases.map(\.rawValue)), required: true),
          .value(
            "sinds", "DATUM", Text(nl: "vanaf wanneer, JJJJ-MM-DD", en: "from when, YYYY-MM-DD"),
            required: true),
          .value(
            "verzoek-van", "PERSOON",
            Text(nl: "id van de persoon die erom vroeg", en: "id of the person who asked for it")),
          .value(
            "toelichting", "TEKST", Text(nl: "wat er speelt", en: "what the matter is")),
        ], arguments: [.dossier, .stuk], action: .beperkingAdd),
      Command(
        "lift",
        Text(nl: "hef een beperking op", en: "lift a restriction"),
        details: .details(
          nl:
            "Wie erom vroeg, hoort het eerst (AVG 18 lid 3): --gemeld is de dag waarop, en niet later dan --datum. De beperking blijft te lezen als opgeheven.",
          en:
            "Who asked for it is told first (GDPR 18(3)): --gemeld is the day of that, and not later than --datum. The restriction stays to be read as lifted.",
          json: "{\"dossier\",\"beperking\",\"head\":{\"n\",\"h\"},\"noodtoegang\"?}"),
        options: [
          .value(
            "datum", "DATUM", Text(nl: "wanneer, JJJJ-MM-DD", en: "when, YYYY-MM-DD"),
            required: true),
          .value("door", "WIE", Text(nl: "wie dat besloot", en: "who decided it"), required: true),
          .value("reden", "TEKST", Text(nl: "waarom", en: "why"), required: true),
          .value(
            "gemeld", "DATUM",
            Text(
              nl: "wanneer wie erom vroeg het hoorde, JJJJ-MM-DD",
              en: "when who asked for it was told, YYYY-MM-DD"), required: true),
        ], arguments: [.dossier, .beperking], action: .beperkingLift),
      Command(
        "list",
        Text(nl: "toon de beperkingen van een dossier", en: "show a dossier's restrictions"),
        details: .answers(
          "{\"dossier\",\"ref\",\"noodtoegang\"?,\"beperkingen\":[{\"beperking\",\"state\",\"entry\",\"section\",\"name\"?,\"sinds\",\"grond\",\"verzoek_van\"?,\"toelichting\"?,\"opgeheven\"?:{\"datum\",\"door\",\"reden\",\"gemeld\"}}]}"
        ), arguments: [.dossier], action: .beperkingList),
    ])
}

extension Argument {
  static let stuk = Argument(
    "STUK",
    Text(
      nl: "het stuk, met de naam die op het scherm staat, of zijn id",
      en: "the piece, by the name that the screen shows, or its id"))
  static let beperking = Argument(
    "BEPERKING", Text(nl: "id van de beperking", en: "id of the restriction"))
}
