/// The days on which Dutch law lets no term end, beside Saturdays and Sundays.
///
/// Good Friday is equal to a holiday; the King's birthday moves off a Sunday.
/// Source: Algemene termijnenwet, article 3; Koninklijk Besluit 2013, 27 April.
package enum Holiday: String, CaseIterable, Sendable {
  case newYear = "Nieuwjaarsdag"
  case goodFriday = "Goede Vrijdag"
  case easterMonday = "tweede paasdag"
  case kingsDay = "Koningsdag"
  case liberationDay = "Bevrijdingsdag"
  case ascension = "Hemelvaartsdag"
  case whitMonday = "tweede pinksterdag"
  case christmas = "eerste kerstdag"
  case secondChristmas = "tweede kerstdag"

  /// The holiday on a day; nil on any other.
  package static func on(_ date: CalendarDate) -> Holiday? {
    allCases.first { $0.date(in: date.year) == date }
  }

  /// The day of this holiday in a year between 1900 and 2100; nil outside.
  package func date(in year: Int) -> CalendarDate? {
    func day(_ month: Int, _ day: Int) -> CalendarDate? {
      CalendarDate(year: year, month: month, day: day)
    }
    func fromEaster(_ days: Int) -> CalendarDate? {
      Holiday.easter(in: year)?.adding(days: days)
    }
    switch self {
    case .newYear: return day(1, 1)
    case .goodFriday: return fromEaster(-2)
    case .easterMonday: return fromEaster(1)
    case .kingsDay: return day(4, 27).flatMap { $0.isSunday ? day(4, 26) : $0 }
    case .liberationDay: return day(5, 5)
    case .ascension: return fromEaster(39)
    case .whitMonday: return fromEaster(50)
    case .christmas: return day(12, 25)
    case .secondChristmas: return day(12, 26)
    }
  }

  /// Easter Sunday of the Gregorian calendar; nil outside 1900 to 2100.
  ///
  /// Source: the anonymous Gregorian computus (Nature, 20 April 1876; Meeus, Astronomical Algorithms, 8).
  static func easter(in year: Int) -> CalendarDate? {
    guard CalendarDate.years.contains(year) else { return nil }
    let (golden, century, rest) = (year % 19, year / 100, year % 100)
    let moonShift = (century - (century + 8) / 25 + 1) / 3
    let epact = (19 * golden + century - century / 4 - moonShift + 15) % 30
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7
    let late = (golden + 11 * epact + 22 * weekday) / 451
    let count = epact + weekday - 7 * late + 114
    return CalendarDate(year: year, month: count / 31, day: count % 31 + 1)
  }
}
