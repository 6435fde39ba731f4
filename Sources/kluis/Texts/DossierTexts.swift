import CommandTree
import Desk

// Above and around an opened dossier.

extension Texts {
  static func openedBy(_ name: String, _ role: String) -> Text {
    Text(nl: "geopend door \(name) (\(role))", en: "opened by \(name) (\(role))")
  }
  static func ground(_ ground: Text) -> Text {
    Text(nl: "op grond van \(ground.nl)", en: "on the ground of \(ground.en)")
  }
  static func purpose(_ code: String) -> Text {
    Text(nl: "doel: \(code)", en: "purpose: \(code)")
  }
  static func inTheLog(_ reference: Int) -> Text {
    Text(
      nl: "dit inzien staat in het log: nr \(reference)",
      en: "this look is in the log: no. \(reference)")
  }
  static func notRead(_ names: String) -> Text {
    Text(
      nl: "niet getoond, want uw functie leest ze niet: \(names)",
      en: "not shown, since your function does not read them: \(names)")
  }
  static func destroyed(_ count: Int) -> Text {
    Text(
      nl: count == 1 ? "1 stuk is vernietigd" : "\(count) stukken zijn vernietigd",
      en: count == 1 ? "1 entry was destroyed" : "\(count) entries were destroyed")
  }

  static let groundRegie = Text(nl: "regie", en: "regie")
  static func groundInvolved(until: String?) -> Text {
    guard let until else { return Text(nl: "betrokkenheid", en: "involvement") }
    return Text(nl: "betrokkenheid tot \(until)", en: "involvement until \(until)")
  }
  static let groundTeam = Text(
    nl: "leiding van het team van dit gezin", en: "leading this family's team")
  static let groundGrant = Text(nl: "verleende toegang", en: "a grant")
  static let groundOther = Text(nl: "het log noemt de grond", en: "what the log names")

  static func writtenAs(_ entry: String, _ section: String) -> Text {
    Text(
      nl: "geschreven in \(section): stuk \(entry)", en: "written in \(section): entry \(entry)")
  }
  static let entryRefused = Text(
    nl: "dit kan zo niet in een dossier", en: "this cannot stand in a dossier like this")
  static let nothingWritten = Text(
    nl: "er is niets geschreven; verbeter wat genoemd is",
    en: "nothing was written; correct what is named")
  static let typeText = Text(
    nl: "Typ de tekst en eindig met Ctrl-D op een lege regel.",
    en: "Type the text and end with Ctrl-D on an empty line.")

  static let person = Text(nl: "PERSOON", en: "PERSON")
  static let role = Text(nl: "ROL", en: "ROLE")
  static let name = Text(nl: "NAAM", en: "NAME")
  static let born = Text(nl: "GEBOREN", en: "BORN")
  static let relation = Text(nl: "WIE", en: "WHO")
  static let phone = Text(nl: "TELEFOON", en: "TELEPHONE")
  static let address = Text(nl: "ADRES", en: "ADDRESS")
  static func secretAddress(_ address: String) -> Text {
    Text(nl: "GEHEIM: \(address)", en: "SECRET: \(address)")
  }
  static let custody = Text(nl: "heeft gezag", en: "has custody")
  static func trustedPerson(_ name: String) -> Text {
    Text(nl: "vertrouwenspersoon: \(name)", en: "trusted person: \(name)")
  }
  static let noLabel = Text(nl: "(geen etiket)", en: "(no label)")
  static func family(region: String, measure: String, phase: Int, since: String) -> Text {
    Text(
      nl: "regio \(region), \(measure), fase \(phase), aangemeld \(since)",
      en: "region \(region), \(measure), phase \(phase), referred \(since)")
  }
}
