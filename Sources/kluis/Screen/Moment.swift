import Calendar
import Desk
import Vocabulary

// Times as people and programs read them; records hold milliseconds UTC.

extension Moment {
  /// A day, in milliseconds.
  static let day: Int64 = 86_400_000

  /// Dutch time to the second; UTC with a `Z` outside the years that `DutchClock` knows.
  static func dutch(_ milliseconds: Int64) -> String {
    guard let clock = DutchClock(milliseconds: milliseconds) else { return utc(milliseconds) }
    return "\(clock):\(twoDigits(milliseconds / 1000 % 60))"
  }

  /// `YYYY-MM-DDTHH:MM:SSZ`, for JSON.
  static func utc(_ milliseconds: Int64) -> String {
    let seconds = milliseconds / 1000
    guard seconds >= 0, let date = CalendarDate(dayNumber: Int(seconds / 86_400)) else {
      return "?"
    }
    let (hour, minute) = (seconds % 86_400 / 3600, seconds % 3600 / 60)
    return
      "\(date)T\(twoDigits(hour)):\(twoDigits(minute)):\(twoDigits(seconds % 60))Z"
  }

  /// The day in the Netherlands.
  static func today(_ milliseconds: Int64) -> CalendarDate {
    DutchClock(milliseconds: milliseconds)?.date ?? .earliest
  }

  /// The first millisecond after a day in the Netherlands; nil outside the clock's years.
  static func end(of date: CalendarDate) -> Int64? {
    date.adding(days: 1).flatMap(DutchClock.start)
  }

  private static func twoDigits(_ number: Int64) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}

extension Identifier {
  /// The first eight digits, for tables; commands take it back where it is unambiguous.
  var short: String { String(hex.prefix(8)) }
}
