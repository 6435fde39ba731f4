import AgeFile
import CommandTree
import Desk
import Minisign
import Overdracht

// What `kluis overdracht open`, `receipt` and `opener` say.

extension Texts {
  static let codeQuestion = Text(nl: "Code van het pakket: ", en: "Code of the bundle: ")
  static let senderMissing = Text(
    nl: "zeg met --afzender wiens sleutel moet kloppen",
    en: "say with --afzender whose key must fit")
  static let senderMissingHint = Text(
    nl:
      "de sleutel (RW…) krijgt u van de instelling, niet uit het pakket; hebt u er geen, geef dan --afzender-onbekend",
    en:
      "you get the key (RW…) from the institution, not from the bundle; without one give --afzender-onbekend"
  )
  static let senderTwice = Text(
    nl: "--afzender en --afzender-onbekend gaan niet samen",
    en: "--afzender and --afzender-onbekend exclude each other")
  static func identityFile(_ path: String) -> Text {
    Text(nl: "\(path) is geen bestand met age-sleutels", en: "\(path) is no file of age keys")
  }
  static let identityFileHint = Text(
    nl: "het is het bestand dat age-keygen maakte; de regel begint met AGE-SECRET-KEY-1",
    en: "it is the file that age-keygen made; its line begins with AGE-SECRET-KEY-1")
  static func minisignSecret(_ path: String) -> Text {
    Text(
      nl: "\(path) is geen geheime minisign-sleutel", en: "\(path) is no secret minisign key")
  }
  static let minisignSecretHint = Text(
    nl: "het is het bestand dat minisign -G als minisign.key maakte",
    en: "it is the file that minisign -G made as minisign.key")

  static let opened = Text(nl: "geopend in", en: "opened in")
  static let fromLabel = Text(nl: "van", en: "from")
  static let purposeLabel = Text(nl: "doel", en: "purpose")
  static let bundleLabel = Text(nl: "nummer", en: "bundle")
  static let createdLabel = Text(nl: "gemaakt", en: "made")
  static let validLabel = Text(nl: "geldig tot en met", en: "valid until")
  static let contactLabel = Text(nl: "vragen aan", en: "questions to")
  static let missingLabel = Text(nl: "ontbreekt", en: "missing")
  static let senderChecked = Text(
    nl: "afzender gecontroleerd: de handtekening past bij de sleutel die u gaf",
    en: "sender checked: the signature fits the key that you gave")
  static let senderUnchecked = Text(
    nl:
      "LET OP: AFZENDER NIET GECONTROLEERD. Iedereen kan dit gemaakt hebben. Bel de instelling voordat u erop afgaat.",
    en:
      "CAUTION: SENDER NOT CHECKED. Anybody may have made this. Call the institution before you rely on it."
  )
  static func expired(_ day: String) -> Text {
    Text(
      nl: "LET OP: DIT PAKKET IS VERLOPEN (geldig tot en met \(day)). Vraag om een nieuw.",
      en: "CAUTION: THIS BUNDLE HAS EXPIRED (valid until \(day)). Ask for a new one.")
  }
  static let nextReceipt = Text(
    nl: "hierna: bevestig de ontvangst met kluis overdracht receipt",
    en: "next: confirm that it arrived with kluis overdracht receipt")

  static let pageAgain = Text(
    nl: "haal haar nog eens op, of vraag de afzender om het bestand .age",
    en: "get it once more, or ask the sender for the .age file")
  static func noManifest(_ folder: String) -> Text {
    Text(
      nl: "in \(folder) staat geen manifest van een overdracht",
      en: "there is no manifest of an overdracht in \(folder)")
  }
  static let noManifestHint = Text(
    nl: "geef de map die kluis overdracht open maakte, of waarin u het pakket uitpakte",
    en: "give the folder that kluis overdracht open made, or into which you unpacked the bundle")
  static let receiverName = Text(
    nl: "deze naam past niet op één regel van 200 bytes, of heeft onzichtbare tekens",
    en: "this name does not fit on one line of 200 bytes, or has invisible characters")
  static func receiptMade(_ path: String) -> Text {
    Text(
      nl: "bewijs in \(path), handtekening in \(path).minisig; stuur beide naar de afzender",
      en: "receipt in \(path), signature in \(path).minisig; send both to the sender")
  }
  static func openerMade(_ path: String, _ hash: String) -> Text {
    Text(nl: "opener in \(path)\nSHA-256: \(hash)", en: "opener in \(path)\nSHA-256: \(hash)")
  }
  static let publishHash = Text(
    nl: "zet deze SHA-256 bij de opener en in uw brieven: zo ziet men dat hij niet is veranderd",
    en: "publish this SHA-256 with the opener and in your letters: it shows an altered one")
  static let openerLines = Text(
    nl: "de naam is leeg of heeft onzichtbare tekens",
    en: "the name is empty or has invisible characters")
}

extension Failure {
  /// Why a bundle did not come out of its file, or not whole.
  init(opening error: any Error, _ path: String) {
    switch error {
    case let error as AgeOpenError: self.init(error)
    case let error as BundleError: self.init(error)
    case let error as ArchiveError:
      self.init(
        ExitCode.data, "archive",
        Text(
          nl: "het pakket heeft een bestand dat er niet in hoort, of is niet heel",
          en: "\(error)"),
        hint: Text(
          nl: "open het niet op een andere manier; vraag de afzender ernaar", en: error.hint))
    default:
      self.init(
        ExitCode.failed, "secret-memory", Text(nl: "er is te weinig geheugen", en: "\(error)"),
        hint: Text(nl: "sluit andere programma's", en: "close other programs"))
    }
  }

  init(_ error: AgeOpenError) {
    let (exit, code, nl, next): (Int32, String, String, String) =
      switch error {
      case .wrongPassphrase:
        (ExitCode.refused, "code", "deze code past niet", "vergelijk haar letter voor letter")
      case .wrongIdentity:
        (
          ExitCode.refused, "age-identity", "het pakket is niet verzegeld voor deze sleutel",
          "kijk welke sleutel de afzender van u heeft"
        )
      case .needsPassphrase:
        (
          ExitCode.usage, "needs-code", "dit pakket opent met een code, niet met een sleutel",
          "laat --sleutel weg; de code kreeg u langs een andere weg"
        )
      case .needsIdentity:
        (
          ExitCode.usage, "needs-key", "dit pakket opent met een sleutel, niet met een code",
          "geef met --sleutel het bestand van age-keygen"
        )
      case .notAge:
        (
          ExitCode.data, "not-age", "dit is geen verzegeld pakket",
          "kijk of dit het bestand is dat u kreeg; de naam eindigt op .age"
        )
      case .truncated:
        (ExitCode.data, "truncated", "het pakket is niet heel", "haal het nog eens op")
      case .workingMemory, .memory:
        (
          ExitCode.failed, "secret-memory", "er is te weinig geheugen om de code te proberen",
          "sluit andere programma's"
        )
      case .version, .header, .workFactor, .headerChanged, .damaged, .damagedEnd, .trailing, .armor:
        (
          ExitCode.data, "damaged", "het pakket is beschadigd of veranderd",
          "haal het nog eens op, of vraag om een nieuw"
        )
      }
    self.init(exit, code, Text(nl: nl, en: "\(error)"), hint: Text(nl: next, en: error.hint))
  }

  init(_ error: BundleError) {
    let (exit, code, nl, next): (Int32, String, String, String) =
      switch error {
      case .notABundle:
        (
          ExitCode.data, "not-a-bundle", "wat erin zit is geen overdracht",
          "vraag de afzender wat hij stuurde"
        )
      case .signature(let fault):
        (
          ExitCode.data, "bundle-signature", Self.words(of: fault),
          "vertrouw het niet; bel de instelling op een nummer dat u al had"
        )
      case .manifest:
        (
          ExitCode.data, "bundle-manifest", "de lijst in het pakket is niet te lezen",
          "vraag om een nieuw pakket, of neem een nieuwere kluis"
        )
      case .notForReader:
        (
          ExitCode.refused, "not-for-reader",
          "dit pakket was voor een ander: de lijst erin noemt u niet",
          "zeg het de instelling die het verzegelde: iemand gaf het door"
        )
      case .unlisted, .changed, .incomplete:
        (
          ExitCode.data, "bundle-files", "de bestanden zijn niet die van de lijst in het pakket",
          "ga er niet op af; vraag om een nieuw pakket"
        )
      }
    self.init(exit, code, Text(nl: nl, en: "\(error)"), hint: Text(nl: next, en: error.hint))
  }

  private static func words(of fault: MinisignError) -> String {
    switch fault {
    case .otherKey: "de handtekening is van een andere sleutel dan u gaf"
    default: "de handtekening van de afzender klopt niet, of zij ontbreekt"
    }
  }
}
