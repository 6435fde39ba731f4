package import Vocabulary

/// Who works with a family, as a list of signed records; exactly one has regie at any moment (R1).
package enum Involvement {
  /// The standing kinds of involvement.
  package enum Sort: String, CaseIterable, Sendable {
    case regie
    case betrokken
  }

  /// The `sort` of a record: a new involvement, or the end of one.
  package enum Change: Equatable, Sendable {
    /// `until` for one that ends by itself (waarneming).
    case begins(Sort, until: Int64?)
    case ends
  }

  /// What a verified involvement record says; times in milliseconds UTC.
  package struct Record: Equatable, Sendable {
    package let id: Identifier
    package let member: Identifier
    package let change: Change
    package let since: Int64
    /// The record that this one ends: for `ends`, and for a regie that takes over.
    package let closes: Identifier?

    package init(
      id: Identifier, member: Identifier, change: Change, since: Int64, closes: Identifier?
    ) {
      self.id = id
      self.member = member
      self.change = change
      self.since = since
      self.closes = closes
    }
  }

  /// One involvement, in force in [since, until).
  package struct Period: Equatable, Sendable {
    package let id: Identifier
    package let member: Identifier
    package let sort: Sort
    package let since: Int64
    package internal(set) var until: Int64?

    package init(id: Identifier, member: Identifier, sort: Sort, since: Int64, until: Int64?) {
      self.id = id
      self.member = member
      self.sort = sort
      self.since = since
      self.until = until
    }

    package func isInForce(at time: Int64) -> Bool {
      since <= time && until.map { time < $0 } ?? true
    }
  }

  /// Who has regie and who else is involved at one moment.
  package struct State: Equatable, Sendable {
    package let regie: Period
    package let others: [Period]
  }

  /// Why a list of records, or a change to it, is refused.
  package enum Fault: String, Error, CaseIterable, Sendable {
    /// The first record of a dossier gives regie and closes nothing.
    case firstIsNotRegie = "first-is-not-regie"
    case repeatedRecord = "repeated-record"
    /// A new regie must close the one in force, in the same record.
    case twoRegie = "two-regie"
    /// Regie is handed over, never ended; nor does it end by itself.
    case noRegie = "no-regie"
    /// It closes what is not there, or not that member's, or was closed before.
    case closesNothing = "closes-nothing"
    /// It ends before, or as, it begins.
    case endsBeforeItBegins = "ends-before-it-begins"
    /// At this moment nobody had regie yet.
    case notYet = "not-yet"
  }

  /// The periods that the records make, in the order of the records.
  package static func periods(of records: [Record]) throws(Fault) -> [Period] {
    var periods: [Period] = []
    var seen: Set<Identifier> = []
    var ended: Set<Identifier> = []
    for record in records {
      guard seen.insert(record.id).inserted else { throw .repeatedRecord }
      let closed = periods.firstIndex { $0.id == record.closes }
      switch record.change {
      case .begins(.regie, let until):
        guard until == nil else { throw .noRegie }
        let current = periods.lastIndex { $0.sort == .regie }
        if let current {
          guard closed == current else { throw .twoRegie }
          guard periods[current].since <= record.since else { throw .endsBeforeItBegins }
          periods[current].until = record.since
        } else {
          guard periods.isEmpty, record.closes == nil else { throw .firstIsNotRegie }
        }
      case .begins(.betrokken, let until):
        guard !periods.isEmpty else { throw .firstIsNotRegie }
        guard record.closes == nil else { throw .closesNothing }
        if let until, until <= record.since { throw .endsBeforeItBegins }
      case .ends:
        guard let closed else { throw periods.isEmpty ? .firstIsNotRegie : .closesNothing }
        let period = periods[closed]
        guard period.sort != .regie else { throw .noRegie }
        guard period.member == record.member, ended.insert(period.id).inserted,
          period.until.map({ record.since < $0 }) ?? true
        else { throw .closesNothing }
        guard period.since <= record.since else { throw .endsBeforeItBegins }
        periods[closed].until = record.since
        continue
      }
      if case .begins(let sort, let until) = record.change {
        periods.append(
          Period(
            id: record.id, member: record.member, sort: sort, since: record.since, until: until))
      }
    }
    return periods
  }

  /// Who is involved at a moment; the rules of `periods` leave exactly one regie from the first on.
  package static func state(_ records: [Record], at time: Int64) throws(Fault) -> State {
    let inForce = try periods(of: records).filter { $0.isInForce(at: time) }
    guard let regie = inForce.first(where: { $0.sort == .regie }) else { throw .notYet }
    return State(regie: regie, others: inForce.filter { $0.sort != .regie })
  }

  /// Why a record may not follow these, or nil when exactly one regie remains at every moment.
  package static func fault(adding record: Record, to records: [Record]) -> Fault? {
    do throws(Fault) {
      _ = try periods(of: records + [record])
      return nil
    } catch {
      return error
    }
  }
}
