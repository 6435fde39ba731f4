package import Dossier

/// What a refusal by policy and the ways on are called, by their codes.
///
/// Only our own words are shown, never the service's: an unknown code has no sentence here.
package enum RefusalWords {
  /// What a refusal of the service says, by its code.
  ///
  /// Not involved and no such dossier are one text, so that neither is told.
  package static func refusal(_ code: String) -> Phrase? {
    switch code {
    case "not-involved":
      Phrase(
        "u bent niet betrokken bij dit dossier, of het bestaat niet",
        "you are not involved with this dossier, or it does not exist")
    case "role-reads-not":
      Phrase("uw functie leest dit deel niet", "your function does not read this section")
    case "role-writes-not":
      Phrase(
        "uw functie schrijft niet in dit deel",
        "your function does not write in this section")
    case "grant-ended":
      Phrase(
        "uw toegang tot dit dossier is voorbij", "your access to this dossier has ended")
    case "second-pair-needed":
      Phrase(
        "hier moet eerst een tweede paar ogen naar kijken",
        "this needs a second pair of eyes first")
    case "suspended": Phrase("uw account is geschorst", "your account is suspended")
    case "purpose-not-allowed":
      Phrase(
        "dit doel hoort niet bij uw functie", "this purpose does not go with your function")
    case "act-not-allowed":
      Phrase("deze handeling is niet aan u", "this act is not yours to do")
    case "not-oneself":
      Phrase("dit kunt u niet voor uzelf doen", "you cannot do this for yourself")
    case "subject-unfit":
      Phrase(
        "deze collega kan dit niet krijgen: geschorst, weg of met een andere functie",
        "this colleague cannot be given this: suspended, gone or of another function")
    case "policy-malformed":
      Phrase("dit beleid heeft niet de juiste vorm", "this policy has not the right shape")
    case "policy-below-floor":
      Phrase(
        "dit beleid is zwakker dan ooit mag", "this policy is weaker than is ever allowed")
    case "term-not-allowed":
      Phrase("deze termijn past niet in het beleid", "this term is not within policy")
    case "emergency-not-allowed":
      Phrase("noodtoegang is er niet voor uw functie", "your function has no noodtoegang")
    case "not-found":
      Phrase(
        "deze overdracht is er niet, of niet voor u", "this bundle is not there, or not for you")
    case "reason-needed":
      Phrase("dit vraagt om een reden in woorden", "this takes a reason in words")
    case "role-shares-not":
      Phrase("uw functie deelt dit deel niet", "your function does not share this section")
    case "partner-gets-not":
      Phrase(
        "dit deel gaat niet naar deze soort partner",
        "this section does not go to this kind of partner")
    case "ground-not-allowed":
      Phrase(
        "op deze grond krijgt deze soort partner niets",
        "on this ground this kind of partner gets nothing")
    case "no-share-policy":
      Phrase(
        "het beleid zegt niet wat gedeeld mag worden",
        "the policy does not say what may be shared")
    default: nil
    }
  }

  /// For a code that this version does not know.
  package static let refused = Phrase(
    "het beleid staat dit niet toe", "policy does not allow this")

  /// A way on, by its code; nil for one that this version does not know.
  package static func way(_ code: String) -> Phrase? {
    switch code {
    case "ask-regie":
      Phrase(
        "vraag de jeugdbeschermer die de regie heeft",
        "ask the jeugdbeschermer who has regie")
    case "ask-leidinggevende":
      Phrase(
        "vraag de leidinggevende van het team van dit gezin",
        "ask the leidinggevende of this family's team")
    case "ask-beheerder": Phrase("vraag de beheerder", "ask the beheerder")
    case "ask-consult":
      Phrase(
        "vraag de regie of de leidinggevende om een consult (kluis toegang consult)",
        "ask regie or the leidinggevende for a consult (kluis toegang consult)")
    case "request-grant":
      Phrase(
        "vraag toegang aan: kluis toegang request DOSSIER --secties A,B",
        "request access: kluis toegang request DOSSIER --secties A,B")
    case "await-second":
      Phrase(
        "wacht tot de anderen hebben beslist, of vraag het hun",
        "wait until the others have decided, or ask them")
    case "choose-sections":
      Phrase(
        "noem met --secties alleen delen die u leest",
        "name with --secties only sections that you may use")
    case "choose-purpose":
      Phrase(
        "kies met --doel een doel dat bij uw functie hoort",
        "choose with --doel a purpose that goes with your function")
    case "choose-term": Phrase("kies een kortere termijn", "choose a shorter term")
    case "choose-ground":
      Phrase(
        "kies een grond die bij deze soort partner hoort: kluis beheer policy show",
        "choose a ground that goes with this kind of partner: kluis beheer policy show")
    case "ask-other": Phrase("laat een collega dit doen", "let a colleague do this")
    case "noodtoegang":
      Phrase(
        "is er acuut gevaar: kluis toegang nood DOSSIER; anderen zien dat meteen",
        "in acute danger: kluis toegang nood DOSSIER; others see it at once")
    case "give-reason":
      Phrase(
        "zeg waarom, met --woorden of --woorden-uit BESTAND",
        "say why, with --woorden or --woorden-uit FILE")
    default: nil
    }
  }

  package static func whyRefused(_ reference: Int) -> Phrase {
    Phrase(
      "waarom: de FG en de leidinggevende zien het met kluis toegang explain \(reference)",
      "why: the FG and the leidinggevende see it with kluis toegang explain \(reference)")
  }
}
