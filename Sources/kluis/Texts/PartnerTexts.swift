import AgeFile
import CommandTree
import Desk
import Directory
import Minisign
import StrictJSON
import Vocabulary

extension Texts {
  static let partnerColumn = Text(nl: "PARTNER", en: "PARTNER")
  static let kindColumn = Text(nl: "SOORT", en: "KIND")
  static let stateColumn = Text(nl: "STAAT", en: "STATE")
  static let keysSince = Text(nl: "SLEUTELS SINDS", en: "KEYS SINCE")
  static let fingerprintColumn = Text(nl: "VINGERAFDRUK", en: "FINGERPRINT")
  static let partnerLabel = Text(nl: "partner", en: "partner")
  static let nameLabel = Text(nl: "naam", en: "name")
  static let kindLabel = Text(nl: "soort", en: "kind")
  static let stateLabel = Text(nl: "staat", en: "state")
  static let fingerprintLabel = Text(nl: "vingerafdruk", en: "fingerprint")
  static let keysSinceLabel = Text(nl: "sleutels sinds", en: "keys since")
  static let unusableKey = Text(nl: "geen bruikbare sleutel", en: "no usable key")
  static func state(of partner: Partner) -> Text {
    partner.isActive ? active : Text(nl: "beëindigd", en: "ended")
  }
  static func partner(_ partner: Partner) -> Text {
    let state = state(of: partner)
    return Text(
      nl: "\(partner.name), \(partner.kind.rawValue), \(state.nl)",
      en: "\(partner.name), \(partner.kind.rawValue), \(state.en)")
  }

  /// A partner as its second signer must see it.
  static func described(_ partner: NewPartner) -> Text {
    let fingerprint = partner.keys.fingerprint.description
    return Text(
      nl: "\(partner.name), \(partner.kind.rawValue); vingerafdruk \(fingerprint)",
      en: "\(partner.name), \(partner.kind.rawValue); fingerprint \(fingerprint)")
  }
  static func comparePartner(_ fingerprint: String) -> Text {
    Text(
      nl:
        "vingerafdruk: \(fingerprint)\nBel de partner op een nummer dat u al had en vergelijk haar. De tweede doet dat ook.",
      en:
        "fingerprint: \(fingerprint)\nCall the partner on a number that you had already and compare it. The second does so too."
    )
  }
  static func otherName(_ given: String, _ known: String) -> Text {
    Text(
      nl: "Let op: het bestand noemt '\(given)'; de partner heet hier '\(known)'.",
      en: "Note: the file says '\(given)'; the partner is called '\(known)' here.")
  }

  static func noSuchPartner(_ word: String) -> Text {
    Text(nl: "'\(word)' is geen partner", en: "'\(word)' is not a partner")
  }
  static let seePartners = Text(
    nl: "zie kluis beheer partner list", en: "see kluis beheer partner list")
  static func partnerAmbiguous(_ word: String) -> Text {
    Text(
      nl: "'\(word)' kan meer dan één partner zijn", en: "'\(word)' may be more than one partner")
  }
  static let giveMorePartner = Text(
    nl: "geef de hele naam, of meer tekens van de id",
    en: "give the whole name, or more digits of the id")
  static let fileOrKeys = Text(
    nl: "geef het bestand van de partner, of --age en --minisign",
    en: "give the partner's file, or --age and --minisign")
  static let fileOrKeysHint = Text(
    nl: "het bestand is beter: het bewijst dat de partner zijn tekensleutel heeft",
    en: "the file is better: it proves that the partner holds its signing key")
  static let nameMissing = Text(nl: "zonder bestand is --naam nodig", en: "--naam is needed")
  static let nameNotPlain = Text(
    nl: "deze naam is leeg, te lang of heeft onzichtbare tekens",
    en: "this name is empty, too long or has invisible characters")
  static let nameHint = Text(
    nl: "geef met --naam een naam van 1 tot 200 bytes, zonder stuur- of opmaaktekens",
    en: "give with --naam a name of 1 to 200 bytes, without control or format characters")
  static func partnerFile(_ path: String, _ error: JSONError) -> Text {
    Text(
      nl: "\(path) is geen bestand van een partner",
      en: "\(path) is no partner's file: \(error)")
  }
  static func partnerSignature(_ path: String, _ error: MinisignError) -> Text {
    Text(
      nl: "\(path).minisig bewijst niet dat de partner de sleutel in het bestand heeft",
      en: "\(path).minisig does not prove that the partner holds the key in the file: \(error)")
  }
  static let askPartner = Text(
    nl: "vraag de partner om beide bestanden, heel en ongewijzigd",
    en: "ask the partner for both files, whole and unchanged")
  static func ageKey(_ error: AgeKeyError) -> Text {
    Text(nl: "dit is geen openbare age-sleutel", en: "this is no public age key: \(error)")
  }
  static func ageKeyHint(_ error: AgeKeyError) -> Text {
    Text(
      nl: "zij begint met age1, in kleine letters; kopieer haar opnieuw", en: error.hint)
  }
  static func minisignKey(_ error: MinisignError) -> Text {
    Text(
      nl: "dit is geen openbare minisign-sleutel", en: "this is no public minisign key: \(error)")
  }
  static let minisignKeyHint = Text(
    nl: "zij is de tweede regel van minisign.pub, 56 tekens, en begint met RW",
    en: "it is the second line of minisign.pub, 56 characters, and begins with RW")

  static func compareBundleKey(_ fingerprint: String) -> Text {
    Text(
      nl:
        "vingerafdruk: \(fingerprint)\nVergelijk haar met wat de kluismachine toonde. De tweede doet dat ook.",
      en:
        "fingerprint: \(fingerprint)\nCompare it with what the vault's host showed. The second does so too."
    )
  }
  static func notBundleKey(_ path: String) -> Text {
    Text(
      nl: "\(path) is een minisign-sleutel die geen kluis maakte",
      en: "\(path) is a minisign key that no vault made")
  }
  static let noBundleKey = Text(
    nl: "er geldt nog geen bundelsleutel", en: "no bundle key is in force yet")
  static let bundleKeyHint = Text(
    nl: "haal bundle.pub van de kluismachine: kluis-keys bundle-key",
    en: "get bundle.pub from the vault's host: kluis-keys bundle-key")
}
