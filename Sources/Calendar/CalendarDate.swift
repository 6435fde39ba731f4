/// A day of the Gregorian calendar between 1900 and 2100, without a time or a zone.
///
/// A birth date or the date of a home visit is a day, not an instant: it never shifts with a zone.
/// Source: ISO 8601-1:2019, 5.2.2.1 (calendar date, extended format).
package struct CalendarDate: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let year: Int
  package let month: Int
  package let day: Int

  package static let years = 1900...2100

  /// 1 January 1900, the first day there is.
  package static let earliest = CalendarDate()

  private init() {
    year = 1900
    month = 1
    day = 1
  }

  /// The day with these numbers, or nil when the calendar has no such day (30 February).
  package init?(year: Int, month: Int, day: Int) {
    guard CalendarDate.years.contains(year), (1...12).contains(month),
      day >= 1, day <= CalendarDate.length(ofMonth: month, in: year)
    else { return nil }
    self.year = year
    self.month = month
    self.day = day
  }

  /// Reads `YYYY-MM-DD`, ten ASCII characters; nil for any other spelling or for no such day.
  package init?(_ text: String) {
    guard text.utf8.count == 10 else { return nil }
    // Year, month, day: digits, each part ended by a dash or the end.
    var parts = (year: 0, month: 0, day: 0)
    for (place, byte) in text.utf8.enumerated() {
      if place == 4 || place == 7 {
        guard byte == 0x2D else { return nil }
        continue
      }
      guard byte &- 0x30 < 10 else { return nil }
      let digit = Int(byte - 0x30)
      switch place {
      case ..<4: parts.year = parts.year * 10 + digit
      case ..<7: parts.month = parts.month * 10 + digit
      default: parts.day = parts.day * 10 + digit
      }
    }
    self.init(year: parts.year, month: parts.month, day: parts.day)
  }

  /// `YYYY-MM-DD`.
  package var description: String {
    let month = month < 10 ? "0\(month)" : "\(month)"
    let day = day < 10 ? "0\(day)" : "\(day)"
    return "\(year)-\(month)-\(day)"
  }

  package static func < (left: CalendarDate, right: CalendarDate) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }

  private static func length(ofMonth month: Int, in year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }
}
