/// The name of a backup: its time in UTC, such as `2026-03-14T02-15-30.123Z`; names sort by time.
package enum BackupTime {
  private static let day: Int64 = 86_400_000

  /// - Parameter time: milliseconds UTC since 1970.
  package static func name(_ time: Int64) -> String {
    let (days, rest) = time.quotientAndRemainder(dividingBy: day)
    let (year, month, date) = civil(days)
    let parts = [rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60].map { digits($0, 2) }
    return "\(digits(year, 4))-\(digits(month, 2))-\(digits(date, 2))T"
      + parts.joined(separator: "-") + ".\(digits(rest % 1000, 3))Z"
  }

  /// The time in a name; nil for anything that `name` does not write.
  package static func time(_ name: String) -> Int64? {
    let fields = name.split(whereSeparator: { "-T.Z".contains($0) }).compactMap { Int64($0) }
    guard name.utf8.count == 24, fields.count == 7, fields.allSatisfy({ $0 >= 0 }),
      (1970...9999).contains(fields[0])
    else { return nil }
    let clock = ((fields[3] * 60 + fields[4]) * 60 + fields[5]) * 1000 + fields[6]
    let time = days(fields[0], fields[1], fields[2]) * day + clock
    return time >= 0 && self.name(time) == name ? time : nil
  }

  /// Days since 1970 of a date of the Gregorian calendar, counted from March.
  private static func days(_ year: Int64, _ month: Int64, _ date: Int64) -> Int64 {
    let years = month > 2 ? year : year - 1
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + date - 1
    return years * 365 + years / 4 - years / 100 + years / 400 + dayOfYear - 719_468
  }

  private static func civil(_ days: Int64) -> (year: Int64, month: Int64, date: Int64) {
    let shifted = days + 719_468
    let era = shifted / 146_097
    let ofEra = shifted - era * 146_097
    let yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let dayOfYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  private static func digits(_ number: Int64, _ count: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
  }
}
