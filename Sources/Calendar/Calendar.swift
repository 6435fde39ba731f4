// Calendar: the days and the clock of the Netherlands, and the terms that the law counts in them.
//
// It reads no clock and no zone file: an instant is handed in, in milliseconds UTC, and every rule
// of it (leap years, summer time, holidays, working days) is computed. It stands apart from
// `Dossier` because the service counts terms as well, and must not have the family's words in it.
//
// The calls to make:
//   CalendarDate("2026-03-02")                  a day that exists, or nil; `adding(days:)`, `age(on:)`
//   DutchClock(milliseconds:)                   the day and time in the Netherlands at an instant
//   DutchClock.start(of:)                       the first millisecond of a day there
//   DutchClock.end(ofWorkingDays:after:)        the end of a term
//   Holiday.on(date)                            why a term does not end on a day
