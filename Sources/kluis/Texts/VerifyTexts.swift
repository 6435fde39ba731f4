import CommandTree
import Desk

extension Texts {
  static func copying(_ part: String) -> Text {
    Text(nl: "log ophalen: \(part)", en: "fetching the log: \(part)")
  }
  static func copied(_ folder: String, _ size: Int) -> Text {
    Text(
      nl: "kopie van \(size) regels in \(folder)", en: "copy of \(size) entries in \(folder)")
  }
  static func verifyNext(_ folder: String) -> Text {
    Text(
      nl: "Controleer haar met: kluis fg verify --copy \(folder)",
      en: "Verify it with: kluis fg verify --copy \(folder)")
  }
  static let verifying = Text(nl: "log controleren", en: "verifying the log")
  static func sound(_ size: Int) -> Text {
    Text(
      nl: "Het log is in orde: \(size) regels, geen bevindingen.",
      en: "The log is sound: \(size) entries, no findings.")
  }
  static func broken(_ count: Int) -> Text {
    Text(
      nl: count == 1
        ? "het log is niet in orde: 1 bevinding"
        : "het log is niet in orde: \(count) bevindingen",
      en: count == 1
        ? "the log is not sound: 1 finding" : "the log is not sound: \(count) findings")
  }
  static let brokenHint = Text(
    nl: "bewaar de kopie als bewijs (kluis fg copy MAP) en onderzoek elke genoemde regel",
    en: "keep the copy as evidence (kluis fg copy MAP) and look into every entry named")
  static let copyHint = Text(
    nl: "bewaar deze kopie als bewijs en onderzoek elke genoemde regel",
    en: "keep this copy as evidence and look into every entry named")
  static let noPin = Text(
    nl: "dit apparaat heeft het log nog niet gecontroleerd",
    en: "this device has not verified the log before")
  static let verifyWhole = Text(
    nl: "controleer het hele log: kluis fg verify", en: "verify the whole log: kluis fg verify")
  static func sincePin(_ size: Int) -> Text {
    Text(
      nl:
        "Alleen bevindingen vanaf nr \(size); tot daar was het log eerder in orde.",
      en: "Findings from no. \(size) on only; up to there the log was sound before.")
  }
  static let check = Text(nl: "CONTROLE", en: "CHECK")
  static let count = Text(nl: "AANTAL", en: "COUNT")
  static let duration = Text(nl: "DUUR", en: "TIME")
}

extension Texts {
  /// A pass of the verification, for people; its own word when it is new.
  static func pass(_ name: String) -> Text {
    switch name {
    case "directory": Text(nl: "ledenlijst, record voor record", en: "directory, record by record")
    case "read": Text(nl: "regels gelezen", en: "entries read")
    case "tree": Text(nl: "niets veranderd of weggehaald", en: "nothing changed or removed")
    case "entries": Text(nl: "volgorde, standen en gronden", en: "order, heads and grounds")
    case "signatures":
      Text(nl: "handtekeningen van leden", en: "signatures of members")
    default: Text(same: name)
    }
  }
}

extension Texts {
  static func verifiedDamaged(_ path: String) -> Text {
    Text(
      nl: "wat hier eerder gecontroleerd is, is niet te lezen: \(path)",
      en: "what was verified here before cannot be read: \(path)")
  }
  static func verifiedHint(_ path: String) -> Text {
    Text(
      nl: "zoek uit wie het veranderde; zet \(path) dan opzij en controleer het hele log",
      en: "find out who changed it; then move \(path) aside and verify the whole log")
  }
  static func seenLater(_ pin: Int, _ size: Int) -> Text {
    Text(
      nl: "Dit apparaat zag het log later, met \(pin) regels; deze kopie gaat tot \(size).",
      en: "This device saw the log later, with \(pin) entries; this copy goes to \(size).")
  }
}
