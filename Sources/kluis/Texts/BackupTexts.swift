import CommandTree
import Desk

extension Texts {
  static func backupMade(_ name: String) -> Text {
    Text(nl: "reservekopie \(name)", en: "backup \(name)")
  }
  static func backupFile(_ name: String, _ size: Int64) -> Text {
    Text(same: "\(name): \(size) bytes")
  }
  static func keystoreRemoved(_ name: String) -> Text {
    Text(
      nl: "Kopie \(name) van keystore.db was ouder dan 30 dagen en is verwijderd.",
      en: "Copy \(name) of keystore.db was older than 30 days and was removed.")
  }
  static let keepApart = Text(
    nl: "Bewaar vault en keystore op twee plaatsen: samen openen zij de kluis.",
    en: "Keep vault and keystore in two places: together they open the vault.")
  static func backupSound(_ files: [String], _ size: Int) -> Text {
    Text(
      nl: "In orde: \(files.joined(separator: ", ")), met \(size) regels van het log.",
      en: "Sound: \(files.joined(separator: ", ")), with \(size) entries of the log.")
  }
  static let backupBroken = Text(
    nl: "deze reservekopie is niet in orde", en: "this backup is not sound")
  static let takeAnother = Text(
    nl: "gebruik een andere kopie, en bewaar deze om te onderzoeken",
    en: "use another backup, and keep this one to be looked into")
  static let checkInside = Text(
    nl: "Wat erin staat controleert de kluismachine: kluis-keys check-backup.",
    en: "What is inside is checked on the vault's host: kluis-keys check-backup.")
  static let noDirectory = Text(
    nl: "dit apparaat kent de ledenlijst van deze kluis nog niet",
    en: "this device does not know this vault's directory yet")
  static let signInOnce = Text(
    nl: "gebruik een apparaat dat eerder met de kluis werkte",
    en: "use a device that worked with the vault before")

  static func notARestore(_ path: String) -> Text {
    Text(nl: "\(path) is geen herstelstuk", en: "\(path) is no restore record")
  }
  static let restoreFrom = Text(
    nl: "neem restore.json uit de map die kluis-keys recover maakte",
    en: "take restore.json from the folder that kluis-keys recover made")
  static let restoreDiffers = Text(
    nl: "het herstelde log of de ledenlijst is een andere dan dit apparaat zag",
    en: "the restored log or directory is another than this device saw")
  static let askBoth = Text(
    nl: "teken niet; laat beheerder en FG samen uitzoeken welke kopie dit is",
    en: "do not sign; let beheerder and FG find out together which backup this is")
  static func sawMore(_ size: Int) -> Text {
    Text(
      nl: "dit apparaat zag meer van de kluis dan het ontwerp noemt (\(size) regels)",
      en: "this device saw more of the vault than the draft says (\(size) entries)")
  }
  static let draftHere = Text(
    nl: "maak hier een nieuw ontwerp, en laat de ander als tweede tekenen",
    en: "make a new draft here, and have the other sign second")
  static let notASigner = Text(
    nl: "u kunt dit niet (meer) tekenen", en: "you cannot sign this (any more)")
  static let whoSigns = Text(
    nl: "een beheerder en de FG tekenen elk één keer",
    en: "a beheerder and the FG sign once each")
  static func restoreSays(_ size: Int, _ lost: Int, _ at: String) -> Text {
    Text(
      nl:
        "U tekent dat van het log \(size) regels over zijn en de regels \(size) tot \(lost) verloren zijn (opgemaakt \(at)).",
      en:
        "You sign that \(size) entries of the log are left and that entries \(size) to \(lost) are lost (drawn up \(at))."
    )
  }
  static func restoreSigned(_ path: String, _ count: Int) -> Text {
    Text(
      nl: "\(path): \(count) van 2 handtekeningen", en: "\(path): \(count) of 2 signatures")
  }
  static func restoreSecond(_ path: String) -> Text {
    Text(
      nl: "De tweede (FG of beheerder): kluis beheer restore sign \(path)",
      en: "The second (FG or beheerder): kluis beheer restore sign \(path)")
  }
  static func restoreReady(_ path: String) -> Text {
    Text(
      nl:
        "Breng \(path) naar de kluismachine en geef daar: kluis beheer backup restore --dir MAP --draft \(path)",
      en:
        "Bring \(path) to the vault's host and give there: kluis beheer backup restore --dir DIR --draft \(path)"
    )
  }
  static func restoredAt(_ size: Int, _ lost: Int) -> Text {
    Text(
      nl:
        "Let op: dit log is hersteld op \(size) regels; de regels \(size) tot \(lost) zijn verloren. Beheerder en FG tekenden dat.",
      en:
        "Note: this log was restored at \(size) entries; entries \(size) to \(lost) are lost. Beheerder and FG signed that."
    )
  }
}
