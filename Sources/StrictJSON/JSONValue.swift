/// One JSON value; objects keep the order in which they were read or built.
///
/// Equality looks at the order of members too: compare canonical bytes to ask for equal meaning.
package enum JSONValue: Equatable, Sendable {
  case null
  case bool(Bool)
  /// An integer within ±(2^53−1); see `CanonicalJSON.integers`.
  case int(Int64)
  case string(String)
  case array([JSONValue])
  case object([JSONMember])
}

/// One member of an object.
package struct JSONMember: Equatable, Sendable {
  package let key: String
  package let value: JSONValue

  package init(_ key: String, _ value: JSONValue) {
    self.key = key
    self.value = value
  }
}

extension JSONValue {
  /// Builds an object from pairs, in the order given.
  package static func object(_ pairs: [(String, JSONValue)]) -> JSONValue {
    .object(pairs.map { JSONMember($0.0, $0.1) })
  }

  /// Builds an object and leaves out the pairs whose value is nil: an absent field, not a null.
  package static func object(present pairs: [(String, JSONValue?)]) -> JSONValue {
    .object(pairs.compactMap { pair in pair.1.map { JSONMember(pair.0, $0) } })
  }

  /// The text, or nil when this is not a string.
  package var stringValue: String? { if case .string(let text) = self { text } else { nil } }
  /// The integer, or nil when this is not one.
  package var intValue: Int64? { if case .int(let number) = self { number } else { nil } }
  /// The truth value, or nil when this is not one.
  package var boolValue: Bool? { if case .bool(let truth) = self { truth } else { nil } }
  /// The elements, or nil when this is not an array.
  package var arrayValue: [JSONValue]? { if case .array(let list) = self { list } else { nil } }
  /// The members in order, or nil when this is not an object.
  package var objectValue: [JSONMember]? {
    if case .object(let members) = self { members } else { nil }
  }
  /// Whether this is `null`.
  package var isNull: Bool { self == .null }

  /// The value of a key, or nil when this is no object or has no such key.
  package subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  /// The element at an index, or nil when this is no array or is shorter.
  package subscript(index: Int) -> JSONValue? {
    guard case .array(let list) = self, list.indices.contains(index) else { return nil }
    return list[index]
  }

  /// What kind of value this is, for messages.
  package var kind: JSONKind {
    switch self {
    case .null: .null
    case .bool: .bool
    case .int: .int
    case .string: .string
    case .array: .array
    case .object: .object
    }
  }
}

/// The kinds of value, as messages name them.
package enum JSONKind: String, Sendable {
  case null
  case bool = "true or false"
  case int = "an integer"
  case string = "a string"
  case array = "an array"
  case object = "an object"
}

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  package init(nilLiteral: ()) { self = .null }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(integerLiteral value: Int64) { self = .int(value) }
  package init(stringLiteral value: String) { self = .string(value) }
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(elements) }
}
