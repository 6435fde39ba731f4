package import CommandTree

extension Texts {
  /// What a refusal of the service says, by its code.
  ///
  /// Not involved and no such dossier are one text, so that neither is told.
  package static func refusal(_ code: String) -> Text? {
    switch code {
    case "not-involved":
      Text(
        nl: "u bent niet betrokken bij dit dossier, of het bestaat niet",
        en: "you are not involved with this dossier, or it does not exist")
    case "role-reads-not":
      Text(nl: "uw functie leest dit deel niet", en: "your function does not read this section")
    case "role-writes-not":
      Text(
        nl: "uw functie schrijft niet in dit deel",
        en: "your function does not write in this section")
    case "grant-ended":
      Text(
        nl: "uw toegang tot dit dossier is voorbij", en: "your access to this dossier has ended")
    case "second-pair-needed":
      Text(
        nl: "hier moet eerst een tweede paar ogen naar kijken",
        en: "this needs a second pair of eyes first")
    case "suspended": Text(nl: "uw account is geschorst", en: "your account is suspended")
    case "purpose-not-allowed":
      Text(
        nl: "dit doel hoort niet bij uw functie", en: "this purpose does not go with your function")
    case "act-not-allowed":
      Text(nl: "deze handeling is niet aan u", en: "this act is not yours to do")
    case "not-oneself":
      Text(nl: "dit kunt u niet voor uzelf doen", en: "you cannot do this for yourself")
    case "subject-unfit":
      Text(
        nl: "deze collega kan dit niet krijgen: geschorst, weg of met een andere functie",
        en: "this colleague cannot be given this: suspended, gone or of another function")
    case "term-not-allowed":
      Text(nl: "deze termijn past niet in het beleid", en: "this term is not within policy")
    default: nil
    }
  }

  /// For a code that this version does not know.
  package static let refused = Text(
    nl: "het beleid staat dit niet toe", en: "policy does not allow this")

  /// A way on, by its code; nil for one that this version does not know.
  package static func way(_ code: String) -> Text? {
    switch code {
    case "ask-regie":
      Text(
        nl: "vraag de jeugdbeschermer die de regie heeft",
        en: "ask the jeugdbeschermer who has regie")
    case "ask-leidinggevende":
      Text(
        nl: "vraag de leidinggevende van het team van dit gezin",
        en: "ask the leidinggevende of this family's team")
    case "ask-beheerder": Text(nl: "vraag de beheerder", en: "ask the beheerder")
    case "ask-consult":
      Text(
        nl: "vraag de regie of de leidinggevende om een consult (kluis toegang consult)",
        en: "ask regie or the leidinggevende for a consult (kluis toegang consult)")
    case "request-grant":
      Text(
        nl: "vraag toegang aan: kluis toegang request DOSSIER --secties A,B",
        en: "request access: kluis toegang request DOSSIER --secties A,B")
    case "await-second":
      Text(
        nl: "wacht tot de anderen hebben beslist, of vraag het hun",
        en: "wait until the others have decided, or ask them")
    case "choose-sections":
      Text(
        nl: "noem met --secties alleen delen die u leest",
        en: "name with --secties only sections that you may use")
    case "choose-purpose":
      Text(
        nl: "kies met --doel een doel dat bij uw functie hoort",
        en: "choose with --doel a purpose that goes with your function")
    case "choose-term": Text(nl: "kies een kortere termijn", en: "choose a shorter term")
    case "ask-other": Text(nl: "laat een collega dit doen", en: "let a colleague do this")
    case "noodtoegang":
      Text(
        nl: "is er acuut gevaar, gebruik dan noodtoegang; anderen zien dat meteen",
        en: "in acute danger use noodtoegang; others see it at once")
    default: nil
    }
  }

  package static func whyRefused(_ reference: Int) -> Text {
    Text(
      nl: "waarom: de FG en de leidinggevende zien het met kluis toegang explain \(reference)",
      en: "why: the FG and the leidinggevende see it with kluis toegang explain \(reference)")
  }
}
