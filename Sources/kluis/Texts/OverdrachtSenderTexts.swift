import Calendar
import CommandTree
import Desk
import Directory
import Dossier
import Overdracht
import Vocabulary

// Preparing and checking an overdracht.

extension Texts {
  static let forWhomTitle = Text(nl: "VOOR WIE", en: "FOR WHOM")
  static let groundTitle = Text(nl: "OP WELKE GROND", en: "ON WHICH GROUND")
  static let partsTitle = Text(nl: "IS HET COMPLEET", en: "IS IT COMPLETE")
  static let goesIn = Text(nl: "DIT GAAT MEE", en: "THIS GOES")
  static let leftOutTitle = Text(nl: "DIT GAAT NIET MEE", en: "THIS DOES NOT GO")
  static let sectionColumn = Text(nl: "DEEL", en: "SECTION")
  static let sortColumn = Text(nl: "SOORT", en: "KIND")
  static let dayColumn = Text(nl: "DATUM", en: "DATE")
  static let entryColumn = Text(nl: "STUK", en: "ENTRY")

  static func codeFor(_ name: String, _ kind: String) -> Text {
    Text(nl: "\(name) (\(kind)), met een code", en: "\(name) (\(kind)), with a code")
  }
  static func partnerWithKey(
    _ name: String, _ kind: String, _ fingerprint: String, _ since: String
  ) -> Text {
    Text(
      nl: "\(name) (\(kind)), sleutel \(fingerprint) sinds \(since)",
      en: "\(name) (\(kind)), key \(fingerprint) since \(since)")
  }
  static func validUntil(_ day: String) -> Text {
    Text(nl: "geldig tot en met \(day)", en: "valid until \(day), that day included")
  }
  static let notThere = Text(nl: "staat niet in dit dossier", en: "is not in this dossier")
  static func byConsent(_ id: String, _ state: Text) -> Text {
    Text(nl: "toestemming \(id): \(state.nl)", en: "consent \(id): \(state.en)")
  }
  static func consentSays(_ names: String, _ whom: String, _ purpose: String) -> Text {
    Text(
      nl: "van \(names), voor \(whom): \(purpose)", en: "of \(names), for \(whom): \(purpose)")
  }
  static func byGround(_ code: String) -> Text {
    Text(nl: "zonder toestemming: \(code)", en: "without consent: \(code)")
  }
  static func familyTold(_ told: String) -> Text {
    Text(nl: "aan het gezin verteld: \(told)", en: "the family was told: \(told)")
  }
  static func objection(_ id: String, _ whom: String, _ isRefusal: Bool) -> Text {
    isRefusal
      ? Text(
        nl: "LET OP: \(id) is een weigering, voor \(whom)",
        en: "TAKE CARE: \(id) is a refusal, for \(whom)")
      : Text(
        nl: "LET OP: \(id) is ingetrokken, voor \(whom)",
        en: "TAKE CARE: \(id) was taken back, for \(whom)")
  }
  static func writeAt(_ place: Text) -> Text {
    Text(nl: "schrijf het in \(place.nl)", en: "write it in \(place.en)")
  }
  static func saidWhy(_ reason: String) -> Text {
    Text(nl: "waarom niet: \(reason)", en: "why not: \(reason)")
  }
  static func missing(_ part: OverdrachtPart) -> Text {
    Text(
      nl: "ontbreekt: \(part.phrase.dutch); schrijf het in \(part.place.dutch)",
      en: "missing: \(part.phrase.english); write it in \(part.place.english)")
  }

  static func reason(_ reason: Selection.Reason) -> Text {
    switch reason {
    case .section:
      Text(nl: "deze soort partner krijgt dit niet", en: "this kind of partner does not get it")
    case .notChosen: Text(nl: "niet gekozen", en: "not chosen")
    case .shielded(let person):
      Text(nl: "afgeschermd voor \(person)", en: "withheld from \(person)")
    case .secretAddress: Text(nl: "noemt een geheim adres", en: "names a secret address")
    case .persons:
      Text(nl: "gaat alleen over wie niet meegaat", en: "is about persons only who do not go")
    case .bsn:
      Text(nl: "deze soort partner krijgt geen BSN", en: "this kind of partner gets no BSN")
    case .register:
      Text(nl: "met wie gedeeld wordt, blijft hier", en: "with whom is shared stays here")
    case .restricted:
      Text(
        nl: "het gebruik is beperkt (AVG artikel 18)",
        en: "its use is restricted (GDPR article 18)")
    }
  }

  static func refusal(_ refusal: Preparation.Refusal, _ directory: DirectoryView) -> Text {
    func name(_ id: Identifier) -> String { directory.partner(id)?.name ?? id.hex }
    switch refusal {
    case .noSharePolicy:
      return Text(
        nl: "het beleid zegt niet wat gedeeld mag worden",
        en: "the policy does not say what may be shared")
    case .partnerGone(let id):
      return Text(
        nl: "\(name(id)) is geen partner (meer)", en: "\(name(id)) is no partner (any more)")
    case .kindsDiffer:
      return Text(
        nl: "de partners zijn van meer dan één soort; maak voor elke soort een eigen pakket",
        en: "the partners are of more than one kind; make a bundle for each kind")
    case .partnerGetsNot(let sections):
      let names = sections.map(\.name).joined(separator: ", ")
      return Text(
        nl: "deze soort partner krijgt dit niet: \(names)",
        en: "this kind of partner does not get: \(names)")
    case .groundNotAllowed(let code):
      return Text(
        nl: "op de grond \(code) krijgt deze soort partner niets",
        en: "on the ground \(code) this kind of partner gets nothing")
    case .termNotAllowed(let days):
      return Text(
        nl: "een pakket is ten hoogste \(days) dagen geldig",
        en: "a bundle is valid for at most \(days) days")
    case .consentUnknown(let id): return noSuchConsent(id)
    case .consentNotValid(let state):
      return Text(
        nl: "de toestemming is \(state.phrase.dutch.lowercased())",
        en: "the consent is \(state.phrase.english.lowercased())")
    case .consentEndsBefore:
      return Text(
        nl: "de toestemming houdt op voor het pakket; kies --geldig korter",
        en: "the consent ends before the bundle; choose a shorter --geldig")
    case .fingerprintNeeded(let id):
      return Text(
        nl:
          "de sleutel van \(name(id)) is nieuw: bel de partner op een nummer dat u al had, laat de vingerafdruk voorlezen en typ haar bij --vingerafdruk",
        en:
          "the key of \(name(id)) is new: call the partner on a number that you had already, have the fingerprint read out and type it after --vingerafdruk"
      )
    case .fingerprintOther(let id):
      return Text(
        nl: "de vingerafdruk van \(name(id)) is niet die van de sleutel van nu",
        en: "the fingerprint of \(name(id)) is not that of the present key")
    case .wholeNotAllowed:
      return Text(
        nl: "een heel gezin gaat alleen naar een gecertificeerde instelling",
        en: "a whole family goes to a certified institution only")
    case .nothingLeft:
      return Text(nl: "er blijft niets over om te delen", en: "nothing is left to share")
    }
  }

  static let emergencySharesNothing = Text(
    nl: "Op grond van noodtoegang deelt niemand: vraag de regie.",
    en: "On the ground of noodtoegang nobody shares: ask regie.")
  static let overdrachtRefused = Text(
    nl: "zo kan dit niet worden gedeeld", en: "it cannot be shared like this")
  static let overdrachtRefusedHint = Text(
    nl: "er is niets verzegeld en niets bewaard; verander wat genoemd is",
    en: "nothing was sealed and nothing was kept; change what is named")
  static let overdrachtIncomplete = Text(
    nl: "de overdracht is niet compleet", en: "the overdracht is not complete")
  static let giveReasons = Text(
    nl:
      "schrijf wat ontbreekt in het dossier, of zeg met --ontbreekt DEEL=REDEN waarom het er niet is; de ontvanger leest die reden",
    en:
      "write what is missing in the dossier, or say with --ontbreekt DEEL=REDEN why it is not there; the receiver reads that reason"
  )
  static let notComplete = Text(
    nl: "Nog niet compleet: \(giveReasons.nl).", en: "Not complete yet: \(giveReasons.en).")
  static func preparedIn(_ path: String) -> Text {
    Text(
      nl: "voorbereiding in \(path): ids en uw eigen woorden, geen tekst van het dossier",
      en: "preparation in \(path): ids and your own words, no text of the dossier")
  }
  static func notAPreparation(_ path: String) -> Text {
    Text(nl: "\(path) is geen voorbereiding", en: "\(path) is no preparation")
  }
  static let prepareAnew = Text(
    nl: "maak haar opnieuw: kluis overdracht prepare",
    en: "make it anew: kluis overdracht prepare")
  static func cannotPrepare(_ fault: String) -> Text {
    Text(
      nl: "dit kan niet in een voorbereiding: \(fault)", en: "this fits no preparation: \(fault)")
  }
  static let oneLineEach = Text(
    nl: "doel, contact, redenen en namen zijn elk één regel",
    en: "purpose, contact, reasons and names are one line each")
  static func notDays(_ text: String) -> Text {
    Text(nl: "\(text) is geen aantal dagen", en: "\(text) is no number of days")
  }
  static func notAPart(_ text: String) -> Text {
    Text(nl: "\(text) is geen DEEL=REDEN", en: "\(text) is no DEEL=REDEN")
  }
  static func partTwice(_ part: String) -> Text {
    Text(nl: "\(part) staat er twee keer", en: "\(part) is there twice")
  }
  static func partnerTwice(_ name: String) -> Text {
    Text(nl: "\(name) staat er twee keer", en: "\(name) is there twice")
  }
  static let consentOrGround = Text(
    nl: "noem --toestemming, of --grond met --verteld",
    en: "give --toestemming, or --grond with --verteld")
  static let consentOrGroundHint = Text(
    nl:
      "vraag eerst toestemming; zonder zegt --verteld hoe het gezin het hoorde, of waarom niet",
    en: "ask for consent first; without it --verteld says how the family was told, or why not")
  static let codeAlone = Text(
    nl: "--code staat alleen, met --soort", en: "--code stands alone, with --soort")
  static let forWhom = Text(nl: "zeg voor wie", en: "say for whom")
  static let codeAloneHint = Text(
    nl: "--voor PARTNER, zo vaak als nodig; of --code NAAM --soort SOORT",
    en: "--voor PARTNER, as often as needed; or --code NAAM --soort SOORT")
  static let fingerprintOfNobody = Text(
    nl: "een getypte vingerafdruk is van geen van deze partners",
    en: "a fingerprint that was typed belongs to none of these partners")
  static let fingerprintOtherHint = Text(
    nl:
      "typ haar nog eens; klopt zij dan niet, deel dan niets en bel de FG: iemand kan de sleutel hebben verwisseld",
    en:
      "type it once more; if it is still other, share nothing and call the FG: somebody may have exchanged the key"
  )
  static func noSuchEntry(_ word: String) -> Text {
    Text(
      nl: "in de gekozen delen staat geen stuk \(word)",
      en: "the chosen sections have no entry \(word)")
  }
  static func entryAmbiguous(_ word: String) -> Text {
    Text(
      nl: "\(word) is meer dan één stuk; noem zijn id",
      en: "\(word) is more than one entry; give its id")
  }
}
