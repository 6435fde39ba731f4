import Sodium
package import StrictJSON
package import Vocabulary

extension JSONValue {
  /// Binary as records carry it: padded base64.
  package static func bytes(_ bytes: [UInt8]) -> JSONValue { .string(Base64.encode(bytes)) }

  /// An identifier as records carry it: 16 bytes in padded base64.
  package static func identifier(_ identifier: Identifier) -> JSONValue {
    .bytes(identifier.bytes)
  }
}

extension JSONObject {
  /// Binary of a known length; nil `count` takes any.
  package func requireBytes(_ key: String, count: Int? = nil) throws(JSONError) -> [UInt8] {
    guard let bytes = Base64.decode(try requireString(key)), count == nil || bytes.count == count
    else {
      throw error(.notAllowed(expected: count.map { "\($0) bytes in base64" } ?? "base64"), key)
    }
    return bytes
  }

  package func optionalBytes(_ key: String, count: Int? = nil) throws(JSONError) -> [UInt8]? {
    self[key] == nil ? nil : try requireBytes(key, count: count)
  }

  /// Sixteen bytes that name something.
  package func requireIdentifier(_ key: String) throws(JSONError) -> Identifier {
    guard let identifier = Identifier(try requireBytes(key, count: Identifier.byteCount)) else {
      throw error(.notAllowed(expected: "16 bytes in base64"), key)
    }
    return identifier
  }

  package func optionalIdentifier(_ key: String) throws(JSONError) -> Identifier? {
    self[key] == nil ? nil : try requireIdentifier(key)
  }

  /// Section names, each once, in the order of their bytes.
  package func requireSections(_ key: String) throws(JSONError) -> [Section] {
    let names = try requireStrings(key)
    let sections = names.compactMap(Section.init(name:))
    guard sections.count == names.count, !sections.isEmpty, sections == Set(sections).sorted()
    else { throw error(.notAllowed(expected: "section names in their order, each once"), key) }
    return sections
  }

  /// A time in milliseconds UTC, from 1970 to the year 9999.
  package func requireTime(_ key: String) throws(JSONError) -> Int64 {
    try requireInt(key, within: 0...253_402_300_799_999)
  }
}
