import CommandTree
import Vocabulary

extension Act {
  static let toestemmingCommands = Command<Act>(
    "toestemming",
    Text(
      nl: "toestemming van het gezin om te delen", en: "the family's consent to sharing"),
    subcommands: [
      Command(
        "add",
        Text(
          nl: "leg vast dat iemand toestemming gaf, of weigerde",
          en: "record that somebody gave consent, or refused"),
        details: .details(
          nl: """
            Vraag eerst toestemming; delen zonder kan alleen op een grond van het beleid. Leg ook een weigering vast: dan vraagt niemand het ongemerkt nog eens. Ids van personen zijn die van het dossier; ze worden aangenomen zoals ze zijn.
            """,
          en: """
            Ask for consent first; without it sharing takes a ground of the policy. Record a refusal too, so that nobody asks again unknowingly. Ids of persons are those of the dossier; they are taken as they are.
            """,
          json: "{\"dossier\",\"toestemming\",\"head\":{\"n\",\"h\"},\"noodtoegang\"?}"),
        options: [
          .value(
            "van", "A,B",
            Text(nl: "ids van de personen die haar gaven", en: "ids of the persons who gave it"),
            required: true),
          .value(
            "voor", "WIE",
            Text(nl: "met wie gedeeld mag worden", en: "with whom may be shared"), required: true),
          .value(
            "doel", "TEKST",
            Text(nl: "waarvoor, in uw woorden", en: "what for, in your words"), required: true),
          .value(
            "hoe", "TEKST",
            Text(
              nl: "hoe zij gegeven is, zoals schriftelijk",
              en: "how it was given, such as in writing"),
            required: true),
          .value(
            "datum", "DATUM", Text(nl: "vanaf wanneer, JJJJ-MM-DD", en: "from when, YYYY-MM-DD"),
            required: true),
          .value(
            "tot", "DATUM",
            Text(
              nl: "de laatste dag; anders tot iemand haar intrekt",
              en: "the last day; otherwise until somebody takes it back")),
          .flag(
            "geweigerd", Text(nl: "het antwoord was nee", en: "the answer was no")),
        ], arguments: [.dossier], action: .toestemmingAdd),
      Command(
        "withdraw",
        Text(nl: "trek een toestemming in", en: "take a consent back"),
        details: .details(
          nl: "Wat al gedeeld is, komt daarmee niet terug. Overleg of een partner het moet horen.",
          en:
            "What was shared already does not come back. Consider whether a partner must be told.",
          json: "{\"dossier\",\"toestemming\",\"head\":{\"n\",\"h\"},\"noodtoegang\"?}"),
        options: [
          .value(
            "datum", "DATUM", Text(nl: "wanneer, JJJJ-MM-DD", en: "when, YYYY-MM-DD"),
            required: true),
          .value(
            "door", "WIE", Text(nl: "wie haar introk", en: "who took it back"), required: true),
          .value(
            "reden", "TEKST", Text(nl: "waarom, als dat gezegd is", en: "why, if it was said")),
        ], arguments: [.dossier, .toestemming], action: .toestemmingWithdraw),
      Command(
        "list",
        Text(nl: "toon de toestemmingen van een dossier", en: "show a dossier's consents"),
        details: .answers(
          "{\"dossier\",\"ref\",\"noodtoegang\"?,\"toestemmingen\":[{\"toestemming\",\"state\",\"van\",\"voor\",\"doel\",\"hoe\",\"datum\",\"tot\"?,\"ingetrokken\"?:{\"datum\",\"door\",\"reden\"?}}]}"
        ), arguments: [.dossier], action: .toestemmingList),
    ])
}

extension Argument {
  static let toestemming = Argument(
    "TOESTEMMING", Text(nl: "id van de toestemming", en: "id of the consent"))
}
