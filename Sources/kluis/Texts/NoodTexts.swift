import CommandTree
import Desk

// Noodtoegang: taking it, the banner, its review.

extension Texts {
  static func emergency(until: String) -> Text {
    Text(
      nl: "NOODTOEGANG tot \(until): leidinggevende en FG weten het en beoordelen het",
      en: "NOODTOEGANG (emergency access) until \(until): leidinggevende and FG know and review it")
  }
  static func unproven(_ reason: String) -> Text {
    Text(
      nl: "De kluis BEWEES NIET dat dit inzien in het log staat (\(reason))",
      en: "The vault DID NOT PROVE that this look is in the log (\(reason))")
  }
  static func evidenceAt(_ path: String) -> Text {
    Text(nl: "Het bewijs staat in \(path)", en: "The evidence is in \(path)")
  }
  static let evidenceUnwritten = Text(
    nl: "Het bewijs kon niet worden bewaard: schrijf op wat u ziet",
    en: "The evidence could not be kept: write down what you see")
  static func callFG(_ names: String) -> Text {
    Text(
      nl: "Meld het zelf aan de FG: \(names.isEmpty ? "zie de website" : names)",
      en: "Report it to the FG yourself: \(names.isEmpty ? "see the website" : names)")
  }
  static let reportTaken = Text(
    nl: "De kluis nam een melding aan; reken daar niet op",
    en: "The vault took a report; do not rely on that")
  static let reportNotTaken = Text(
    nl: "De kluis nam geen melding aan", en: "The vault took no report")
  static let groundEmergency = Text(same: "noodtoegang")
  static func emergencyLabel(_ label: String) -> Text { Text(same: "!! NOODTOEGANG \(label)") }

  static func emergencyTaken(_ dossier: String, entry: Int) -> Text {
    Text(
      nl:
        "in het log: nr \(entry). Lees het dossier met: kluis dossier open \(dossier)",
      en: "in the log: no. \(entry). Read the dossier with: kluis dossier open \(dossier)")
  }
  static let emergencyWholeID = Text(
    nl: "noem het hele id van 32 tekens: in uw lijst staat dit dossier niet",
    en: "give the whole id of 32 digits: this dossier is not in your list")

  static func reviewBefore(_ date: String, isLate: Bool) -> Text {
    Text(
      nl: isLate ? "TE LAAT: \(date)" : "uiterlijk \(date)",
      en: isLate ? "LATE: \(date)" : "by \(date)")
  }
  static let review = Text(nl: "BEOORDELING", en: "REVIEW")
  static func isEmergency(_ word: String) -> Text {
    Text(
      nl: "'\(word)' is noodtoegang; die eindigt door een oordeel van wie haar beoordeelt",
      en: "'\(word)' is noodtoegang; that ends by the word of who reviews it")
  }
  static func endEmergency(_ id: String) -> Text {
    Text(
      nl: "leidinggevende of FG: kluis toegang second \(id) --tegen",
      en: "leidinggevende or FG: kluis toegang second \(id) --tegen")
  }
  static let emergencyEnded = Text(
    nl: "genoteerd; de noodtoegang is afgekeurd en eindigt nu",
    en: "noted; the noodtoegang is disapproved of and ends now")
  static func lateReview(_ entry: Int, _ date: String) -> Text {
    Text(
      nl: "Noodtoegang in regel \(entry) is niet beoordeeld; dat moest uiterlijk \(date).",
      en: "Noodtoegang in entry \(entry) was not reviewed; that was due by \(date).")
  }
}
