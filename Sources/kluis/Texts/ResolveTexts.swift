import CommandTree
import Desk

// An id that names nothing, or more than one thing.

extension Texts {
  static func noSuchDossier(_ word: String) -> Text {
    Text(
      nl: "geen dossier dat u mag openen begint met '\(word)'",
      en: "no dossier that you may open begins with '\(word)'")
  }
  static let seeDossiers = Text(
    nl: "zie kluis gezin list, of geef de hele id", en: "see kluis gezin list, or give the whole id"
  )
  static func dossierAmbiguous(_ word: String, _ count: Int) -> Text {
    Text(
      nl: "met '\(word)' beginnen \(count) dossiers", en: "\(count) dossiers begin with '\(word)'")
  }
  static func noSuchRequest(_ word: String) -> Text {
    Text(
      nl: "geen open aanvraag begint met '\(word)'", en: "no open request begins with '\(word)'")
  }
  static let seeRequests = Text(
    nl: "zie kluis toegang requests", en: "see kluis toegang requests")
  static func requestAmbiguous(_ word: String) -> Text {
    Text(
      nl: "'\(word)' kan meer dan één aanvraag zijn", en: "'\(word)' may be more than one request")
  }
}
