import CommandTree
import Desk
import Dossier

extension Texts {
  static let labelMissing = Text(
    nl: "dit gezin werd overgedragen, en heeft hier nog geen etiket",
    en: "this family was handed over, and has no label here yet")
  static let labelMissingHint = Text(
    nl: "geef --etiket: hoe u het gezin hier herkent",
    en: "give --etiket: by what you recognise the family here")
  static func importRefused(_ count: Int) -> Text {
    Text(
      nl: count == 1 ? "er is 1 fout in het bestand" : "er zijn \(count) fouten in het bestand",
      en: count == 1 ? "there is 1 mistake in the file" : "there are \(count) mistakes in the file")
  }
  static let nothingImported = Text(
    nl: "er is niets ingelezen; herstel elke genoemde plaats en probeer het opnieuw",
    en: "nothing was imported; repair every place named and try again")
  static let wouldMake = Text(
    nl: "Dit zou gemaakt worden; de kluis is niet benaderd.",
    en: "This would be made; the vault was not contacted.")
  static let section = Text(nl: "DEEL", en: "SECTION")
  static let pieces = Text(nl: "STUKKEN", en: "PIECES")
  static func counts(persons: Int, entries: Int, plans: Int) -> Text {
    Text(
      nl: "personen: \(persons), stukken: \(entries), plannen: \(plans)",
      en: "persons: \(persons), entries: \(entries), plans: \(plans)")
  }
  static func imported(_ id: String) -> Text {
    Text(nl: "dossier: \(id)", en: "dossier: \(id)")
  }
  static func openNext(_ id: String) -> Text {
    Text(
      nl: "U heeft de regie. Hierna: kluis dossier open \(id)",
      en: "You have regie. Next: kluis dossier open \(id)")
  }
  static let noFamilies = Text(
    nl: "Er zijn geen gezinnen die u mag openen.", en: "There are no families that you may open.")
  static let changes = Text(nl: "REGELS", en: "CHANGES")
  static let label = Text(nl: "ETIKET", en: "LABEL")
  static let labelBy = Text(nl: "ETIKET VAN", en: "LABEL BY")
  static let written = Text(nl: "GESCHREVEN", en: "WRITTEN")

  /// Something that a dossier ought to say; persons by id, since this may end up in a mail.
  static func finding(_ finding: Finding) -> (code: String, text: Text) {
    switch finding {
    case .noTrustedPerson(let kind):
      (
        "no-trusted-person",
        Text(
          nl: "let op: kind \(kind) heeft geen vertrouwenspersoon",
          en: "note: child \(kind) has no trusted person")
      )
    case .nobodyWatchesSafety:
      (
        "nobody-watches-safety",
        Text(
          nl: "let op: geen veiligheidsplan zegt wie zicht houdt op de veiligheid",
          en: "note: no safety plan says who watches over safety")
      )
    case .noSafetyPlan:
      (
        "no-safety-plan",
        Text(nl: "let op: er is geen veiligheidsplan", en: "note: there is no safety plan")
      )
    case .noSafetyScore(let kind):
      (
        "no-safety-score",
        Text(
          nl: "let op: kind \(kind) heeft geen cijfer voor de veiligheid",
          en: "note: child \(kind) has no safety score")
      )
    case .feedbackOwed(let entry):
      (
        "feedback-owed",
        Text(
          nl: "let op: over stuk \(entry) is het gezin nog niet verteld",
          en: "note: the family has not been told about entry \(entry)")
      )
    case .unknownPerson(let id):
      (
        "unknown-person",
        Text(
          nl: "let op: een stuk noemt \(id), en die is er niet",
          en: "note: an entry names \(id), who is not there")
      )
    }
  }
}
