import Calendar
import Testing

@Suite("Dates are days that exist")
struct CalendarDateTests {
  private func date(_ text: String) throws -> CalendarDate {
    try #require(CalendarDate(text))
  }

  @Test(
    "R2: a day that does not exist is no date",
    arguments: [
      "2023-02-30", "2023-02-29", "1900-02-29", "2023-04-31", "2023-13-01", "2023-00-10",
      "2023-01-00", "1899-12-31", "2101-01-01", "2023-1-01", "2023-01-1", "20230101",
      "2023-01-01 ", "+023-01-01", "２０23-01-01", "2023/01/01", "", "2023-01-01T00:00",
    ])
  func refused(_ text: String) {
    #expect(CalendarDate(text) == nil)
  }

  @Test(
    "Days at the edges are dates and keep their spelling",
    arguments: ["1900-01-01", "2000-02-29", "2024-02-29", "2100-12-31", "2025-05-14"])
  func accepted(_ text: String) {
    #expect(CalendarDate(text)?.description == text)
  }

  @Test("Day numbers run without gap or repeat over all 201 years")
  func dayNumbersAreContiguous() throws {
    var expected = try #require(CalendarDate("1900-01-01")).dayNumber
    #expect(expected == -25_567)
    for year in CalendarDate.years {
      for month in 1...12 {
        for day in 1...31 {
          guard let date = CalendarDate(year: year, month: month, day: day) else { continue }
          try #require(date.dayNumber == expected)
          try #require(CalendarDate(dayNumber: expected) == date)
          expected += 1
        }
      }
    }
    #expect(expected == 47_847)
    #expect(CalendarDate(dayNumber: expected) == nil)
    #expect(CalendarDate(dayNumber: -25_568) == nil)
  }

  @Test("Ages turn on the birthday; 29 February turns on 1 March in other years")
  func ages() throws {
    let birth = try date("2012-03-14")
    #expect(try birth.age(on: date("2025-03-13")) == 12)
    #expect(try birth.age(on: date("2025-03-14")) == 13)
    #expect(try birth.age(on: date("2012-03-13")) == nil)
    let leap = try date("2012-02-29")
    #expect(try leap.age(on: date("2025-02-28")) == 12)
    #expect(try leap.age(on: date("2025-03-01")) == 13)
  }

  @Test("Adding days beyond the calendar gives no date and never traps")
  func addingIsBounded() throws {
    let day = try date("2025-02-27")
    #expect(day.adding(days: 2)?.description == "2025-03-01")
    #expect(day.adding(days: .max) == nil)
    #expect(day.adding(days: .min) == nil)
  }

  @Test(
    "The Dutch clock follows summer time to the minute",
    arguments: [
      (1_743_296_399_000, "2025-03-30 01:59"), (1_743_296_400_000, "2025-03-30 03:00"),
      (1_761_440_399_000, "2025-10-26 02:59"), (1_761_440_400_000, "2025-10-26 02:00"),
      (1_747_261_800_000, "2025-05-15 00:30"), (1_735_685_999_000, "2024-12-31 23:59"),
    ])
  func dutchClock(_ milliseconds: Int64, _ expected: String) {
    #expect(DutchClock(milliseconds: milliseconds)?.description == expected)
  }

  @Test("The Dutch clock refuses instants outside its rule", arguments: [Int64.min, -1, 0, .max])
  func dutchClockBounds(_ milliseconds: Int64) {
    #expect(DutchClock(milliseconds: milliseconds) == nil)
  }
}
