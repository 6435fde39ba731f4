import CommandTree
import Desk
import Records
import Vocabulary

extension Texts {
  // MARK: Looking at the folders

  static let foldersSwapped = Text(
    nl: "de twee mappen zijn verwisseld: bij --vault ligt keystore.db, bij --keystore vault.db",
    en: "the two folders are swapped: at --vault lies keystore.db, at --keystore vault.db")
  static func swapBack(vault: String, keystore: String) -> Text {
    Text(same: "--vault \(vault) --keystore \(keystore)")
  }
  static func partMissing(_ folder: String, _ file: String) -> Text {
    Text(nl: "in \(folder) ligt geen \(file)", en: "there is no \(file) in \(folder)")
  }
  static let nameWholeFolder = Text(
    nl:
      "noem de map van één reservekopie zelf: vault/TIJD en keystore/TIJD, elk van zijn eigen plaats",
    en:
      "name the folder of one backup itself: vault/TIME and keystore/TIME, each from its own place")
  static func noBackupFolder(_ folder: String) -> Text {
    Text(
      nl: "\(folder) is geen map van een reservekopie: alleen het herstel zelf kijkt erin.",
      en: "\(folder) is no folder of a backup: only the recovery itself looks into it.")
  }
  static let deviceKnowsNothing = Text(
    nl:
      "Dit apparaat kent de kluis niet: wat het log van deze reservekopie zegt, zien de apparaten van wie tekent.",
    en:
      "This device does not know the vault: what the log says of this backup, the signers' devices will see."
  )
  static let twoBackups = Text(
    nl: "De twee mappen zijn van twee reservekopieën; het herstel kijkt of zij bij elkaar passen.",
    en: "The two folders are of two backups; the recovery looks whether they fit.")
  static func keystoreTooOld(_ at: String) -> Text {
    Text(
      nl: "deze keystore.db is van \(at), en mag na 30 dagen niet meer gebruikt worden",
      en: "this keystore.db is of \(at), and may not be used after 30 days")
  }
  static let youngerKeystore = Text(
    nl:
      "neem een jongere kopie; is er geen, dan beslist de FG: kluis-keys recover doet het, en opent ook wat sindsdien vernietigd werd",
    en:
      "take a younger copy; if there is none, the FG decides: kluis-keys recover does it, and opens what was destroyed since as well"
  )

  // MARK: Recovering

  static func nameBackup(_ option: String) -> Text {
    Text(
      nl: "er is hier nog niets hersteld: --\(option) ontbreekt",
      en: "nothing was recovered here yet: --\(option) is missing")
  }
  static let recoverStarts = Text(
    nl: "Nu maakt kluis-keys recover de kluis; wat het vraagt, vraagt het zelf.",
    en: "Now kluis-keys recover makes the vault; what it asks it asks itself.")
  static func noKeysProgram(_ code: Int32) -> Text {
    Text(
      nl: "kluis-keys start niet (errno \(code))", en: "kluis-keys does not start (errno \(code))")
  }
  static let installKeysProgram = Text(
    nl: "zet kluis-keys van dezelfde release naast kluis, of in PATH",
    en: "put kluis-keys of the same release beside kluis, or on PATH")
  static func recoverFailed(_ status: Int32) -> Text {
    Text(
      nl: "kluis-keys recover eindigde met \(status); er is geen kluis gemaakt",
      en: "kluis-keys recover ended with \(status); no vault was made")
  }
  static let solveAndRepeat = Text(
    nl: "los op wat hierboven staat, en geef dezelfde opdracht opnieuw",
    en: "solve what is said above, and give the same command again")

  // MARK: The recovered folder

  static func notRecoveredHere(_ path: String) -> Text {
    Text(nl: "in \(path) is niets hersteld", en: "nothing was recovered in \(path)")
  }
  static let recoverFirst = Text(
    nl: "begin met: kluis beheer backup restore --vault MAP --keystore MAP --dir MAP",
    en: "begin with: kluis beheer backup restore --vault DIR --keystore DIR --dir DIR")
  static func recoveryMalformed(_ path: String) -> Text {
    Text(nl: "\(path) is niet te lezen", en: "\(path) cannot be read")
  }
  static func otherFolder(_ path: String) -> Text {
    Text(
      nl: "\(path) is er al, en is niet door een herstel gemaakt",
      en: "\(path) is there already, and no recovery made it")
  }
  static func recoveredFromAnother(_ path: String) -> Text {
    Text(
      nl: "\(path) is van een andere reservekopie hersteld",
      en: "\(path) was recovered from another backup")
  }
  static let recoverElsewhere = Text(
    nl: "noem met --dir een nieuwe map; een kluis wordt nooit overschreven",
    en: "name a new folder with --dir; a vault is never overwritten")
  static func recoveryUnfinished(_ path: String) -> Text {
    Text(
      nl: "\(path) is over van een herstel dat afgebroken werd, of nu loopt",
      en: "\(path) is left of a recovery that was cut off, or runs now")
  }
  static func removeUnfinished(_ path: String) -> Text {
    Text(
      nl: "loopt er geen herstel, verwijder dan \(path) en geef dezelfde opdracht opnieuw",
      en: "if no recovery runs, remove \(path) and give the same command again")
  }
  static func recoveryFound(_ report: RecoveryReport) -> [Text] {
    var notes = [
      Text(
        nl:
          "Hersteld op \(Moment.dutch(report.at)): \(report.size) regels van het log, \(report.dossiers) dossiers, \(report.revisions) herzieningen; \(report.knownSize - report.size) regels verloren.",
        en:
          "Recovered on \(Moment.dutch(report.at)): \(report.size) entries of the log, \(report.dossiers) dossiers, \(report.revisions) revisions; \(report.knownSize - report.size) entries lost."
      )
    ]
    for (dossier, count) in report.lost.sorted(by: { $0.key < $1.key }) {
      notes.append(
        Text(
          nl: "Verloren in dossier \(dossier.hex): \(count) herzieningen.",
          en: "Lost in dossier \(dossier.hex): \(count) revisions."))
    }
    for (action, count) in report.toDo.sorted(by: { $0.key < $1.key }) {
      notes.append(
        Text(
          nl: "Opnieuw te doen: \(action), \(count) keer.",
          en: "To be done again: \(action), \(count) times."))
    }
    return notes
  }

  // MARK: Signing

  static func deviceSawMore(_ seen: Int, _ size: Int) -> Text {
    Text(
      nl: "dit apparaat zag \(seen) regels van het log, en hersteld zijn er \(size)",
      en: "this device saw \(seen) entries of the log, and \(size) were recovered")
  }
  static let recoverWithThisDevice = Text(
    nl:
      "start kluisd niet; herstel opnieuw in een nieuwe map met dit apparaat erbij, of zoek een nieuwere vault.db",
    en:
      "do not start kluisd; recover again into a new folder with this device, or find a newer vault.db"
  )
  static func restoreOfAnother(_ path: String) -> Text {
    Text(
      nl: "dit herstelstuk hoort niet bij de kluis in \(path)",
      en: "this restore record does not belong to the vault in \(path)")
  }
  static let restoreSignatures = Text(
    nl: "dit herstelstuk is niet getekend door een beheerder en de FG van deze kluis",
    en: "this restore record is not signed by a beheerder and the FG of this vault")
  static func wouldPut(_ folder: String) -> Text {
    Text(
      nl: "zet het getekende stuk in \(folder)/restore.json",
      en: "put the signed record at \(folder)/restore.json")
  }
  static func restoreState(_ state: BackupRestore.State) -> Text {
    switch state {
    case .absent:
      Text(nl: "Er is nog niets hersteld.", en: "Nothing was recovered yet.")
    case .unsigned:
      Text(
        nl:
          "De kluis is hersteld. Een deel van het log is verloren: een beheerder en de FG moeten dat tekenen.",
        en:
          "The vault was recovered. A part of the log is lost: a beheerder and the FG must sign that."
      )
    case .halfSigned:
      Text(
        nl: "De kluis is hersteld. Eén van de twee heeft getekend.",
        en: "The vault was recovered. One of the two has signed.")
    case .signed:
      Text(
        nl: "De kluis is hersteld en beiden hebben getekend.",
        en: "The vault was recovered and both have signed.")
    case .ready:
      Text(nl: "De kluis mag starten.", en: "The vault may start.")
    }
  }
  static func whoSignsNow(_ names: [String]) -> Text {
    Text(
      nl: "Nu tekent: \(names.joined(separator: ", of "))",
      en: "Now signs: \(names.joined(separator: ", or "))")
  }
  static func nextCommand(_ command: String) -> Text {
    Text(nl: "Volgende stap: \(command)", en: "Next step: \(command)")
  }
  static func nowStart(_ command: String) -> Text {
    Text(
      nl: "Het stuk ligt op zijn plaats. Start: \(command)",
      en: "The record is in its place. Start: \(command)")
  }
  static func orOnOwnDevice(_ draft: String, _ folder: String) -> Text {
    Text(
      nl:
        "Op een eigen apparaat: neem het bestand mee, teken het daar zonder --dir, leg het terug als \(draft), en geef hier: kluis beheer backup restore --dir \(folder)",
      en:
        "On a device of one's own: take the file along, sign it there without --dir, put it back as \(draft), and give here: kluis beheer backup restore --dir \(folder)"
    )
  }
}
