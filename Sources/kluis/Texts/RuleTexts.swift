import CommandTree
import Desk

extension Texts {
  /// A rule of the decision, as `kluis toegang explain` says it; nil for an unknown one.
  static func rule(_ code: String) -> Text? {
    switch code {
    case "member-active": Text(nl: "het account is actief", en: "the account is active")
    case "role-has-ground":
      Text(nl: "de functie opent dossiers", en: "the function opens dossiers at all")
    case "purpose-allowed":
      Text(nl: "het doel hoort bij de functie", en: "the purpose goes with the function")
    case "role-reads":
      Text(nl: "de functie leest deze delen", en: "the function reads these sections")
    case "role-writes":
      Text(nl: "de functie schrijft in deze delen", en: "the function writes in these sections")
    case "reads-history":
      Text(
        nl: "wie de regie heeft, of een jurist met toegang, ziet ook wat er eerder stond",
        en: "who has regie, or a jurist with a grant, also sees what stood before")
    case "involved":
      Text(
        nl: "er is een betrokkenheid of toegang", en: "there is an involvement or a grant")
    case "own-team":
      Text(nl: "het gezin hoort bij het team", en: "the family belongs to the team")
    case "grant-approved":
      Text(nl: "genoeg anderen gaven toegang", en: "enough others gave the access")
    case "grant-in-force": Text(nl: "de toegang loopt nog", en: "the access is in force")
    case "grant-names-sections":
      Text(nl: "de toegang noemt deze delen", en: "the access names these sections")
    case "function-allows":
      Text(nl: "de functie mag deze handeling", en: "the function may do this")
    case "function-held":
      Text(
        nl: "het lid heeft deze functie bij dit dossier",
        en: "the member holds this function for this dossier")
    case "not-oneself": Text(nl: "het gaat om een ander", en: "it concerns another person")
    case "subject-fit":
      Text(
        nl: "de collega is actief en heeft de goede functie",
        en: "the colleague is active and of the right function")
    case "term-allowed":
      Text(nl: "de termijn past in het beleid", en: "the term is within policy")
    case "emergency-allowed":
      Text(nl: "de functie heeft noodtoegang", en: "the function has noodtoegang")
    case "emergency-in-force":
      Text(nl: "er is noodtoegang, en die loopt nog", en: "there is noodtoegang, still in force")
    case "reason-given": Text(nl: "er is gezegd waarom", en: "a reason was given")
    case "sharing-allowed":
      Text(nl: "het beleid zegt wat gedeeld mag worden", en: "the policy says what may be shared")
    case "role-shares":
      Text(nl: "de functie deelt deze delen", en: "the function shares these sections")
    case "partner-gets":
      Text(
        nl: "deze soort partner mag deze delen krijgen",
        en: "this kind of partner may get these sections")
    case "ground-allowed":
      Text(
        nl: "op deze grond mag deze soort partner iets krijgen",
        en: "on this ground this kind of partner may get something")
    default: nil
    }
  }

  static let ruleHolds = Text(nl: "klopt", en: "holds")
  static let ruleFails = Text(nl: "klopt niet", en: "does not hold")
  static let allowed = Text(nl: "TOEGESTAAN", en: "PERMITTED")
  static let denied = Text(nl: "GEWEIGERD", en: "REFUSED")
}

extension Texts {
  /// What a rule looked at, by the name that programs know it by.
  static func factName(_ name: String) -> Text? {
    switch name {
    case "member": Text(nl: "lid", en: "member")
    case "standing": Text(nl: "stand", en: "standing")
    case "allowed": Text(nl: "toegestaan", en: "allowed")
    case "roles", "role": Text(nl: "functie", en: "function")
    case "function": Text(nl: "functie bij dit dossier", en: "function for this dossier")
    case "ground": Text(nl: "grond", en: "ground")
    case "asked": Text(nl: "gevraagd", en: "asked")
    case "named": Text(nl: "genoemd", en: "named")
    case "able": Text(nl: "kan", en: "able")
    case "purpose": Text(nl: "doel", en: "purpose")
    case "record": Text(nl: "vastgelegd in", en: "recorded in")
    case "same": Text(nl: "zelfde persoon als", en: "same person as")
    case "for": Text(nl: "voor", en: "for")
    case "from": Text(nl: "van", en: "from")
    case "until": Text(nl: "tot", en: "until")
    case "active": Text(nl: "aan", en: "on")
    case "hours": Text(nl: "uren hoogstens", en: "hours at most")
    case "days": Text(nl: "dagen hoogstens", en: "days at most")
    case "at": Text(nl: "op", en: "at")
    case "team": Text(same: "team")
    case "dossier": Text(nl: "team van het gezin", en: "the family's team")
    case "grants": Text(nl: "aantal keren toegang", en: "grants")
    case "grant": Text(nl: "toegang", en: "grant")
    default: nil
    }
  }

  static func factValue(_ value: String) -> Text? {
    switch value {
    case "none": Text(nl: "geen", en: "none")
    case "active": Text(nl: "actief", en: "active")
    case "suspended": Text(nl: "stilgelegd", en: "suspended")
    case "departed": Text(nl: "weg", en: "departed")
    default: nil
    }
  }
}
