import CommandTree
import Desk
import Records
import StrictJSON
import VaultClient
import Vocabulary

extension Desk {
  /// Says that something came into a dossier: what and where, the new head, and the banner of noodtoegang.
  ///
  /// - Parameters:
  ///   - fields: what was written, for programs; beside `dossier`, `head` and `noodtoegang`.
  ///   - text: the same for people, without a line end.
  func answerWritten(
    _ fields: [(String, JSONValue?)], in dossier: Identifier, by writable: WritableDossier,
    head: Head, _ text: Text
  ) {
    screen.answer(
      .object(
        present: [("dossier", .hexID(dossier))] + fields + [
          ("head", .head(n: head.n, h: head.h)),
          ("noodtoegang", writable.emergency.map { EmergencyBanner($0).json }),
        ]),
      text: EmergencyBanner.around(
        text[language] + "\n", writable.emergency, language, screen.settings.output))
  }
}
