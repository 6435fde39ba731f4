import CommandTree
import Desk
import Directory
import Dossier
import Sodium
import VaultClient
import Vocabulary

extension Texts {
  static let member = Text(nl: "LID", en: "MEMBER")
  static let function = Text(nl: "FUNCTIE", en: "FUNCTION")
  static let team = Text(nl: "TEAM", en: "TEAM")
  static let region = Text(nl: "REGIO", en: "REGION")
  static let account = Text(nl: "ACCOUNT", en: "ACCOUNT")
  static let key = Text(nl: "SLEUTEL", en: "KEY")
  static let active = Text(nl: "actief", en: "active")
  static let suspended = Text(nl: "geschorst", en: "suspended")
  static func epoch(_ number: UInt32) -> Text {
    Text(nl: "toegelaten (\(number))", en: "admitted (\(number))")
  }
  static let notAdmitted = Text(nl: "niet toegelaten", en: "not admitted")
  static let needsNoKey = Text(same: "-")

  static func drafted(_ path: String, _ count: Int) -> Text {
    Text(
      nl: count == 1 ? "ontwerp in \(path): 1 stuk" : "ontwerp in \(path): \(count) stukken",
      en: count == 1 ? "draft in \(path): 1 record" : "draft in \(path): \(count) records")
  }
  static func signNext(_ path: String, _ signers: Text) -> Text {
    Text(
      nl: "Hiervoor tekenen \(signers.nl). De tweede: kluis beheer sign \(path)",
      en: "This is signed by \(signers.en). The second: kluis beheer sign \(path)")
  }
  static func compareFingerprint(_ fingerprint: String) -> Text {
    Text(
      nl:
        "vingerafdruk: \(fingerprint)\nVergelijk haar met wat het lid op papier of aan de telefoon zegt.",
      en:
        "fingerprint: \(fingerprint)\nCompare it with what the member says on paper or by telephone."
    )
  }
  static func keptAlone(_ name: String, _ keys: [Phrase]) -> Text {
    Text(
      nl:
        "Let op: alleen \(name) bewaart \(keys.map(\.dutch).joined(separator: "; ")). Laat eerst kluis-keys custody give doen: na de schorsing is dit verloren.",
      en:
        "Note: only \(name) keeps \(keys.map(\.english).joined(separator: "; ")). Have kluis-keys custody give done first: after the suspension this is lost."
    )
  }
  static func toSign(_ count: Int) -> Text {
    Text(
      nl: count == 1 ? "U tekent 1 stuk:" : "U tekent \(count) stukken, op volgorde:",
      en: count == 1 ? "You sign 1 record:" : "You sign \(count) records, in order:")
  }
  static let typeAkkoord = Text(
    nl: "Typ akkoord om te tekenen: ", en: "Type akkoord to sign: ")
  static let nobodyToAsk = Text(
    nl: "er is geen terminal om uw akkoord op te vragen",
    en: "there is no terminal to ask your agreement on")
  static let signByJSON = Text(
    nl: "lees het ontwerp, en teken dan met --json", en: "read the draft, then sign with --json")
  static let notAgreed = Text(nl: "er is niets getekend", en: "nothing was signed")
  static let agreeHint = Text(
    nl: "typ het hele woord akkoord als u het eens bent",
    en: "type the whole word akkoord when you agree")
  static func submitted(_ count: Int, position: UInt32) -> Text {
    Text(
      nl: count == 1
        ? "ingediend; de ledenlijst heeft nu \(position) stukken"
        : "\(count) stukken ingediend; de ledenlijst heeft er nu \(position)",
      en: count == 1
        ? "submitted; the directory now has \(position) records"
        : "\(count) records submitted; the directory now has \(position)")
  }

  static func sealQuestion(_ origin: String, _ needed: Int) -> Text {
    Text(
      nl:
        "Niemand kan dan nog een dossier openen, ook in een crisis niet, tot \(needed) bewaarders zijn geweest. Typ \(origin): ",
      en:
        "Nobody can open a dossier then, not in a crisis either, until \(needed) share holders have come. Type \(origin): "
    )
  }
  static let sealUnasked = Text(
    nl: "hier kan niemand het bevestigen", en: "nobody can confirm it here")
  static let sealYes = Text(nl: "bevestig met --yes", en: "confirm with --yes")
  static let notSealed = Text(
    nl: "niet bevestigd; de kluis blijft open", en: "not confirmed; the vault stays open")
  static func sealedNow(_ origin: String) -> Text {
    Text(
      nl: "\(origin) is verzegeld; de bewaarders openen haar met kluis-keys unseal",
      en: "\(origin) is sealed; its share holders open it with kluis-keys unseal")
  }

  /// What a directory record does, as its second signer must see it.
  static func directoryAct(_ act: DirectoryAct, name: (Identifier) -> String) -> Text {
    switch act {
    case .founding(let founding):
      Text(nl: "stichting van \(founding.institution)", en: "founding of \(founding.institution)")
    case .account(let account):
      Text(
        nl: "nieuw lid \(described(account).nl)", en: "new member \(described(account).en)")
    case .memberKey(let member, _):
      Text(
        nl: "nieuwe sleutels voor \(name(member))", en: "new keys for \(name(member))")
    case .suspension(let member):
      Text(
        nl: "account van \(name(member)) wordt geschorst",
        en: "the account of \(name(member)) is suspended")
    case .roleEpoch(let epoch):
      Text(
        nl: "nieuwe sleutel voor de functie \(epoch.role.name), nummer \(epoch.epoch)",
        en: "new key for the function \(epoch.role.name), number \(epoch.epoch)")
    case .admission(let admission):
      Text(
        nl: "\(name(admission.member)) krijgt de sleutel van \(admission.role.name)",
        en: "\(name(admission.member)) gets the key of \(admission.role.name)")
    case .lookupKey(let lookup):
      Text(
        nl: "nieuwe opzoeksleutel, nummer \(lookup.epoch)",
        en: "new lookup key, number \(lookup.epoch)")
    case .custody(let custody):
      Text(
        nl: "\(name(custody.member)) krijgt in bewaring: \(custody.key.name.dutch)",
        en: "into the keeping of \(name(custody.member)): \(custody.key.name.english)")
    case .holders(let set): shareHolders(set)
    case .serviceKey: Text(nl: "nieuwe sleutel van de kluis", en: "new key of the vault")
    case .logKey: Text(nl: "nieuwe sleutel van het log", en: "new key of the log")
    case .partner(let partner):
      Text(
        nl: "nieuwe partner \(described(partner).nl)",
        en: "new partner \(described(partner).en)")
    case .partnerKey(let partner, let keys):
      Text(
        nl: "nieuwe sleutels voor partner \(name(partner)); vingerafdruk \(keys.fingerprint)",
        en: "new keys for partner \(name(partner)); fingerprint \(keys.fingerprint)")
    case .partnerEnd(let partner):
      Text(
        nl: "\(name(partner)) is geen partner meer", en: "\(name(partner)) is no partner any more")
    case .bundleKey(let key):
      Text(
        nl: "nieuwe bundelsleutel; vingerafdruk \(BundleKey(key: key).fingerprint)",
        en: "new bundle key; fingerprint \(BundleKey(key: key).fingerprint)")
    }
  }

  private static func shareHolders(_ set: HolderSet) -> Text {
    let names = set.holders.map(\.name).joined(separator: ", ")
    return Text(
      nl:
        "bewaarders van de hoofdsleutel, ceremonie \(set.ceremony): \(names); \(set.threshold) van de \(set.holders.count) samen openen de kluis",
      en:
        "share holders of the root key, ceremony \(set.ceremony): \(names); \(set.threshold) of \(set.holders.count) together unseal the vault"
    )
  }

  private static func described(_ account: Account) -> Text {
    let place = [account.team, account.region].compactMap { $0 }.joined(separator: ", ")
    let person = account.person.hex
    let fingerprint = account.keys.fingerprint.description
    let team = place.isEmpty ? "" : ", \(place)"
    return Text(
      nl:
        "\(account.name), \(account.function.name)\(team); persoon \(person); vingerafdruk \(fingerprint)",
      en:
        "\(account.name), \(account.function.name)\(team); person \(person); fingerprint \(fingerprint)"
    )
  }
}

extension MemberKeys {
  /// The letters that the member has on paper; the same as of their request to enrol.
  var fingerprint: Fingerprint { Fingerprint(of: BLAKE2b.hash(sign, box)) }
}
