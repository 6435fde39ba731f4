import AuditLog
import CommandTree
import Desk
import Dossier
import Records
import StrictJSON
import VaultClient
import Vocabulary

extension Desk {
  /// The words of a request and of what was said to it; each reading is in the log.
  ///
  /// Who decides reads them first; a program gets them only where it asks for them. Nil when not.
  func words(
    of open: OpenRequest, _ session: VaultSession
  ) throws(Failure) -> [WordsShown]? {
    guard !screen.json || arguments.has("woorden") else { return nil }
    return try said(of: open, session)
  }

  func said(
    of open: OpenRequest, _ session: VaultSession
  ) throws(Failure) -> [WordsShown] {
    let found = try calling { () throws(ClientError) in try session.words(of: open) }
    return found.map { WordsShown($0, name: { session.directory.screenName(of: $0) }) }
  }
}

/// The words of one entry as people and programs read them.
struct WordsShown {
  let found: WordsOfEntry
  /// Who wrote them.
  let name: String

  init(_ found: WordsOfEntry, name: (Identifier) -> String) {
    self.found = found
    self.name = found.entry.actor.map(name) ?? "?"
  }

  /// Whose, then the text with every line indented: nothing in it can look like a line of ours.
  func text(_ language: Language) -> String {
    let title = Texts.wordsOf(found.entry.index, name, Texts.action(found.entry.action))[language]
    let body: String =
      switch found.content {
      case .text(let words): VisibleText.neutral(words.text, keepingLines: true)
      case .destroyed: Texts.wordsDestroyed[language]
      case .closed: Texts.wordsClosed[language]
      case .falsified: Texts.wordsFalsified(name)[language]
      }
    let lines = body.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)\n" }
    return VisibleText.neutral(title, keepingLines: false) + "\n" + lines.joined()
  }

  /// As `json`, with whose they are.
  var jsonWithWriter: JSONValue {
    .object(present: [
      ("by", found.entry.actor.map { .hexID($0) }), ("name", .string(name)),
      ("index", .count(found.entry.index)), ("words", json),
    ])
  }

  /// `{"state", "text"?}`; the state is `text`, `destroyed`, `closed` or `falsified`.
  var json: JSONValue {
    let state: JSONValue =
      switch found.content {
      case .text: "text"
      case .destroyed: "destroyed"
      case .closed: "closed"
      case .falsified: "falsified"
      }
    return .object(present: [("state", state), ("text", found.text.map { .string($0) })])
  }
}
