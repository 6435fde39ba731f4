import Calendar
import CommandTree
import Desk
import Vocabulary

// Values that only the command itself can judge.

/// Reads the words of options; every fault is one of usage.
enum Values {
  /// Section names with commas, in their order, each once.
  static func sections(_ text: String) throws(Failure) -> [Section] {
    var sections: Set<Section> = []
    for name in list(text) {
      guard let section = Section(name: name) else {
        throw .usage(
          "bad-section", Texts.notASection(name),
          hint: Texts.chooseFrom(Section.allCases.map(\.name)))
      }
      sections.insert(section)
    }
    return sections.sorted()
  }

  /// `A,B`, without empty pieces and without spaces around them.
  static func list(_ text: String) -> [String] {
    text.split(separator: ",", omittingEmptySubsequences: false).map(trimmed)
  }

  static func date(_ text: String) throws(Failure) -> CalendarDate {
    guard let date = CalendarDate(text) else {
      throw .usage("bad-date", Texts.notADate(text), hint: Texts.dateForm)
    }
    return date
  }

  /// The end of a day that is not over yet.
  static func end(of text: String, now: Int64) throws(Failure) -> Int64 {
    guard let end = Moment.end(of: try date(text)), end > now else {
      throw .usage("date-over", Texts.dateBefore, hint: Texts.dateLater)
    }
    return end
  }

  /// `KIND=N`; whether N is a score is judged with the entry.
  static func score(_ text: String) throws(Failure) -> (kind: String, number: Int64) {
    let parts = text.split(separator: "=", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, let number = Int64(parts[1]),
      String(number) == parts[1]
    else { throw .usage("bad-score", Texts.notAScore(text), hint: Texts.scoreForm) }
    return (String(parts[0]), number)
  }

  /// 32 hexadecimal digits.
  static func id(_ text: String) throws(Failure) -> Identifier {
    guard let id = Identifier(hex: text) else {
      throw .usage("bad-id", Texts.notAnId(text), hint: Texts.wholeId)
    }
    return id
  }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}

extension Purpose {
  /// What goes with a function when nothing else is said; the first that policy gives it.
  static func usual(for role: Role) -> Purpose {
    switch role {
    case .jeugdbeschermer: .uitvoering
    case .leidinggevende: .kwaliteitscontrole
    case .jurist: .juridisch
    case .toezichthouder: .toezicht
    // These open no dossiers; the service says so.
    case .fg, .beheerder, .custodian: .uitvoering
    }
  }
}
