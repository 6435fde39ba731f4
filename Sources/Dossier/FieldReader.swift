import Calendar
import StrictJSON

/// Gathers problems while a file is read; reading goes on after each.
final class ProblemList {
  private(set) var problems: [Problem] = []

  func add(_ place: String, _ fault: Problem.Fault) {
    switch problems.count {
    case ..<Limits.problems: problems.append(Problem(place: place, fault: fault))
    case Limits.problems: problems.append(Problem(place: "bestand", fault: .moreProblems))
    default: break
    }
  }
}

/// Reads the fields of one JSON object; each miss is a problem with its place, never a stop.
///
/// A field method returns nil when the value is absent or wrong; a problem was then noted if the
/// field is required or what stood there is wrong. `null` counts only where `nullable` says so.
struct FieldReader {
  let place: String
  let list: ProblemList
  /// Few enough to be looked through: no key is there twice, which JSON was refused for.
  private let fields: [JSONMember]

  /// Nil, with a problem, when the value is no object.
  ///
  /// Keys outside `keys` and `other` are named as unknown.
  init?(
    _ value: JSONValue, at place: String, keys: [String], and other: String? = nil,
    list: ProblemList
  ) {
    guard case .object(let members) = value else {
      list.add(place.isEmpty ? "bestand" : place, .wrongType(.object))
      return nil
    }
    self.place = place
    self.list = list
    var fields: [JSONMember] = []
    fields.reserveCapacity(members.count)
    for member in members {
      if keys.contains(member.key) || member.key == other {
        fields.append(member)
      } else {
        list.add(FieldReader.join(place, Quoted.safe(member.key)), .unknownKey)
      }
    }
    self.fields = fields
  }

  static func join(_ place: String, _ key: String) -> String {
    place.isEmpty ? key : "\(place).\(key)"
  }

  func path(_ key: String) -> String { FieldReader.join(place, key) }

  func note(_ key: String, _ fault: Problem.Fault) {
    list.add(path(key), fault)
  }

  private subscript(key: String) -> JSONValue? { fields.first { $0.key == key }?.value }

  func has(_ key: String) -> Bool { self[key] != nil }

  /// The raw value; notes a missing required field.
  func value(_ key: String, required: Bool) -> JSONValue? {
    if let value = self[key] { return value }
    if required { note(key, .missing) }
    return nil
  }

  func text(_ key: String, limit: Int = Limits.line, required: Bool = false) -> String? {
    guard let value = value(key, required: required) else { return nil }
    return FieldReader.text(value, at: path(key), limit: limit, list: list)
  }

  /// A text, or `null` for "not yet".
  func nullableText(_ key: String, limit: Int = Limits.line) -> String? {
    if case .null? = self[key] { return nil }
    return text(key, limit: limit)
  }

  static func text(_ value: JSONValue, at place: String, limit: Int, list: ProblemList) -> String? {
    guard case .string(let text) = value else {
      list.add(place, .wrongType(.text))
      return nil
    }
    guard text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
      list.add(place, .emptyText)
      return nil
    }
    // A scalar has one to four bytes: most texts need no count.
    guard text.utf8.count <= limit || text.unicodeScalars.count <= limit else {
      list.add(place, .textTooLong(limit: limit))
      return nil
    }
    return text
  }

  func flag(_ key: String) -> Bool? {
    guard let value = value(key, required: false) else { return nil }
    guard case .bool(let flag) = value else {
      note(key, .wrongType(.flag))
      return nil
    }
    return flag
  }

  func number(_ key: String, in range: ClosedRange<Int>) -> Int? {
    guard let value = value(key, required: true) else { return nil }
    guard case .int(let number) = value else {
      note(key, .wrongType(.number))
      return nil
    }
    guard let number = Int(exactly: number), range.contains(number) else {
      note(key, .outOfRange(range))
      return nil
    }
    return number
  }

  func date(_ key: String, required: Bool = false) -> CalendarDate? {
    guard let value = value(key, required: required) else { return nil }
    guard case .string(let text) = value else {
      note(key, .wrongType(.text))
      return nil
    }
    guard let date = CalendarDate(text) else {
      note(key, .notADate(Quoted.safe(text)))
      return nil
    }
    return date
  }

  /// A word of a closed list.
  func word<Word: RawRepresentable & CaseIterable>(
    _ key: String, as _: Word.Type, required: Bool = true
  ) -> Word? where Word.RawValue == String {
    guard let value = value(key, required: required) else { return nil }
    guard case .string(let text) = value else {
      note(key, .wrongType(.text))
      return nil
    }
    guard let word = Word(rawValue: text) else {
      note(key, .notOneOf(Word.allCases.map(\.rawValue), found: Quoted.safe(text)))
      return nil
    }
    return word
  }
}
