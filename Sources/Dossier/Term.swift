package import Calendar

/// One term of R7 with how it stands on a day.
package struct Term: Equatable, Sendable {
  /// What has to be done in time.
  package enum Kind: Equatable, Sendable {
    /// Home visit within a week of referral. (Gezinsgericht werken, fase 1)
    case homeVisit
    /// Estimate of acute safety within five days of referral. (Gezinsgericht werken, 1e)
    case safetyEstimate
    /// Action within 24 hours of a crisis. (Zicht op Veiligheid)
    case crisis
    /// An entry's own `termijn`.
    case entry(id: String, soort: String)
    /// An entry's `geldigTot`: what it says ends then.
    case validity(id: String, soort: String)
  }

  /// How it stands.
  package enum State: Equatable, Sendable {
    /// Done in time.
    case met(on: CalendarDate)
    /// Done, but so many days too late.
    case metLate(on: CalendarDate, days: Int)
    /// Not done; so many days are left, 0 on the last.
    case running(daysLeft: Int)
    /// Not done; so many days too late, or expired so long ago.
    case late(days: Int)
    /// Done before this day; the dossier does not hold the first version, so not known when.
    case metBefore(CalendarDate)
    /// The sections that would tell were not opened.
    case notVisible
  }

  package let kind: Kind
  package let due: CalendarDate
  package let state: State

  package init(kind: Kind, due: CalendarDate, state: State) {
    self.kind = kind
    self.due = due
    self.state = state
  }

  /// The state of something due on a day, done on another or not yet.
  static func state(due: CalendarDate, done: CalendarDate?, on today: CalendarDate) -> State {
    guard let done, done <= today else {
      let left = today.days(to: due)
      return left >= 0 ? .running(daysLeft: left) : .late(days: -left)
    }
    return done <= due ? .met(on: done) : .metLate(on: done, days: due.days(to: done))
  }
}
