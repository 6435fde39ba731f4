import AuditLog
import CommandTree
import Desk
import Directory
import VaultClient
import Vocabulary

/// `kluis fg log`: a piece of the log, or what one dossier or one member left in it.
struct FGLog {
  let desk: Desk
  static let usualCount = 50

  init(_ desk: Desk) {
    self.desk = desk
  }

  func run() throws(Failure) {
    let words = desk.arguments
    let session = try desk.session()
    let member: Identifier? =
      if let word = words.value("lid") { try desk.member(word).id } else { nil }
    let filter = try LogFilter(dossier: words.value("dossier"), member: member)
    let size = try calling { () throws(ClientError) in try session.checkpoint().pin.size }
    let wanted = words.number("aantal") ?? Self.usualCount
    let named = words.number("vanaf")
    let first = named ?? (filter.isEmpty ? max(0, size - wanted) : 0)

    var found: [LogEntry] = []
    var progress = ProgressLine(desk.screen)
    var next = first
    while next < size {
      // From a named number the first ones count, otherwise the newest.
      if named != nil, found.count >= wanted { break }
      let page = min(VaultSession.entriesPerPage, filter.isEmpty ? wanted : size - next)
      let entries = try calling { () throws(ClientError) in
        try session.readLog(from: next, count: min(page, size - next))
      }
      guard let last = entries.last else { break }
      found += entries.filter(filter.takes)
      next = last.index + 1
      progress.show(Texts.reading, done: next - first, of: size - first)
    }
    progress.clear()
    try filter.demandOneDossier(found)
    let shown = named == nil ? Array(found.suffix(wanted)) : Array(found.prefix(wanted))
    desk.screen.note(shown.isEmpty ? Texts.noEntries : Texts.dutchTime(first, size))
    let name = { session.directory.screenName(of: $0) }
    var read: [Int: WordsShown] = [:]
    if words.has("woorden") {
      for entry in shown where entry.sealed != nil {
        let found = try calling { () throws(ClientError) in try session.words(at: entry.index) }
        read[entry.index] = WordsShown(found, name: name)
      }
    }
    let table = LogTable(entries: shown, words: read, name: name)
    desk.screen.answer(
      table.json(size: size, from: first),
      text: shown.isEmpty ? "" : table.text(desk.language, desk.screen.settings.output))
  }
}

/// Which entries are shown: of one dossier, of one member, or both.
struct LogFilter {
  private let dossier: (word: String, prefix: Prefix)?
  private let member: Identifier?

  init(dossier: String?, member: Identifier?) throws(Failure) {
    self.member = member
    guard let dossier else {
      self.dossier = nil
      return
    }
    guard let prefix = Prefix(dossier) else {
      throw .usage("bad-id", Texts.notAnId(dossier), hint: Texts.idForm)
    }
    self.dossier = (dossier, prefix)
  }

  var isEmpty: Bool { dossier == nil && member == nil }

  /// A list counts for every dossier that it showed.
  func takes(_ entry: LogEntry) -> Bool {
    if let member, entry.actor != member { return false }
    guard let dossier else { return true }
    return LogFilter.dossiers(of: entry).contains(where: dossier.prefix.matches)
  }

  /// A beginning that fits two dossiers would mix what two families may know.
  func demandOneDossier(_ entries: [LogEntry]) throws(Failure) {
    guard let dossier else { return }
    let ids = dossier.prefix.matches(among: entries.lazy.flatMap(LogFilter.dossiers))
    if ids.count > 1 {
      throw .usage(
        "ambiguous-dossier", Texts.filterAmbiguous(dossier.word), hint: Texts.giveMore)
    }
  }

  private static func dossiers(of entry: LogEntry) -> [Identifier] {
    (entry.dossier.map { [$0] } ?? []) + (entry.dossiers ?? []).map(\.dossier)
  }
}
