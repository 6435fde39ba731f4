import AuditLog
import CommandTree
import Desk

extension Texts {
  static let number = Text(nl: "NR", en: "NO")
  static let time = Text(nl: "TIJD (NL)", en: "TIME (NL)")
  static let who = Text(nl: "WIE", en: "WHO")
  static let what = Text(nl: "WAT", en: "WHAT")
  static let outcome = Text(nl: "UITKOMST", en: "OUTCOME")
  static let basis = Text(nl: "GROND", en: "GROUND")
  static let aim = Text(nl: "DOEL", en: "PURPOSE")
  static let allSections = Text(nl: "alle", en: "all")
  static let service = Text(nl: "de kluis zelf", en: "the vault itself")
  static func severalDossiers(_ count: Int) -> Text {
    Text(nl: "\(count) dossiers", en: "\(count) dossiers")
  }
  static func dutchTime(_ from: Int, _ size: Int) -> Text {
    Text(
      nl:
        "Tijden zijn Nederlandse tijd. Het log heeft \(size) regels; getoond vanaf nr \(from).",
      en: "Times are Dutch time. The log has \(size) entries; shown from no. \(from).")
  }
  static let noEntries = Text(nl: "Er is niets gevonden.", en: "Nothing was found.")
  static let reading = Text(nl: "log lezen", en: "reading the log")
  static func filterAmbiguous(_ word: String) -> Text {
    Text(
      nl: "met '\(word)' begint meer dan één dossier in het log",
      en: "more than one dossier in the log begins with '\(word)'")
  }

  static let grantRanOut = Text(nl: "toegang afgelopen", en: "a grant ran out")

  /// What was done, for people.
  static func action(_ action: LogAction) -> Text {
    switch action {
    case .signIn: Text(nl: "aangemeld", en: "signed in")
    case .signInFailed: Text(nl: "aanmelden mislukt", en: "sign-in failed")
    case .list: Text(nl: "lijst bekeken", en: "looked at the list")
    case .open: Text(nl: "geopend", en: "opened")
    case .openForWriting: Text(nl: "geopend om te schrijven", en: "opened for writing")
    case .sectionBegin: Text(nl: "dossier begonnen", en: "began a dossier")
    case .sectionCreate: Text(nl: "dossier gemaakt", en: "made a dossier")
    case .append: Text(nl: "geschreven", en: "wrote")
    case .involvement: Text(nl: "betrokkenheid vastgelegd", en: "recorded an involvement")
    case .accessHead: Text(nl: "stand voor toegang gevraagd", en: "asked the state for access")
    case .accessWraps: Text(nl: "sleutels voor toegang gevraagd", en: "asked keys for access")
    case .attachmentPut:
      Text(nl: "deel van een bijlage gebracht", en: "brought part of an attachment")
    case .attachmentRead: Text(nl: "bijlage gelezen", en: "read an attachment")
    case .refreshDue:
      Text(nl: "nagegaan welke sleutels vernieuwd moeten worden", en: "asked which keys are due")
    case .refreshBoxes: Text(nl: "sleutels om te vernieuwen gevraagd", en: "asked keys to renew")
    case .refreshPropose:
      Text(nl: "nieuwe sleutelhelften voorgesteld", en: "proposed new key halves")
    case .refreshProposed:
      Text(nl: "voorgestelde sleutelhelften gevraagd", en: "asked proposed key halves")
    case .refreshCheck: Text(nl: "sleutels vernieuwd na controle", en: "renewed keys after a check")
    case .accessList: Text(nl: "toegang bekeken", en: "looked at who has access")
    case .grant: Text(nl: "toegang verleend", en: "granted access")
    case .grantEnd: Text(nl: "toegang beëindigd", en: "ended a grant")
    case .requestAct: Text(nl: "vier ogen gevraagd", en: "asked for four eyes")
    case .noodtoegang: Text(nl: "noodtoegang genomen", en: "took noodtoegang")
    case .noodtoegangLate:
      Text(nl: "noodtoegang niet op tijd beoordeeld", en: "noodtoegang not reviewed in time")
    case .report: Text(nl: "vals antwoord gemeld", en: "reported a false answer")
    case .requestsRead: Text(nl: "aanvragen bekeken", en: "looked at requests")
    case .second: Text(nl: "als tweede beslist", en: "decided as second")
    case .explain: Text(nl: "uitleg gevraagd", en: "asked for an explanation")
    case .bundleSeal: Text(nl: "bundel verzegeld", en: "sealed a bundle")
    case .bundleReady: Text(nl: "bundel gereed", en: "made a bundle ready")
    case .bundlePlace: Text(nl: "bundel klaargelegd", en: "placed a bundle")
    case .bundleSend: Text(nl: "bundel verstuurd", en: "sent a bundle")
    case .bundleRecall: Text(nl: "bundel teruggeroepen", en: "recalled a bundle")
    case .bundleList: Text(nl: "bundels bekeken", en: "looked at bundles")
    case .bundleConfirm: Text(nl: "ontvangst bevestigd", en: "confirmed a receipt")
    case .bundleExpire: Text(nl: "bundel verlopen", en: "a bundle expired")
    case .bundleWaiting: Text(nl: "gezien wat klaarligt", en: "looked at what is waiting")
    case .bundleCollect: Text(nl: "bundel opgehaald", en: "fetched a bundle")
    case .bundleCollected: Text(nl: "bundel binnen", en: "has a bundle")
    case .bundleReceipt: Text(nl: "ontvangst getekend", en: "signed a receipt")
    case .directory: Text(nl: "ledenlijst aangevuld", en: "added to the directory")
    case .policy: Text(nl: "beleid in werking", en: "policy came into force")
    case .policyRead: Text(nl: "beleid bekeken", en: "looked at the policy")
    case .logRead: Text(nl: "log gelezen", en: "read the log")
    case .logExport: Text(nl: "log gekopieerd", en: "copied the log")
    case .logCheckpoint: Text(nl: "stand van het log gevraagd", en: "asked the log's state")
    case .words: Text(nl: "woorden gelezen", en: "read words")
    case .witness: Text(nl: "getuige", en: "witness")
    case .start: Text(nl: "gestart", en: "started")
    case .stop: Text(nl: "gestopt", en: "stopped")
    case .seal: Text(nl: "verzegeld", en: "sealed")
    case .unseal: Text(nl: "ontzegeld", en: "unsealed")
    case .heartbeat: Text(nl: "hartslag", en: "heartbeat")
    case .clockStep: Text(nl: "klok versprongen", en: "the clock stepped")
    case .backup: Text(nl: "back-up", en: "backup")
    case .restore: Text(nl: "teruggezet", en: "restored")
    }
  }

  static func outcome(_ outcome: LogOutcome) -> Text {
    switch outcome {
    case .permit: Text(nl: "gedaan", en: "done")
    case .refuse: Text(nl: "GEWEIGERD", en: "REFUSED")
    case .fail: Text(nl: "mislukt", en: "failed")
    }
  }

  static func basis(_ kind: LogBasisKind) -> Text {
    switch kind {
    case .fourEyes: Text(nl: "vier ogen", en: "four eyes")
    case .grant: Text(nl: "toegang", en: "grant")
    case .involvement: Text(nl: "betrokken", en: "involved")
    case .noodtoegang: Text(same: "noodtoegang")
    case .none: Text(nl: "functie", en: "function")
    }
  }
}
