import AuditLog
import Calendar
import Records
package import Vocabulary

/// A noodtoegang that nobody has reviewed although its term is over.
package struct LateReview: Equatable, Sendable {
  /// The entry by which it was taken.
  package let entry: Int
  package let request: Identifier
  package let dossier: Identifier
  package let member: Identifier
  /// The end of the term, milliseconds.
  package let due: Int64
}

/// The noodtoegang that entries brought: how long each was in force, and whether it was reviewed.
struct EmergencyBook {
  private struct Taken {
    let late: LateReview
    let from: Int64
    let until: Int64
    var isReviewed = false
    /// When a reviewer was against it.
    var ended: Int64 = .max
  }

  private var taken: [Identifier: Taken] = [:]

  /// Takes one in; a fault when the policy of that moment did not have it like this.
  mutating func take(
    _ record: RequestAct, _ entry: LogEntry, _ rules: EmergencyRules?, role: Role?, team: String?
  ) -> LogFault? {
    guard case .noodtoegang(let until) = record.objects, let dossier = record.dossier,
      let rules, let role, rules.allow(role, team: team), record.purpose == .crisis,
      until > entry.time, until - entry.time <= rules.length,
      let reason = record.reason, entry.sealed?.words == reason
    else { return .recordNotAllowed }
    let due = DutchClock.end(
      ofWorkingDays: Int(rules.reviewWorkingDays), after: record.at)
    taken[record.id] = Taken(
      late: LateReview(
        entry: entry.index, request: record.id, dossier: dossier, member: record.requester,
        due: due ?? record.at),
      from: entry.time, until: until)
    return nil
  }

  /// Notes what a reviewer said; `isClosed` when that was the last word.
  mutating func review(
    _ request: Identifier, _ verdict: Second.Verdict, _ entry: LogEntry, isClosed: Bool
  ) {
    guard taken[request] != nil else { return }
    if verdict == .tegen { taken[request]?.ended = entry.time }
    if isClosed { taken[request]?.isReviewed = true }
  }

  /// Whether it was in force for this member, dossier and time.
  func check(_ id: Identifier, _ entry: LogEntry) -> LogFault? {
    guard let found = taken[id] else { return .basisUnknown }
    guard found.late.dossier == entry.dossier, found.late.member == entry.actor,
      (found.from..<min(found.until, found.ended)).contains(entry.time)
    else { return .basisNotValid }
    return nil
  }

  /// Whether an entry that says that a review is late tells the truth.
  func check(late entry: LogEntry) -> LogFault? {
    guard let found = entry.basis?.id.flatMap({ taken[$0] }) else { return .basisUnknown }
    return !found.isReviewed && found.late.dossier == entry.dossier && found.late.due <= entry.time
      ? nil : .basisNotValid
  }

  /// What is not reviewed and should be, at a time; the oldest first.
  func late(at time: Int64) -> [LateReview] {
    taken.values.filter { !$0.isReviewed && $0.late.due <= time }.map(\.late)
      .sorted { $0.entry < $1.entry }
  }
}
