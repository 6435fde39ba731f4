import StrictJSON

extension FieldReader {
  /// Reads a list item by item; items that are wrong are noted and left out.
  func items<Item>(
    _ key: String, limit: Int = Limits.items, required: Bool = false,
    _ read: (JSONValue, String) -> Item?
  ) -> [Item] {
    guard let value = value(key, required: required) else { return [] }
    guard case .array(let values) = value else {
      note(key, .wrongType(.list))
      return []
    }
    guard values.count <= limit else {
      note(key, .tooMany(limit: limit))
      return []
    }
    if values.isEmpty { return [] }
    return values.enumerated().compactMap { read($0.element, "\(path(key))[\($0.offset)]") }
  }

  /// A list of texts.
  func texts(_ key: String, required: Bool = false) -> [String] {
    items(key, required: required) { value, place in
      FieldReader.text(value, at: place, limit: Limits.text, list: list)
    }
  }

  /// A list of texts, or one text that stands for a list of one.
  func oneOrMoreTexts(_ key: String) -> [String] {
    guard case .string? = value(key, required: false) else { return texts(key) }
    return text(key, limit: Limits.text).map { [$0] } ?? []
  }

  /// A list of ids of persons, each once; whether they exist is checked later.
  func ids(_ key: String, required: Bool = false) -> [String] {
    var seen: Set<String> = []
    return items(key, limit: Limits.persons, required: required) { value, place in
      guard let id = FieldReader.id(value, at: place, list: list) else { return nil }
      guard seen.insert(id).inserted else {
        list.add(place, .duplicate(id))
        return nil
      }
      return id
    }
  }

  func id(_ key: String) -> String? {
    guard let value = value(key, required: true) else { return nil }
    return FieldReader.id(value, at: path(key), list: list)
  }

  /// Letters, digits, `-`, `_`, `.` of ASCII, at most 64.
  static func id(_ value: JSONValue, at place: String, list: ProblemList) -> String? {
    guard case .string(let text) = value else {
      list.add(place, .wrongType(.text))
      return nil
    }
    let isPlain = text.utf8.allSatisfy {
      (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
        || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F
    }
    guard !text.isEmpty, text.utf8.count <= Limits.idBytes, isPlain else {
      list.add(place, .notAnID(Quoted.safe(text)))
      return nil
    }
    return text
  }
}
