import CommandTree

extension Act {
  static let toegangCommands = Command<Act>(
    "toegang",
    Text(nl: "toegang: wie mag erbij, en waarom", en: "access: who may look, and why"),
    subcommands: [
      Command(
        "explain",
        Text(
          nl: "zeg regel voor regel waarom iets mocht of niet",
          en: "say rule by rule why something was allowed or not"),
        details: .answers(
          "{\"decision\",\"code\"?,\"trace\":[{\"rule\",\"held\",\"role\"?,\"facts\":[{\"name\",\"value\"}]}]}"
        ),
        options: [
          .lid,
          .value("dossier", "DOSSIER", Text(nl: "welk dossier", en: "which dossier")),
        ],
        arguments: [
          Argument(
            "NUMMER",
            Text(
              nl: "nummer (ref) van een weigering", en: "number (ref) of a refusal"),
            shape: .number(0...Int.max), count: .optional)
        ], action: .toegangExplain),
      Command(
        "list",
        Text(nl: "wie er bij een gezin kan", en: "who has access to a family"),
        details: .details(
          nl: """
            Betrokkenheid, toestemmingen en noodtoegang. Bij noodtoegang staat ook wat anderen ervan vonden, of uiterlijk wanneer zij haar moeten beoordelen. Een jurist leest hier wat er gevraagd is, zolang het consult duurt.
            """,
          en: """
            Involvement, grants and noodtoegang. With noodtoegang stands what others thought of it, or by when they must review it. A jurist reads here what is asked, as long as the consult lasts.
            """,
          json:
            "{\"dossier\",\"access\":[{\"id\",\"member\",\"name\",\"how\",\"sections\"?,\"since\",\"until\"?,\"by\",\"by_name\",\"holds\",\"review\"?,\"due\"?,\"words\"?:[{\"by\",\"name\",\"index\",\"words\":{\"state\",\"text\"?}}]}]}"
        ),
        options: [
          .flag("alles", Text(nl: "ook wat voorbij is", en: "also what is over")),
          .flag(
            "woorden",
            Text(
              nl: "toon ook waarom, voor zover u het mag lezen; elk lezen komt in het log",
              en: "show why as well, as far as you may read it; each reading is logged")),
        ],
        arguments: [.dossier], action: .toegangList),
      Command(
        "end",
        Text(
          nl: "beëindig een toestemming of betrokkenheid", en: "end a grant or an involvement"),
        details: .details(
          nl: """
            Met --woorden of --woorden-uit zegt u waarom. Dat lezen de FG, de leidinggevende en wie de regie heeft.
            """,
          en: """
            With --woorden or --woorden-uit you say why. The FG, the leidinggevende and who has regie read it.
            """,
          json: "{\"dossier\",\"member\",\"record\"}"),
        options: [.woorden, .woordenUit],
        arguments: [
          .dossier,
          Argument(
            "TOEGANG",
            Text(
              nl: "id uit 'toegang list', of het begin", en: "id of 'toegang list', or its start")),
        ], action: .toegangEnd),
      Command(
        "involve",
        Text(
          nl: "betrek een jeugdbeschermer bij een gezin",
          en: "involve a jeugdbeschermer with a family"),
        details: .details(
          nl: """
            Met --woorden of --woorden-uit zegt u waarom. Dat lezen de FG, de leidinggevende en wie de regie heeft.
            """,
          en: """
            With --woorden or --woorden-uit you say why. The FG, the leidinggevende and who has regie read it.
            """,
          json: "{\"dossier\",\"member\",\"record\",\"until\"?}"),
        options: [
          .requiredLid,
          .value(
            "tot", "DATUM",
            Text(nl: "tot en met, JJJJ-MM-DD", en: "up to and including, YYYY-MM-DD")),
          .woorden, .woordenUit,
        ], arguments: [.dossier], action: .toegangInvolve),
      Command(
        "regie", Text(nl: "draag de regie over", en: "hand over regie"),
        details: .details(
          nl: """
            Met --woorden of --woorden-uit zegt u waarom. Dat lezen de FG, de leidinggevende en wie de regie heeft.
            """,
          en: """
            With --woorden or --woorden-uit you say why. The FG, the leidinggevende and who has regie read it.
            """,
          json: "{\"dossier\",\"member\",\"record\"}"),
        options: [.requiredLid, .woorden, .woordenUit], arguments: [.dossier], action: .toegangRegie
      ),
      Command(
        "consult",
        Text(
          nl: "vraag een jurist om advies en geef toegang daarvoor",
          en: "consult a jurist and give access for it"),
        details: .details(
          nl: """
            Met --woorden of --woorden-uit stelt u uw vraag. Alleen deze jurist en de FG lezen haar.
            """,
          en: """
            With --woorden or --woorden-uit you put your question. Only this jurist and the FG read it.
            """,
          json: "{\"dossier\",\"member\",\"sections\",\"until\",\"grant\"}"),
        options: [
          .requiredLid, .secties(required: true), .dagen, .woorden, .woordenUit,
        ],
        arguments: [.dossier], action: .toegangConsult),
      Command(
        "nood",
        Text(
          nl: "neem noodtoegang: open nu een gezin waarbij u niet betrokken bent",
          en: "take noodtoegang: open a family now that you are not involved with"),
        details: .details(
          nl: """
            Bij acuut gevaar. Geldt meteen en hoogstens 24 uur; leidinggevende en FG horen het meteen en beoordelen het binnen drie werkdagen. U zegt altijd waarom: met --woorden-uit, of op de terminal. DOSSIER is hier het hele id.
            """,
          en: """
            In acute danger. In force at once and for 24 hours at most; leidinggevende and FG hear of it at once and review it within three working days. You always say why: with --woorden-uit, or on the terminal. DOSSIER is the whole id here.
            """,
          json: "{\"dossier\",\"request\",\"until\",\"ref\"}"),
        options: [
          .value(
            "uren", "N",
            Text(
              nl: "hoe lang, in uren; anders zo lang als het beleid toestaat",
              en: "how long, in hours; otherwise as long as policy allows"),
            shape: .number(1...24)),
          .woorden, .woordenUit,
        ], arguments: [.dossier], action: .toegangNood),
      Command(
        "request",
        Text(
          nl: "vraag twee anderen: toegang als toezichthouder, of de grond van een stuk",
          en: "ask two others: access as toezichthouder, or the ground of an entry"),
        details: .details(
          nl: """
            Een toezichthouder noemt met --secties wat te lezen is. Een jeugdbeschermer noemt met --r3-grond een stuk dat buiten het gezin om is verzameld, en zegt dan altijd waarom dat mocht: met --woorden-uit, of op de terminal.
            """,
          en: """
            A toezichthouder names with --secties what to read. A jeugdbeschermer names with --r3-grond an entry that was collected without the family's knowledge, and then always says on what ground: with --woorden-uit, or on the terminal.
            """,
          json:
            "{\"dossier\",\"request\",\"sections\",\"entry\"?,\"revision\"?,\"until\"?,\"valid_until\"}"
        ),
        options: [
          .secties(required: false), .dagen,
          .value(
            "r3-grond", "STUK",
            Text(
              nl: "id van het stuk, of het begin ervan", en: "id of the entry, or how it begins")),
          .woorden, .woordenUit,
        ],
        arguments: [.dossier], action: .toegangRequest),
      Command(
        "requests",
        Text(
          nl: "open aanvragen waarover u iets kunt zeggen",
          en: "open requests on which you may decide"),
        details: .answers(
          "{\"requests\":[{\"request\",\"act\",\"dossier\"?,\"requester\",\"requester_name\",\"sections\"?,\"entry\"?,\"revision\"?,\"policy\"?,\"previous\"?,\"until\"?,\"valid_until\",\"state\",\"due\"?,\"late\"?,\"ref\",\"functions\",\"seconds\":[{\"by\",\"name\",\"function\",\"verdict\"}],\"words\"?:[{\"by\",\"name\",\"index\",\"words\":{\"state\",\"text\"?}}]}]}"
        ),
        options: [
          .woordenErbij
        ], action: .toegangRequests),
      Command(
        "second",
        Text(
          nl: "zeg als tweede ja of nee tegen een aanvraag",
          en: "say yes or no to a request, as its second"),
        details: .answers("{\"request\",\"act\",\"verdict\",\"done\",\"grant\"?}"),
        options: [
          .flag("akkoord", Text(nl: "u bent akkoord", en: "you agree")),
          .flag("tegen", Text(nl: "u bent tegen", en: "you are against it")),
          .woorden, .woordenUit,
        ],
        arguments: [
          Argument(
            "VERZOEK",
            Text(nl: "id van de aanvraag, of het begin", en: "id of the request, or how it begins"))
        ], action: .toegangSecond),
    ])
}
