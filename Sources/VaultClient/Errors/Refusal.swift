package import Dossier

// A refusal names a code of the policy and the ways on. Not involved and unknown share one text, so
// that nobody learns whether a dossier exists. Codes that this version does not know get the general
// text: only our own words are shown, never the service's.

extension Refusal {
  /// What went wrong.
  package var what: Phrase {
    switch code {
    case "not-involved":
      Phrase(
        "U bent niet betrokken bij dit dossier, of het bestaat niet.",
        "You are not involved with this dossier, or it does not exist.")
    case "role-reads-not":
      Phrase("Uw rol leest dit deel niet.", "Your role does not read this part.")
    case "role-writes-not":
      Phrase("Uw rol schrijft niet in dit deel.", "Your role does not write in this part.")
    case "grant-ended":
      Phrase("Uw toegang is afgelopen.", "Your access has ended.")
    case "second-pair-needed":
      Phrase("Hiervoor is een tweede paar ogen nodig.", "This needs a second pair of eyes.")
    case "suspended": Phrase("Uw account is geschorst.", "Your account is suspended.")
    case "purpose-not-allowed":
      Phrase("Dit doel hoort niet bij uw rol.", "This purpose does not go with the role.")
    case "not-oneself":
      Phrase("Dit kunt u niet voor uzelf doen.", "You cannot do this for yourself.")
    case "subject-unfit":
      Phrase(
        "Deze collega kan dit niet krijgen.", "This colleague cannot be given this.")
    case "term-not-allowed":
      Phrase(
        "Deze termijn past niet binnen het beleid.", "This term is not within the policy.")
    default:
      Phrase("Het beleid staat dit niet toe.", "Policy does not allow this.")
    }
  }

  /// What to do next: the ways on that the policy names, then how to learn why.
  package var next: Phrase {
    let known = ways.compactMap { Refusal.way[$0] }
    let why = Phrase(
      "Waarom: kluis toegang explain \(reference).", "Why: kluis toegang explain \(reference).")
    return Phrase(
      (known.map(\.dutch) + [why.dutch]).joined(separator: " "),
      (known.map(\.english) + [why.english]).joined(separator: " "))
  }

  private static let way: [String: Phrase] = [
    "ask-regie": Phrase(
      "Vraag de jeugdbeschermer met regie.", "Ask the jeugdbeschermer who has regie."),
    "ask-leidinggevende": Phrase(
      "Vraag de leidinggevende van het team.", "Ask the team's leidinggevende."),
    "ask-beheerder": Phrase("Vraag de beheerder.", "Ask the beheerder."),
    "ask-consult": Phrase("Vraag om een consult.", "Ask for a consult."),
    "request-grant": Phrase(
      "Vraag toegang aan; twee anderen beslissen.", "Request access; two others decide."),
    "await-second": Phrase("Wacht op de anderen.", "Wait for the others."),
    "choose-sections": Phrase(
      "Vraag alleen de delen die u mag gebruiken.", "Ask only for parts that you may use."),
    "choose-purpose": Phrase(
      "Kies een doel dat bij uw rol hoort.", "Choose a purpose that goes with your role."),
    "choose-term": Phrase("Kies een kortere termijn.", "Choose a shorter term."),
    "ask-other": Phrase("Laat een collega dit doen.", "Let a colleague do this."),
    "noodtoegang": Phrase(
      "Is er acuut gevaar? Gebruik noodtoegang.", "Acute danger? Use noodtoegang."),
  ]
}
