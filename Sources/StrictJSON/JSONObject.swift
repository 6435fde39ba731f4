/// A decoded object that is asked for its fields by name, so that message parsers read as tables.
///
/// ```swift
/// let body = try JSONObject(value)
/// try body.allowOnly(["datum", "n", "reden"])
/// let datum = try body.requireString("datum")
/// let reden = try body.optionalString("reden")
/// ```
///
/// `require…` refuses an absent field, `optional…` answers nil for it. `null` is a value of its own
/// kind and is refused by both. Errors carry the path from the top: `entries[3].datum`.
package struct JSONObject: Sendable {
  package let members: [JSONMember]
  package let path: [JSONStep]

  /// Views a value as an object; throws `.wrongKind` when it is none.
  package init(_ value: JSONValue, path: [JSONStep] = []) throws(JSONError) {
    guard case .object(let members) = value else {
      throw JSONError(.wrongKind(expected: .object), path: path)
    }
    self.members = members
    self.path = path
  }

  /// The value of a key, or nil.
  package subscript(key: String) -> JSONValue? { members.first { $0.key == key }?.value }

  /// Refuses any key that is not named here; call it first.
  package func allowOnly(_ keys: [String]) throws(JSONError) {
    for member in members where !keys.contains(member.key) {
      throw error(.unknownKey, member.key)
    }
  }

  /// An error at one of this object's fields, for a reader's own checks.
  package func error(_ fault: JSONFault, _ key: String) -> JSONError {
    JSONError(fault, path: path + [.key(key)])
  }

  /// The value of a key, of any kind.
  package func require(_ key: String) throws(JSONError) -> JSONValue {
    guard let value = self[key] else { throw error(.missing, key) }
    return value
  }

  package func requireString(_ key: String) throws(JSONError) -> String {
    try present(key, optionalString(key))
  }

  package func optionalString(_ key: String) throws(JSONError) -> String? {
    switch self[key] {
    case nil: return nil
    case .string(let text): return text
    default: throw error(.wrongKind(expected: .string), key)
    }
  }

  /// An integer; `within` also refuses values outside a range.
  package func requireInt(
    _ key: String, within range: ClosedRange<Int64> = CanonicalJSON.integers
  ) throws(JSONError) -> Int64 {
    try present(key, optionalInt(key, within: range))
  }

  package func optionalInt(
    _ key: String, within range: ClosedRange<Int64> = CanonicalJSON.integers
  ) throws(JSONError) -> Int64? {
    switch self[key] {
    case nil: return nil
    case .int(let number):
      guard range.contains(number) else {
        let expected = "an integer from \(range.lowerBound) to \(range.upperBound)"
        throw error(.notAllowed(expected: expected), key)
      }
      return number
    default: throw error(.wrongKind(expected: .int), key)
    }
  }

  package func requireBool(_ key: String) throws(JSONError) -> Bool {
    try present(key, optionalBool(key))
  }

  package func optionalBool(_ key: String) throws(JSONError) -> Bool? {
    switch self[key] {
    case nil: return nil
    case .bool(let truth): return truth
    default: throw error(.wrongKind(expected: .bool), key)
    }
  }

  /// One of an enumeration's raw texts; the message names what is allowed.
  package func requireCase<Value>(
    _ key: String, _ type: Value.Type = Value.self
  ) throws(JSONError) -> Value
  where Value: RawRepresentable<String> & CaseIterable {
    try present(key, optionalCase(key, type))
  }

  package func optionalCase<Value>(
    _ key: String, _ type: Value.Type = Value.self
  ) throws(JSONError) -> Value?
  where Value: RawRepresentable<String> & CaseIterable {
    guard let text = try optionalString(key) else { return nil }
    guard let value = Value(rawValue: text) else {
      let names = Value.allCases.map(\.rawValue).joined(separator: ", ")
      throw error(.notAllowed(expected: "one of \(names)"), key)
    }
    return value
  }

  package func requireArray(_ key: String) throws(JSONError) -> [JSONValue] {
    try present(key, optionalArray(key))
  }

  package func optionalArray(_ key: String) throws(JSONError) -> [JSONValue]? {
    switch self[key] {
    case nil: return nil
    case .array(let list): return list
    default: throw error(.wrongKind(expected: .array), key)
    }
  }

  package func requireObject(_ key: String) throws(JSONError) -> JSONObject {
    try present(key, optionalObject(key))
  }

  package func optionalObject(_ key: String) throws(JSONError) -> JSONObject? {
    guard let value = self[key] else { return nil }
    return try JSONObject(value, path: path + [.key(key)])
  }

  /// An array of objects, each with its own path.
  package func requireObjects(_ key: String) throws(JSONError) -> [JSONObject] {
    try present(key, optionalObjects(key))
  }

  package func optionalObjects(_ key: String) throws(JSONError) -> [JSONObject]? {
    guard let list = try optionalArray(key) else { return nil }
    var objects: [JSONObject] = []
    objects.reserveCapacity(list.count)
    for (index, element) in list.enumerated() {
      objects.append(try JSONObject(element, path: path + [.key(key), .index(index)]))
    }
    return objects
  }

  package func requireStrings(_ key: String) throws(JSONError) -> [String] {
    try present(key, optionalStrings(key))
  }

  package func optionalStrings(_ key: String) throws(JSONError) -> [String]? {
    guard let list = try optionalArray(key) else { return nil }
    return try all(list, key, .string) { $0.stringValue }
  }

  package func requireInts(_ key: String) throws(JSONError) -> [Int64] {
    try present(key, optionalInts(key))
  }

  package func optionalInts(_ key: String) throws(JSONError) -> [Int64]? {
    guard let list = try optionalArray(key) else { return nil }
    return try all(list, key, .int) { $0.intValue }
  }

  private func all<Value>(
    _ list: [JSONValue], _ key: String, _ kind: JSONKind, _ convert: (JSONValue) -> Value?
  ) throws(JSONError) -> [Value] {
    var values: [Value] = []
    values.reserveCapacity(list.count)
    for (index, element) in list.enumerated() {
      guard let value = convert(element) else {
        throw JSONError(.wrongKind(expected: kind), path: path + [.key(key), .index(index)])
      }
      values.append(value)
    }
    return values
  }

  private func present<Value>(_ key: String, _ value: Value?) throws(JSONError) -> Value {
    guard let value else { throw error(.missing, key) }
    return value
  }
}
