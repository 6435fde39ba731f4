/// The day and time in the Netherlands at an instant: what a caseworker's watch showed.
///
/// Entries are stamped in milliseconds UTC; at half past midnight in summer the UTC day is still
/// yesterday. The summer-time rule is computed, as this module reads no zone files.
/// Source: Directive 2000/84/EC (last Sundays of March and October, 01:00 UTC).
package struct DutchClock: Equatable, Sendable, CustomStringConvertible {
  package let date: CalendarDate
  package let hour: Int
  package let minute: Int

  /// - Parameter milliseconds: since 1970-01-01 UTC; nil outside 1996 (the rule's first year) to 2099.
  package init?(milliseconds: Int64) {
    let seconds = Int(milliseconds / 1000)
    guard milliseconds >= 820_454_400_000, milliseconds < 4_102_444_800_000,
      let utc = CalendarDate(dayNumber: seconds / 86_400),
      let spring = DutchClock.lastSunday(of: 3, in: utc.year),
      let autumn = DutchClock.lastSunday(of: 10, in: utc.year)
    else { return nil }
    let summer = (spring * 86_400 + 3600)..<(autumn * 86_400 + 3600)
    let local = seconds + (summer.contains(seconds) ? 7200 : 3600)
    guard let date = CalendarDate(dayNumber: local / 86_400) else { return nil }
    self.date = date
    hour = local % 86_400 / 3600
    minute = local % 3600 / 60
  }

  /// `YYYY-MM-DD HH:MM`.
  package var description: String {
    "\(date) \(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
  }

  private static func lastSunday(of month: Int, in year: Int) -> Int? {
    guard let last = CalendarDate(year: year, month: month, day: 31)?.dayNumber else { return nil }
    // Day 0 was a Thursday, so day 3 was a Sunday.
    return last - (last - 3) % 7
  }
}
