// Terms in working days, as Dutch law counts them.

extension CalendarDate {
  /// Day 0, 1 January 1970, was a Thursday; day 3 the first Sunday.
  private var weekday: Int { ((dayNumber - 3) % 7 + 7) % 7 }

  package var isSunday: Bool { weekday == 0 }

  /// Not a Saturday, not a Sunday, not a holiday of the law.
  package var isWorkingDay: Bool {
    weekday != 0 && weekday != 6 && Holiday.on(self) == nil
  }

  /// The last day of a term of so many working days that begins on the day after this one.
  ///
  /// - Parameter workingDays: from 1; nil for none, and past the calendar's last year.
  /// Source: Algemene termijnenwet, articles 1 to 3.
  package func adding(workingDays: Int) -> CalendarDate? {
    guard workingDays > 0 else { return nil }
    var day = self
    for _ in 0..<workingDays {
      repeat {
        guard let next = day.adding(days: 1) else { return nil }
        day = next
      } while !day.isWorkingDay
    }
    return day
  }
}

extension DutchClock {
  /// The first millisecond UTC of a day in the Netherlands; nil outside the clock's years.
  ///
  /// Summer time begins and ends at 02:00 or 03:00, so that midnight is never ambiguous.
  package static func start(of date: CalendarDate) -> Int64? {
    let midnight = Int64(date.dayNumber) * 86_400_000
    return [Int64(1), 2].map { midnight - $0 * 3_600_000 }.first {
      DutchClock(milliseconds: $0).map { $0.date == date && $0.hour == 0 } ?? false
    }
  }

  /// The first millisecond after a term of working days that began at an instant.
  ///
  /// - Parameters:
  ///   - instant: milliseconds UTC; its Dutch day does not count.
  ///   - workingDays: from 1.
  /// - Returns: milliseconds UTC: the end of the last day; nil outside the clock's years.
  package static func end(ofWorkingDays workingDays: Int, after instant: Int64) -> Int64? {
    DutchClock(milliseconds: instant)?.date.adding(workingDays: workingDays)?.adding(days: 1)
      .flatMap(start)
  }
}
