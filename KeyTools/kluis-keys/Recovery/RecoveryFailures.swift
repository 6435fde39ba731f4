import CommandTree
import Desk
import VaultService
import Vocabulary

extension Failure {
  /// Dossiers that are named one by one.
  private static let named = 20

  /// Why a vault was not recovered.
  init(_ error: RecoveryFault) {
    func failure(_ code: String, nl: String, hint: String) -> Failure {
      Failure(
        ExitCode.data, code, Text(nl: nl, en: error.description),
        hint: Text(nl: hint, en: error.hint))
    }
    switch error {
    case .memory: self = .memory
    case .founding(let error): self.init(error)
    case .keystoreOlder(let unfit): self = .keystoreOlder(unfit)
    case .wrongKey:
      self = failure(
        "wrong-key", nl: "keystore.db gaat met deze sleutel niet open",
        hint:
          "de delen, root.key of wrap.key van deze kluis zelf; of een andere kopie van keystore.db")
    case .noServiceKey:
      self = failure(
        "no-service-key",
        nl: "in keystore.db staat geen kopie van de sleutel van de kluis, en er is geen genoemd",
        hint: "noem service.key, waar die bewaard is, met --service-key")
    case .changed(let text):
      self = failure(
        "backup-changed", nl: "de reservekopie is niet wat zij was: \(text)",
        hint: "neem een andere reservekopie, en bewaar deze als bewijs")
    case .copy(let text):
      self = failure(
        "log-copy", nl: "de kopie van het log: \(text)",
        hint: "vraag de FG om een nieuwe kopie, of ga verder zonder --log")
    case .opening, .keystore, .start, .file:
      self.init(
        ExitCode.data, "not-recovered",
        Text(
          nl: "de kluis is niet hersteld: \(error.description)",
          en: "the vault was not recovered: \(error.description)"),
        hint: Text(same: error.hint))
    }
  }

  /// The halves and tokens of what was written or refreshed since are not in this keystore.
  private static func keystoreOlder(_ unfit: [UnfitDossier]) -> Failure {
    var failure = Failure(
      ExitCode.data, "keystore-older",
      Text(
        nl:
          "keystore.db is ouder dan vault.db: van \(unfit.count) dossiers opent zij niet alles; er is niets gemaakt",
        en:
          "keystore.db is older than vault.db: of \(unfit.count) dossiers it does not open everything; nothing was made"
      ),
      hint: Text(
        nl:
          "neem met --vault de vault.db van dezelfde reservekopie, en geef de map van deze vault.db mee met --log",
        en:
          "take with --vault the vault.db of the same backup, and give the folder of this vault.db with --log"
      ))
    if unfit.contains(where: { !$0.refreshed.isEmpty }) {
      failure.hints.append(
        Text(
          nl:
            "daarna vernieuwen twee custodians de sleutels opnieuw: kluis-keys refresh run, dan refresh check",
          en: "then two custodians refresh again: kluis-keys refresh run, then refresh check"))
    }
    failure.problems = unfit.prefix(named).map { dossier in
      Problem(place: dossier.dossier.hex, text: dossier.words)
    }
    if unfit.count > named {
      failure.problems.append(
        Problem(place: "…", text: Text(same: "+\(unfit.count - named)")))
    }
    return failure
  }
}

extension UnfitDossier {
  /// What of it does not open, and why.
  fileprivate var words: Text {
    var (nl, en): ([String], [String]) = ([], [])
    if !refreshed.isEmpty {
      let names = refreshed.map(\.name).joined(separator: ", ")
      nl.append("vernieuwd na deze keystore.db: \(names)")
      en.append("refreshed after this keystore.db: \(names)")
    }
    if !lacking.isEmpty {
      let names = lacking.map(\.name).joined(separator: ", ")
      nl.append("nieuw sindsdien: \(names)")
      en.append("new since: \(names)")
    }
    if revisions > 0 {
      nl.append("herzieningen sindsdien: \(revisions)")
      en.append("revisions since: \(revisions)")
    }
    return Text(nl: nl.joined(separator: "; "), en: en.joined(separator: "; "))
  }
}
