import Calendar
import CommandTree
import Desk
import Testing
import Vocabulary

@testable import kluis

@Suite struct ValueTests {
  @Test func sectionsAreNamesWithCommasInTheirOwnOrder() throws {
    #expect(try Values.sections("plannen, kern,plannen") == [.kern, .plannen])
    #expect(throws: Failure.self) { try Values.sections("kern,") }
    let failure = #expect(throws: Failure.self) { try Values.sections("kern,alles") }
    #expect(failure?.exit == 64)
    #expect(failure?.hints.first?.nl.contains("journaal") == true)
  }

  @Test(arguments: [
    "k1", "k1=", "=4", "k1=4=5", "k1=+4", "k1=04", "k1=4.5", "k1=99999999999999999999",
  ])
  func aScoreHasOneSpelling(_ text: String) {
    #expect(throws: Failure.self) { try Values.score(text) }
  }

  @Test func aScoreIsAChildAndANumber() throws {
    let score = try Values.score("k1=7")
    #expect(score.kind == "k1")
    #expect(score.number == 7)
  }

  /// Up to and including a day means until midnight in the Netherlands, in summer and in winter.
  @Test func aDayEndsAtDutchMidnight() throws {
    let winter = try #require(CalendarDate("2026-01-31"))
    #expect(Moment.end(of: winter).map(Moment.utc) == "2026-01-31T23:00:00Z")
    let summer = try #require(CalendarDate("2026-07-01"))
    #expect(Moment.end(of: summer).map(Moment.utc) == "2026-07-01T22:00:00Z")
    // The clocks go back in the night after 24 October 2026: that day itself ends in summer time.
    let last = try #require(CalendarDate("2026-10-24"))
    #expect(Moment.end(of: last).map(Moment.utc) == "2026-10-24T22:00:00Z")
    let change = try #require(CalendarDate("2026-10-25"))
    #expect(Moment.end(of: change).map(Moment.utc) == "2026-10-25T23:00:00Z")
  }

  @Test func aDayThatIsOverIsRefused() throws {
    let now: Int64 = 1_767_225_600_000  // 2026-01-01T00:00Z
    #expect(throws: Failure.self) { try Values.end(of: "2025-12-31", now: now) }
    #expect(try Values.end(of: "2026-01-01", now: now) == 1_767_308_400_000)
    #expect(throws: Failure.self) { try Values.end(of: "2026-02-30", now: now) }
  }

  @Test func timesAreDutchWithSecondsAndUTCForPrograms() {
    #expect(Moment.dutch(1_767_225_661_999) == "2026-01-01 01:01:01")
    #expect(Moment.utc(1_767_225_661_999) == "2026-01-01T00:01:01Z")
    #expect(Moment.dutch(0) == "1970-01-01T00:00:00Z")
  }

  @Test(arguments: ["", "12345", "12345G", "ABCDEF", "zzzzzz", "0123456789abcdef0123456789abcdef0"])
  func whatCannotBeginAnIdIsNoPrefix(_ word: String) {
    #expect(Prefix(word) == nil)
  }

  @Test func aPrefixFindsEveryIdThatItBeginsOnce() throws {
    let ids = try ["aaaaaa", "aaaaab", "bbbbbb"].map {
      try #require(Identifier(hex: $0 + String(repeating: "0", count: 26)))
    }
    #expect(Prefix("aaaaaa")?.matches(among: ids + ids) == [ids[0]])
    #expect(Prefix("aaaaaa" + "1")?.matches(among: ids) == [])
    #expect(Prefix(ids[2].hex) == .whole(ids[2]))
  }
}
