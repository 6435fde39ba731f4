internal import Calendar

/// A day as a Dutch reader writes it: 31 januari 2027.
enum DutchDate {
  private static let months = [
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
    "oktober", "november", "december",
  ]

  static func text(_ date: CalendarDate) -> String {
    "\(date.day) \(months[date.month - 1]) \(date.year)"
  }
}
