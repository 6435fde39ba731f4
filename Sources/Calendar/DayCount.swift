// Days are counted from 1 January 1970, so that terms are one subtraction.

extension CalendarDate {
  /// Days since 1970-01-01; negative before it.
  ///
  /// The year is taken to start in March, which puts the leap day last and makes each month's
  /// offset one linear expression.
  package var dayNumber: Int {
    let shifted = month <= 2 ? year - 1 : year
    let monthFromMarch = (month + 9) % 12
    let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
    return 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
  }

  /// The day with this number, or nil outside 1900 to 2100.
  package init?(dayNumber: Int) {
    guard (-25_567...47_846).contains(dayNumber) else { return nil }
    // The estimate can be one year too low or too high at a year's edge; the loop settles it.
    var year = 1970 + dayNumber / 366
    while let next = CalendarDate(year: year + 1, month: 1, day: 1), next.dayNumber <= dayNumber {
      year += 1
    }
    while let first = CalendarDate(year: year, month: 1, day: 1), first.dayNumber > dayNumber {
      year -= 1
    }
    for month in (1...12).reversed() {
      guard let first = CalendarDate(year: year, month: month, day: 1) else { return nil }
      guard first.dayNumber <= dayNumber else { continue }
      self.init(year: year, month: month, day: dayNumber - first.dayNumber + 1)
      return
    }
    return nil
  }

  /// The day so many days later (earlier when negative); nil outside 1900 to 2100.
  package func adding(days: Int) -> CalendarDate? {
    let (sum, overflow) = dayNumber.addingReportingOverflow(days)
    return overflow ? nil : CalendarDate(dayNumber: sum)
  }

  /// Days from this day to the other; negative when the other is earlier.
  package func days(to other: CalendarDate) -> Int {
    other.dayNumber - dayNumber
  }

  /// Age in whole years on a day; nil before birth.
  ///
  /// Someone born on 29 February comes of age on 1 March in other years.
  package func age(on date: CalendarDate) -> Int? {
    guard date >= self else { return nil }
    let hadBirthday = (date.month, date.day) >= (month, day)
    return date.year - year - (hadBirthday ? 0 : 1)
  }
}
