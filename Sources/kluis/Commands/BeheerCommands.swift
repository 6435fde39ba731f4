import CommandTree
import Vocabulary

extension Act {
  static let beheerCommands = Command<Act>(
    "beheer",
    Text(
      nl: "leden, partners en hun sleutels, reservekopie en herstel",
      en: "members, partners and their keys, backup and restore"),
    subcommands: [
      Command(
        "lid", Text(nl: "leden", en: "members"),
        subcommands: [
          Command(
            "list",
            Text(
              nl: "wie er zijn, in welke functie, met welke toelating",
              en: "who they are, in which function, admitted to what"),
            details: .answers(
              "{\"position\",\"members\":[{\"member\",\"name\",\"function\",\"team\"?,\"region\"?,\"person\",\"active\",\"epoch\"?,\"fingerprint\"}]}"
            ),
            action: .lidList),
          Command(
            "add",
            Text(
              nl: "schrijf een lid in: eerste handtekening, van de beheerder",
              en: "enrol a member: first signature, by the beheerder"),
            details: .details(
              nl: """
                Vergelijk de vingerafdruk met wat het lid zelf op papier of aan de telefoon zegt. Iemand met een tweede account houdt zijn --persoon.
                """,
              en: """
                Compare the fingerprint with what the member says on paper or by telephone. Somebody with a second account keeps their --persoon.
                """,
              json: "{\"draft\",\"records\",\"member\",\"person\",\"fingerprint\"}"),
            options: [
              .value(
                "functie", "FUNCTIE", Text(nl: "welke functie", en: "which function"),
                shape: .code(Role.allCases.map(\.name)), required: true),
              .value("team", "TEAM", Text(nl: "welk team", en: "which team")),
              .value("regio", "REGIO", Text(nl: "welke regio", en: "which region")),
              .value(
                "persoon", "ID",
                Text(
                  nl: "id van de persoon; anders een nieuwe",
                  en: "id of the person; otherwise a new one")),
              .draft,
            ],
            arguments: [
              Argument(
                "BESTAND",
                Text(
                  nl: "het verzoek van het lid (.pub)", en: "the member's request (.pub)"),
                shape: .file)
            ], action: .lidAdd),
          Command(
            "suspend",
            Text(
              nl: "leg een account stil: eerste handtekening",
              en: "suspend an account: first signature"),
            details: .answers("{\"draft\",\"records\",\"member\"}"),
            options: [.draft],
            arguments: [Argument("LID", Text(nl: "welk lid", en: "which member"))],
            action: .lidSuspend),
        ]),
      partnerCommands, bundleKeyCommands,
      Command(
        "seal",
        Text(
          nl: "verzegel de kluis: niets gaat meer open tot de bewaarders komen",
          en: "seal the vault: nothing opens until the share holders come"),
        details: .answers("{\"sealed\"}"),
        options: [
          .flag("yes", Text(nl: "zonder vraag", en: "without a question"))
        ], action: .seal),
      Command(
        "policy", Text(nl: "het beleid", en: "the policy"),
        subcommands: [
          Command(
            "show",
            Text(
              nl: "toon het beleid dat geldt, of wat een voorstel eraan verandert",
              en: "show the policy in force, or what a proposal changes in it"),
            details: .answers(
              "{\"policy\",\"overdracht\"?,\"rollen\",\"toegang\"}, of {\"request\",\"policy\",\"previous\",\"differences\":[{\"file\",\"place\",\"before\"?,\"after\"?}],\"words\"?:[{\"by\",\"name\",\"index\",\"words\":{\"state\",\"text\"?}}]}"
            ),
            options: [
              .woordenErbij,
              .value(
                "naar", "MAP",
                Text(
                  nl: "schrijf de bestanden ook in deze nieuwe map",
                  en: "also write the files into this new folder"), shape: .file),
            ],
            arguments: [
              Argument(
                "VERZOEK",
                Text(
                  nl: "id van het voorstel, of het begin",
                  en: "id of the proposal, or how it begins"), count: .optional)
            ], action: .policyShow),
          Command(
            "history",
            Text(
              nl: "welk beleid gold wanneer, en wie het goedkeurde",
              en: "which policy held when, and who approved it"),
            details: .answers(
              "{\"sets\":[{\"policy\",\"since\",\"request\"?,\"requester\"?,\"seconds\":[{\"by\",\"name\",\"function\"}]}]}"
            ),
            action: .policyHistory),
          Command(
            "propose",
            Text(
              nl: "stel een ander beleid voor; de FG en een leidinggevende beslissen",
              en: "propose another policy; the FG and a leidinggevende decide"),
            details: .details(
              nl: """
                U zegt altijd waarom: met --woorden-uit, of op de terminal. Wie beslist leest het naast wat er verandert.
                """,
              en: """
                You always say why: with --woorden-uit, or on the terminal. Who decides reads it beside what changes.
                """,
              json:
                "{\"request\",\"policy\",\"previous\",\"differences\":[{\"file\",\"place\",\"before\"?,\"after\"?}],\"valid_until\"}"
            ),
            options: [.woorden, .woordenUit],
            arguments: [
              Argument(
                "MAP",
                Text(
                  nl: "map met rollen.json, toegang.json en overdracht.json",
                  en: "folder with rollen.json, toegang.json and overdracht.json"), shape: .file)
            ], action: .policyPropose),
        ]),
      Command(
        "sign",
        Text(
          nl: "teken een ontwerp als tweede en dien het in",
          en: "sign a draft as its second and submit it"),
        details: .details(
          nl: """
            Toont eerst wat er staat; op een terminal moet u dan het woord akkoord typen. Alle stukken van het ontwerp worden getekend en op volgorde ingediend.
            """,
          en: """
            Shows what it says first; on a terminal you must then type the word akkoord. All records of the draft are signed and submitted in order.
            """,
          json: "{\"records\":[{\"kind\",\"text\",\"position\"}]}"),
        arguments: [
          Argument(
            "ONTWERP", Text(nl: "het ontwerp", en: "the draft"), shape: .file)
        ], action: .sign),
      backupCommands, restoreCommands,
    ])
}
