import AuditLog
import CommandTree
import Desk
import Dossier
import StrictJSON
import VaultClient

/// `kluis fg woorden`: the words that came with one entry; reading them is in the log as well.
struct FGWoorden {
  let desk: Desk

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let number = Int(desk.arguments.required("NUMMER")) ?? 0
    let session = try desk.session()
    let found = try calling { () throws(ClientError) in try session.words(at: number) }
    let shown = WordsShown(found, name: { session.directory.screenName(of: $0) })
    if case .falsified = found.content {
      throw Failure(
        ExitCode.data, "words-falsified", Texts.wordsFalsified(shown.name),
        hint: Texts.wordsFalsifiedNext)
    }
    desk.screen.answer(
      .object(present: [
        ("index", .count(number)), ("time", .int(found.entry.time)),
        ("actor", found.entry.actor.map { .hexID($0) }), ("name", .string(shown.name)),
        ("action", .string(found.entry.action.rawValue)),
        ("dossier", found.entry.dossier.map { .hexID($0) }), ("words", shown.json),
      ]), text: shown.text(desk.language))
  }
}
