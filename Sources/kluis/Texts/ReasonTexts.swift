import CommandTree
import Desk

extension Texts {
  /// Why the log says that an act was refused or failed: few words, for a table.
  ///
  /// `refusal` says the same to the member; here it is told about the member. Nil for a code that
  /// this version does not know.
  static func reason(_ code: String) -> Text? {
    refusedReason(code) ?? failedReason(code) ?? signInReason(code)
  }

  private static func refusedReason(_ code: String) -> Text? {
    switch code {
    case "not-involved": Text(nl: "niet betrokken", en: "not involved")
    case "role-reads-not": Text(nl: "functie leest dit niet", en: "function does not read this")
    case "role-writes-not":
      Text(nl: "functie schrijft dit niet", en: "function does not write this")
    case "grant-ended": Text(nl: "toegang was voorbij", en: "access had ended")
    case "second-pair-needed":
      Text(nl: "tweede paar ogen ontbrak", en: "no second pair of eyes yet")
    case "suspended": Text(nl: "account stilgelegd", en: "account suspended")
    case "purpose-not-allowed":
      Text(nl: "doel past niet bij functie", en: "purpose does not go with function")
    case "act-not-allowed":
      Text(nl: "handeling past niet bij functie", en: "act does not go with function")
    case "not-oneself": Text(nl: "niet voor zichzelf", en: "not for oneself")
    case "subject-unfit": Text(nl: "collega kan dit niet krijgen", en: "colleague cannot get this")
    case "term-not-allowed": Text(nl: "termijn buiten beleid", en: "term not within policy")
    case "emergency-not-allowed":
      Text(nl: "geen noodtoegang voor deze functie", en: "no noodtoegang for this function")
    case "reason-needed": Text(nl: "reden ontbrak", en: "reason was missing")
    case "role-shares-not": Text(nl: "functie deelt dit niet", en: "function does not share this")
    case "partner-gets-not":
      Text(nl: "niet voor deze soort partner", en: "not for this kind of partner")
    case "ground-not-allowed":
      Text(nl: "grond past niet bij partner", en: "ground does not go with the partner")
    case "no-share-policy": Text(nl: "beleid deelt niets", en: "policy shares nothing")
    default: nil
    }
  }

  private static func failedReason(_ code: String) -> Text? {
    switch code {
    case "stale": Text(nl: "anderen waren eerder", en: "others came first")
    case "revision":
      Text(nl: "bouwt op een andere versie", en: "builds on another revision")
    case "clock": Text(nl: "klok loopt anders", en: "clock differs")
    case "directory": Text(nl: "past niet in de ledenlijst", en: "does not fit the directory")
    case "involvement":
      Text(nl: "past niet bij wie betrokken is", en: "does not fit who is involved")
    case "not-found": Text(nl: "niet gevonden", en: "not found")
    case "not-begun": Text(nl: "niet begonnen", en: "was not begun")
    case "repeated": Text(nl: "was er al", en: "was there already")
    case "request-ended": Text(nl: "verzoek was voorbij", en: "request had ended")
    case "grant-missing": Text(nl: "sleutels ontbraken", en: "keys were missing")
    case "policy": Text(nl: "beleid was veranderd", en: "policy had changed")
    default: nil
    }
  }

  private static func signInReason(_ code: String) -> Text? {
    switch code {
    case "bad-signature": Text(nl: "handtekening klopt niet", en: "signature is wrong")
    case "not-signed-in": Text(nl: "geen actief lid", en: "no active member")
    default: nil
    }
  }
}
