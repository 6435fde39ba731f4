import CommandTree
import Desk
import VaultClient
import Vocabulary

// Sealing.
extension Texts {
  static let codeNowhere = Text(
    nl: "er is geen terminal om de code te tonen", en: "there is no terminal to show the code on")
  static let codeToFile = Text(
    nl: "noem een bestand met --code-naar", en: "name a file with --code-naar")
  static let codeIs = Text(nl: "De code: ", en: "The code: ")
  static let codeWritten = Text(
    nl: "   Schrijf haar op en druk op Enter.", en: "   Write it down and press Enter.")
  static let codeOtherWay = Text(
    nl: "geef de code op een andere manier dan het bestand; zij is nergens bewaard",
    en: "give the code by another way than the file; it is kept nowhere")
  static let pageNeedsCode = Text(
    nl: "een pagina en een code zijn er alleen voor wie een code krijgt",
    en: "a page and a code are only for who gets a code")
  static let pageNeedsCodeHint = Text(
    nl: "laat --pagina en --code-naar weg, of bereid voor met --code",
    en: "leave out --pagina and --code-naar, or prepare with --code")
  static let pageHint = Text(
    nl: "geef het bestand met de pagina van uw instelling (kluis overdracht opener)",
    en: "give the file with your institution's page (kluis overdracht opener)")
  static let fgMissing = Text(
    nl: "er staat niet hoe men de FG bereikt", en: "it does not say how to reach the FG")
  static let fgMissingHint = Text(
    nl: "geef --fg, of zet het in overdracht.json onder afzender",
    en: "give --fg, or put it into overdracht.json under afzender")
  static let openerMissing = Text(
    nl: "de brief moet zeggen waar de pagina staat die pakketten opent",
    en: "the letter must say where the page is that opens bundles")
  static let openerMissingHint = Text(
    nl: "geef --opener, of zet het in overdracht.json onder afzender",
    en: "give --opener, or put it into overdracht.json under afzender")
  static let partnerKeyUnusable = Text(
    nl: "aan de sleutel van deze partner kan niets worden verzegeld",
    en: "nothing can be sealed to this partner's key")
  static let partnerKeyUnusableHint = Text(
    nl: "vraag de beheerder om een nieuwe sleutel van de partner",
    en: "ask the beheerder for a new key of the partner")
  static func notSealed(_ cause: String) -> Text {
    Text(nl: "het bestand is niet gemaakt: \(cause)", en: "the file was not made: \(cause)")
  }
  static let sealAgain = Text(
    nl: "verzegel opnieuw; van deze poging is niets over",
    en: "seal again; nothing of this attempt is left")
  static func sealedAs(_ path: String, _ bundle: String) -> Text {
    Text(nl: "verzegeld: \(path), bundel \(bundle)", en: "sealed: \(path), bundle \(bundle)")
  }
  static func sealedNext(_ bundle: String) -> Text {
    Text(
      nl: "volgende: kluis overdracht send \(bundle) BESTAND, met --afhaalpunt, --mail of --zelf",
      en: "next: kluis overdracht send \(bundle) FILE, with --afhaalpunt, --mail or --zelf")
  }
}

// Sending.
extension Texts {
  static let oneWay = Text(
    nl: "kies één manier om te versturen", en: "choose one way of sending")
  static let oneWayHint = Text(
    nl: "--afhaalpunt, --mail ADRES of --zelf", en: "--afhaalpunt, --mail ADDRESS or --zelf")
  static let notAMailAddress = Text(
    nl: "dit is geen mailadres", en: "this is not a mail address")
  static let mailAddressHint = Text(
    nl: "schrijf alleen het adres, zoals post@school.example",
    en: "write the address only, such as post@school.example")
  static let mailFromMissing = Text(
    nl: "er is geen algemeen mailadres van de instelling",
    en: "there is no general mail address of the institution")
  static let mailFromHint = Text(
    nl: "geef --van, of zet het in overdracht.json onder afzender",
    en: "give --van, or put it into overdracht.json under afzender")
  static let mailTooLarge = Text(
    nl: "dit bestand is te groot voor een mail", en: "this file is too large for a mail")
  static let mailTooLargeHint = Text(
    nl: "laat het ophalen: --afhaalpunt", en: "let it be collected: --afhaalpunt")
  static let isPlaced = Text(
    nl: "het wacht in de kluis; tot iemand het heeft, kunt u het terugroepen",
    en: "it waits in the vault; until somebody has it you can recall it")
  static let isMailed = Text(
    nl: "het ligt klaar om te worden gemaild", en: "it lies ready to be mailed")
  static let isHanded = Text(
    nl: "in het log staat dat u het zelf geeft", en: "the log says that you hand it over")
  static let cannotComeBack = Text(
    nl: "wat zo weggaat, kan niet worden teruggeroepen",
    en: "what leaves this way cannot be recalled")
  static let openUntilReceipt = Text(
    nl: "de overdracht staat open tot het ontvangstbewijs er is: kluis overdracht status",
    en: "the overdracht is open until the receipt is there: kluis overdracht status")
}

// Following it.
extension Texts {
  static let noBundles = Text(nl: "er staat niets open", en: "nothing is open")
  static let bundleColumn = Text(nl: "BUNDEL", en: "BUNDLE")
  static let dossierColumn = Text(nl: "DOSSIER", en: "DOSSIER")
  static let bundleState = Text(nl: "STAND", en: "STATE")
  static let sinceColumn = Text(nl: "GEMAAKT", en: "MADE")
  static let validColumn = Text(nl: "GELDIG TOT", en: "VALID UNTIL")
  static func withCode(_ kind: String) -> Text {
    Text(nl: "\(kind), met code", en: "\(kind), with a code")
  }
  static func daysAgo(_ days: Int) -> Text {
    switch days {
    case ..<1: Text(nl: "vandaag", en: "today")
    case 1: Text(nl: "1 dag geleden", en: "1 day ago")
    default: Text(nl: "\(days) dagen geleden", en: "\(days) days ago")
    }
  }
  static func state(_ bundle: ListedBundle) -> Text {
    let got = bundle.recipients.count { $0.received != nil }
    switch bundle.state {
    case .created: return Text(nl: "niet afgemaakt", en: "not finished")
    case .sealed: return Text(nl: "verzegeld, nog hier", en: "sealed, still here")
    case .placed: return Text(nl: "wacht op ophalen", en: "waits to be collected")
    case .sent:
      return bundle.way == .mail
        ? Text(nl: "gemaild, wacht op bewijs", en: "mailed, waits for a receipt")
        : Text(nl: "gegeven, wacht op bewijs", en: "handed over, waits for a receipt")
    case .collected:
      return Text(
        nl: "opgehaald, wacht op bewijs (\(got) van \(bundle.recipients.count))",
        en: "collected, waits for a receipt (\(got) of \(bundle.recipients.count))")
    case .received:
      return Text(nl: "bewijs is er: nog bevestigen", en: "receipt is there: still to confirm")
    case .closed: return Text(nl: "klaar", en: "done")
    case .recalled: return Text(nl: "teruggeroepen", en: "recalled")
    case .expired: return Text(nl: "verlopen", en: "expired")
    }
  }
  static let confirmNext = Text(
    nl: "controleer en bewaar een bewijs met: kluis overdracht confirm BUNDEL",
    en: "check and keep a receipt with: kluis overdracht confirm BUNDLE")
  static func noSuchBundle(_ word: String) -> Text {
    Text(nl: "geen open bundel \(word)", en: "no open bundle \(word)")
  }
  static let seeBundles = Text(
    nl: "zie kluis overdracht status", en: "see kluis overdracht status")
  static func bundleAmbiguous(_ word: String) -> Text {
    Text(nl: "\(word) kan meer dan één bundel zijn", en: "\(word) may be more than one bundle")
  }
  static let isRecalled = Text(
    nl: "teruggeroepen; niemand had er iets van, en niemand kan het nog ophalen",
    en: "recalled; nobody had anything of it, and nobody can collect it any more")
  static func isRecalledLate(_ parts: Int) -> Text {
    Text(
      nl: "teruggeroepen; een partner had al \(parts) delen, en krijgt de rest niet",
      en: "recalled; a partner had \(parts) parts already, and does not get the rest")
  }
}

// What comes back.
extension Texts {
  static let codeProof = Text(
    nl: "wie een code had, tekent niet: zeg met --door en --hoe wie de ontvangst bevestigde",
    en: "who had a code signs nothing: say with --door and --hoe who confirmed that it arrived")
  static let codeProofHint = Text(
    nl: "bel terug op een nummer dat u al had", en: "call back on a number that you had already")
  static let keyProof = Text(
    nl: "deze partner heeft een sleutel en tekent zelf voor ontvangst",
    en: "this partner has a key and signs for it")
  static let keyProofHint = Text(
    nl: "wacht op het bewijs, of geef het met --bewijs BESTAND",
    en: "wait for the receipt, or give it with --bewijs FILE")
  static let noReceipt = Text(
    nl: "het ontvangstbewijs van een partner is er nog niet",
    en: "the receipt of a partner is not there yet")
  static let noReceiptHint = Text(
    nl: "vraag de partner erom, of geef het met --bewijs BESTAND",
    en: "ask the partner for it, or give it with --bewijs FILE")
  static let receiptRefused = Text(
    nl: "dit bewijs is niet van een ontvanger van deze bundel, of gaat over iets anders",
    en: "this receipt is not by a receiver of this bundle, or is about something else")
  static let receiptRefusedHint = Text(
    nl: "bel de partner; de overdracht blijft open",
    en: "call the partner; the overdracht stays open")
  static let isClosed = Text(
    nl: "het bewijs staat in het dossier; deze overdracht is klaar",
    en: "the proof is in the dossier; this overdracht is done")
  static let wasClosed = Text(
    nl: "deze overdracht was al klaar; er is niets veranderd",
    en: "this overdracht was done already; nothing was changed")
  static let notAnAnswer = Text(
    nl: "dit bestand is geen antwoord op een overdracht van dit dossier",
    en: "this file is no answer on an overdracht of this dossier")
  static let notAnAnswerHint = Text(
    nl: "vraag de partner aan welk adres (age1…) het is verzegeld",
    en: "ask the partner to which address (age1…) it was sealed")
  static let answerSignature = Text(
    nl: "de handtekening naast dit bestand is niet van een ontvanger van deze overdracht",
    en: "the signature beside this file is not by a receiver of this overdracht")
  static let answerSignatureHint = Text(
    nl: "bel de partner; er is niets opgeslagen", en: "call the partner; nothing was stored")
  static let answerUnproven = Text(
    nl: "de afzender is niet bewezen: er ligt geen handtekening naast; dat staat bij de bron",
    en: "the sender is not proven: no signature lies beside it; the source says so")
  static func unprovenSource(_ name: String) -> Text {
    Text(nl: "\(name) (afzender niet bewezen)", en: "\(name) (sender not proven)")
  }
  static let answerIsFile = Text(
    nl: "Antwoord op een overdracht; het bestand is als bijlage opgenomen.",
    en: "Answer on an overdracht; the file is an attachment.")
  static func answerFiled(_ name: String) -> Text {
    Text(nl: "opgenomen, met als bron \(name)", en: "filed, with \(name) as its source")
  }
}
