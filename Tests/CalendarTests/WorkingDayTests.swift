import Testing

@testable import Calendar

/// R11: a review is due within working days, and the law says which days those are.
@Suite("R11: working days and holidays of the Netherlands")
struct WorkingDayTests {
  /// Easter Sundays as published; early and late ones among them.
  @Test(
    "Easter falls on the published day",
    arguments: [
      "1961-04-02", "2000-04-23", "2008-03-23", "2011-04-24", "2019-04-21", "2024-03-31",
      "2025-04-20", "2026-04-05", "2027-03-28", "2038-04-25", "2049-04-18", "2076-04-19",
    ])
  func easter(_ text: String) throws {
    let date = try #require(CalendarDate(text))
    #expect(Holiday.easter(in: date.year) == date)
    #expect(date.isSunday)
  }

  @Test("every Easter of the calendar is a Sunday between 22 March and 25 April")
  func everyEaster() throws {
    for year in CalendarDate.years {
      let easter = try #require(Holiday.easter(in: year))
      #expect(easter.isSunday)
      #expect((3, 22) <= (easter.month, easter.day) && (easter.month, easter.day) <= (4, 25))
    }
  }

  @Test("the holidays of 2026 are those of the law")
  func year2026() {
    let days = Holiday.allCases.compactMap { $0.date(in: 2026)?.description }
    #expect(
      days == [
        "2026-01-01", "2026-04-03", "2026-04-06", "2026-04-27", "2026-05-05", "2026-05-14",
        "2026-05-25", "2026-12-25", "2026-12-26",
      ])
  }

  @Test("the King's birthday moves off a Sunday: 26 April in 2025 and 2031")
  func kingsDay() {
    #expect(Holiday.kingsDay.date(in: 2025)?.description == "2025-04-26")
    #expect(Holiday.kingsDay.date(in: 2031)?.description == "2031-04-26")
    #expect(Holiday.on(CalendarDate(year: 2025, month: 4, day: 27)!) == nil)
  }

  @Test(
    "three working days skip weekends and holidays",
    arguments: [
      ("2026-11-18", "2026-11-23"),  // Wednesday: Thursday, Friday, Monday
      ("2026-11-21", "2026-11-25"),  // Saturday counts from Monday
      ("2026-04-02", "2026-04-09"),  // Good Friday and Easter Monday between
      ("2026-12-24", "2026-12-30"),  // both Christmas days and a weekend
      ("2024-02-28", "2024-03-04"),  // over 29 February
      ("2023-02-27", "2023-03-02"),  // no 29 February
      ("2026-04-24", "2026-04-30"),  // King's day on a Monday
      ("2026-12-31", "2027-01-06"),  // New Year
    ])
  func threeWorkingDays(_ from: String, _ due: String) throws {
    let start = try #require(CalendarDate(from))
    #expect(start.adding(workingDays: 3)?.description == due)
  }

  @Test("a term of working days never ends on a day off, and grows with its length")
  func property() throws {
    var day = try #require(CalendarDate("2023-12-20"))
    for _ in 0..<900 {
      var last = day
      for count in 1...6 {
        let end = try #require(day.adding(workingDays: count))
        #expect(end.isWorkingDay && end > last)
        last = end
      }
      day = try #require(day.adding(days: 1))
    }
  }

  @Test("no working days are no term, and past the calendar's end there is none")
  func bounds() throws {
    let last = try #require(CalendarDate("2100-12-31"))
    #expect(last.adding(workingDays: 0) == nil)
    #expect(last.adding(workingDays: -1) == nil)
    #expect(last.adding(workingDays: 1) == nil)
  }

  @Test(
    "the end is midnight in the Netherlands, in winter, in summer and over both changes",
    arguments: [
      // 2026-11-18 12:00 UTC → end of Monday 23 November, winter time.
      (1_795_003_200_000, "2026-11-24 00:00"),
      // 2026-03-27 12:00 UTC, Friday before summer time begins → end of Wednesday 1 April.
      (1_774_612_800_000, "2026-04-02 00:00"),
      // 2026-10-23 12:00 UTC, Friday before it ends → end of Wednesday 28 October.
      (1_792_756_800_000, "2026-10-29 00:00"),
    ] as [(Int64, String)])
  func midnight(_ instant: Int64, _ end: String) throws {
    let due = try #require(DutchClock.end(ofWorkingDays: 3, after: instant))
    #expect(DutchClock(milliseconds: due)?.description == end)
    #expect(DutchClock(milliseconds: due - 1)?.date != DutchClock(milliseconds: due)?.date)
  }

  @Test("half past midnight in summer is already the next Dutch day")
  func afterMidnight() throws {
    // 2026-07-15 22:30 UTC is Thursday 16 July 00:30 in the Netherlands.
    let due = try #require(DutchClock.end(ofWorkingDays: 1, after: 1_784_154_600_000))
    #expect(DutchClock(milliseconds: due)?.description == "2026-07-18 00:00")
  }
}
