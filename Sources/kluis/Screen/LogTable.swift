import AuditLog
import CommandTree
import Desk
import StrictJSON
import Vocabulary

/// Entries of the log as the FG reads them, and as programs do.
struct LogTable {
  let entries: [LogEntry]
  /// By the index of their entry; only when they were asked for.
  var words: [Int: WordsShown] = [:]
  let name: (Identifier) -> String

  func text(_ language: Language, _ terminal: Terminal) -> String {
    var table = Table(
      Texts.number[language], Texts.time[language], Texts.who[language], Texts.what[language],
      "DOSSIER", Texts.sections[language], Texts.outcome[language], Texts.basis[language],
      Texts.aim[language])
    for entry in entries {
      table.add(
        String(entry.index), Moment.dutch(entry.time), who(entry, language),
        what(entry, language), dossier(entry, language),
        sections(entry, language), outcome(entry, language),
        entry.basis.map { Texts.basis($0.kind)[language] } ?? "", entry.purpose?.rawValue ?? "")
    }
    let read = entries.compactMap { words[$0.index]?.text(language) }
    return table.text(in: terminal) + read.map { "\n" + $0 }.joined()
  }

  private func what(_ entry: LogEntry, _ language: Language) -> String {
    // Without a member behind it a grant ended by its time.
    let text =
      entry.action == .grantEnd && entry.actor == nil
      ? Texts.grantRanOut : Texts.action(entry.action)
    let action = text[language]
    return entry.sealed == nil ? action : "\(action), \(Texts.withWords[language])"
  }

  private func who(_ entry: LogEntry, _ language: Language) -> String {
    if let partner = entry.partner { return "\(name(partner)) (\(Texts.partnerLabel[language]))" }
    guard let actor = entry.actor else { return Texts.service[language] }
    return entry.role.map { "\(name(actor)) (\($0.name))" } ?? name(actor)
  }

  private func dossier(_ entry: LogEntry, _ language: Language) -> String {
    if let dossier = entry.dossier { return dossier.short }
    return entry.dossiers.map { Texts.severalDossiers($0.count)[language] } ?? ""
  }

  private func sections(_ entry: LogEntry, _ language: Language) -> String {
    entry.sections.count == Section.allCases.count
      ? Texts.allSections[language]
      : entry.sections.sorted().map(\.name).joined(separator: ",")
  }

  private func outcome(_ entry: LogEntry, _ language: Language) -> String {
    let word = Texts.outcome(entry.outcome)[language]
    guard let code = entry.reason else { return word }
    return "\(word): \((Texts.reason(code) ?? Text(same: code))[language])"
  }

  func json(size: Int, from: Int) -> JSONValue {
    ["size": .count(size), "from": .count(from), "entries": .array(entries.map(json))]
  }

  private func json(_ entry: LogEntry) -> JSONValue {
    .object(present: [
      ("index", .count(entry.index)), ("time", .int(entry.time)),
      ("utc", .string(Moment.utc(entry.time))), ("actor", entry.actor.map { .hexID($0) }),
      ("partner", entry.partner.map { .hexID($0) }),
      ("name", (entry.actor ?? entry.partner).map { .string(name($0)) }),
      ("role", entry.role.map { .string($0.name) }),
      ("action", .string(entry.action.rawValue)), ("object", .string(entry.object.rawValue)),
      ("outcome", .string(entry.outcome.rawValue)), ("reason", entry.reason.map { .string($0) }),
      ("dossier", entry.dossier.map { .hexID($0) }),
      ("dossiers", entry.dossiers.map { .array($0.map { .hexID($0.dossier) }) }),
      ("sections", .sectionNames(entry.sections)),
      ("purpose", entry.purpose.map { .string($0.rawValue) }),
      (
        "basis",
        entry.basis.map { basis in
          .object(present: [
            ("kind", .string(basis.kind.rawValue)), ("id", basis.id.map { .hexID($0) }),
          ])
        }
      ),
      ("client", entry.client.map { .string($0) }), ("ref", entry.ref.map { .string($0) }),
      ("has_words", entry.sealed.map { _ in .bool(true) }),
      ("words", words[entry.index]?.json),
    ])
  }
}
