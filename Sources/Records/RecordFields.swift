internal import Sodium
package import StrictJSON
package import Vocabulary

/// The fields that signed records share, each with its one spelling.
extension JSONObject {
  /// Base64 of a fixed number of bytes.
  package func requireBytes(_ key: String, count: Int) throws(JSONError) -> [UInt8] {
    guard let bytes = try optionalBytes(key, count: count) else { throw error(.missing, key) }
    return bytes
  }

  package func optionalBytes(_ key: String, count: Int) throws(JSONError) -> [UInt8]? {
    guard let bytes = try optionalBytes(key) else { return nil }
    guard bytes.count == count else {
      throw error(.notAllowed(expected: "base64 of \(count) bytes"), key)
    }
    return bytes
  }

  /// Base64 of any number of bytes.
  package func requireBytes(_ key: String) throws(JSONError) -> [UInt8] {
    guard let bytes = try optionalBytes(key) else { throw error(.missing, key) }
    return bytes
  }

  package func optionalBytes(_ key: String) throws(JSONError) -> [UInt8]? {
    guard let text = try optionalString(key) else { return nil }
    guard let bytes = Base64.decode(text) else {
      throw error(.notAllowed(expected: "base64"), key)
    }
    return bytes
  }

  /// A hash or public key: base64 of 32 bytes.
  package func requireHash(_ key: String) throws(JSONError) -> [UInt8] {
    try requireBytes(key, count: 32)
  }

  package func requireIdentifier(_ key: String) throws(JSONError) -> Identifier {
    guard let id = try optionalIdentifier(key) else { throw error(.missing, key) }
    return id
  }

  /// An id; zero is none.
  package func optionalIdentifier(_ key: String) throws(JSONError) -> Identifier? {
    guard let bytes = try optionalBytes(key, count: Identifier.byteCount) else { return nil }
    guard let id = Identifier(bytes), id != .zero else {
      throw error(.notAllowed(expected: "an id"), key)
    }
    return id
  }

  /// Milliseconds UTC, not before 1970.
  package func requireTime(_ key: String) throws(JSONError) -> Int64 {
    try requireInt(key, within: 0...CanonicalJSON.integers.upperBound)
  }

  package func optionalTime(_ key: String) throws(JSONError) -> Int64? {
    try optionalInt(key, within: 0...CanonicalJSON.integers.upperBound)
  }

  /// A number of 32 bits, at least `minimum`.
  package func requireUInt32(
    _ key: String, from minimum: UInt32 = 1
  ) throws(JSONError) -> UInt32 {
    let number = try requireInt(key, within: Int64(minimum)...Int64(UInt32.max))
    return UInt32(truncatingIfNeeded: number)
  }

  package func requireRole(_ key: String) throws(JSONError) -> Role {
    guard let role = Role(name: try requireString(key)) else {
      throw error(.notAllowed(expected: "a role"), key)
    }
    return role
  }

  package func requireSection(_ key: String) throws(JSONError) -> Section {
    guard let section = Section(name: try requireString(key)) else {
      throw error(.notAllowed(expected: "a section"), key)
    }
    return section
  }

  /// Names of sections, at least one, in the order of their bytes, none twice.
  package func requireSections(_ key: String) throws(JSONError) -> [Section] {
    var sections: [Section] = []
    for name in try requireStrings(key) {
      guard let section = Section(name: name), sections.last.map({ $0 < section }) ?? true
      else { throw error(.notAllowed(expected: "sections in order"), key) }
      sections.append(section)
    }
    guard !sections.isEmpty else { throw error(.notAllowed(expected: "sections"), key) }
    return sections
  }

  /// Refuses another kind or version than the reader's.
  func requireKind(_ kind: String) throws(JSONError) {
    guard try requireString("kind") == kind else {
      throw error(.notAllowed(expected: "the kind \(kind)"), "kind")
    }
    guard try requireInt("v") == 1 else {
      throw error(.notAllowed(expected: "version 1"), "v")
    }
  }
}

extension JSONValue {
  /// Bytes as padded base64.
  package static func base64(_ bytes: [UInt8]) -> JSONValue { .string(Base64.encode(bytes)) }

  package static func id(_ id: Identifier) -> JSONValue { base64(id.bytes) }

  package static func number(_ number: UInt32) -> JSONValue { .int(Int64(number)) }

  /// Names of sections in the order of their bytes.
  package static func sections(_ sections: [Section]) -> JSONValue {
    .array(sections.map { .string($0.name) })
  }
}
