import CommandTree
import Desk

// The register of the family's consents.

extension Texts {
  static func consentWritten(_ id: String) -> Text {
    Text(nl: "vastgelegd als \(id)", en: "recorded as \(id)")
  }
  static func consentNowWithdrawn(_ id: String) -> Text {
    Text(nl: "\(id) is ingetrokken", en: "\(id) was taken back")
  }
  static let whatWentStays = Text(
    nl: "Wat al gedeeld is, komt daarmee niet terug; kluis dossier open toont wat naar wie ging.",
    en: "What was shared already does not come back; kluis dossier open shows what went to whom.")
  static func noSuchConsent(_ id: String) -> Text {
    Text(nl: "dit dossier heeft geen toestemming \(id)", en: "this dossier has no consent \(id)")
  }
  static let seeConsents = Text(
    nl: "kluis toestemming list DOSSIER toont ze", en: "kluis toestemming list DOSSIER shows them")
  static func consentRefused(_ id: String) -> Text {
    Text(
      nl: "\(id) is een weigering; die kan niet worden ingetrokken",
      en: "\(id) is a refusal, which cannot be taken back")
  }
  static func consentWithdrawn(_ id: String) -> Text {
    Text(nl: "\(id) was al ingetrokken", en: "\(id) was taken back before")
  }
  static let withdrawnBefore = Text(
    nl: "de toestemming is van later; intrekken kan niet eerder",
    en: "the consent is of a later day; it cannot be taken back before that")

  static let consentColumn = Text(nl: "TOESTEMMING", en: "CONSENT")
  static let dateColumn = Text(nl: "VANAF", en: "FROM")
  static let ofColumn = Text(nl: "VAN", en: "OF")
  static let forColumn = Text(nl: "VOOR", en: "FOR")
  static let purposeColumn = Text(nl: "DOEL", en: "PURPOSE")
}
