/// JSON as others write it: free in order, space, key names and escapes. (RFC 8259)
///
/// As strict as the canonical spelling about double keys, depth, size and UTF-8. Two keys that
/// look alike under Unicode's canonical equivalence count as the same key.
package enum OrdinaryJSON {
  /// What to do with numbers that are not integers; they are never turned into floating point.
  package enum Decimals: Sendable {
    case refused
    /// Kept as `.string` with the digits as written, at most 64 bytes.
    case asText
  }

  /// Reads one value with nothing but space around it.
  package static func decode(
    _ bytes: [UInt8], limits: JSONLimits = .message, decimals: Decimals = .refused
  ) throws(JSONError) -> JSONValue {
    do throws(JSONError) {
      var cursor = try JSONCursor(bytes, limits: limits)
      cursor.skipSpace()
      let value = try cursor.ordinaryValue(decimals)
      cursor.skipSpace()
      guard cursor.at == bytes.count else { throw JSONError(.trailingData, at: cursor.at) }
      return value
    } catch {
      throw error.placed(in: bytes)
    }
  }

  /// Writes a value in the order in which it was built.
  ///
  /// - Parameter pretty: two spaces per level, one member per line and a newline at the end.
  package static func encode(_ value: JSONValue, pretty: Bool = false) -> [UInt8] {
    var writer = JSONWriter(for: value)
    if pretty {
      writer.pretty(value, level: 0)
      writer.bytes.append(0x0A)
    } else {
      writer.compact(value)
    }
    return writer.bytes
  }
}

extension JSONCursor {
  @inline(__always) mutating func skipSpace() {
    while at < bytes.count {
      let byte = bytes[at]
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
      at += 1
    }
  }

  mutating func ordinaryValue(_ decimals: OrdinaryJSON.Decimals) throws(JSONError) -> JSONValue {
    guard let byte else { throw fail(.unexpectedEnd) }
    switch byte {
    case UInt8(ascii: "\""): return .string(try string(.ordinary))
    case UInt8(ascii: "{"): return .object(try ordinaryMembers(decimals))
    case UInt8(ascii: "["): return .array(try ordinaryElements(decimals))
    case UInt8(ascii: "-"), 0x30...0x39: return try number(decimals)
    default: return try word()
    }
  }

  private mutating func ordinaryElements(
    _ decimals: OrdinaryJSON.Decimals
  ) throws(JSONError) -> [JSONValue] {
    try enter()
    defer { leave() }
    var list: [JSONValue] = []
    skipSpace()
    if take(UInt8(ascii: "]")) { return list }
    repeat {
      skipSpace()
      guard list.count < limits.elements else {
        throw JSONError(.tooManyElements(limit: limits.elements), at: at)
      }
      do throws(JSONError) { list.append(try ordinaryValue(decimals)) } catch {
        throw error.inside(.index(list.count))
      }
      skipSpace()
    } while take(UInt8(ascii: ","))
    try expect(UInt8(ascii: "]"), "a comma or the end of the array")
    return list
  }

  private mutating func ordinaryMembers(
    _ decimals: OrdinaryJSON.Decimals
  ) throws(JSONError) -> [JSONMember] {
    try enter()
    defer { leave() }
    var members: [JSONMember] = []
    var keys = SeenKeys()
    skipSpace()
    if take(UInt8(ascii: "}")) { return members }
    members.reserveCapacity(8)
    repeat {
      skipSpace()
      guard members.count < limits.members else {
        throw JSONError(.tooManyMembers(limit: limits.members), at: at)
      }
      let start = at
      let key = try string(.ordinary)
      guard keys.insert(key, after: members) else {
        throw JSONError(.duplicateKey, at: start).inside(.key(key))
      }
      skipSpace()
      try expect(UInt8(ascii: ":"), "a colon")
      skipSpace()
      do throws(JSONError) { members.append(JSONMember(key, try ordinaryValue(decimals))) } catch {
        throw error.inside(.key(key))
      }
      skipSpace()
    } while take(UInt8(ascii: ","))
    try expect(UInt8(ascii: "}"), "a comma or the end of the object")
    return members
  }

  /// Reads a number; the grammar is that of RFC 8259, section 6.
  private mutating func number(_ decimals: OrdinaryJSON.Decimals) throws(JSONError) -> JSONValue {
    let start = at
    if case .refused = decimals {
      let (_, value) = try integer()
      if isFraction(at) { throw JSONError(.notAnInteger, at: start) }
      return .int(value)
    }
    var end = start
    while end < bytes.count, isNumberByte(bytes[end]) { end += 1 }
    guard (start..<end).contains(where: isFraction) else { return .int(try integer().value) }
    guard end - start <= 64 else { throw JSONError(.stringTooLong(limit: 64), at: start) }
    _ = take(UInt8(ascii: "-"))
    let whole = try digits()
    if whole > 1, bytes[at - whole] == UInt8(ascii: "0") {
      throw JSONError(.leadingZero, at: start)
    }
    if take(UInt8(ascii: ".")) { _ = try digits() }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "-")) { _ = take(UInt8(ascii: "+")) }
      _ = try digits()
    }
    return .string(String(decoding: bytes[start..<at], as: UTF8.self))
  }

  private mutating func digits() throws(JSONError) -> Int {
    let start = at
    while at < bytes.count, bytes[at] &- 0x30 < 10 { at += 1 }
    guard at > start else { throw fail(.unexpected(expected: "a digit")) }
    return at - start
  }

  /// Whether a point or an exponent stands at an index.
  private func isFraction(_ index: Int) -> Bool {
    guard index < bytes.count else { return false }
    return bytes[index] == UInt8(ascii: ".") || bytes[index] | 0x20 == UInt8(ascii: "e")
  }

  private func isNumberByte(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
      || byte == UInt8(ascii: ".") || byte | 0x20 == UInt8(ascii: "e")
  }
}

/// The keys of one object so far: compared in turn while few, in a seeded set when many.
private struct SeenKeys {
  private static let few = 16
  private var many: Set<String> = []

  mutating func insert(_ key: String, after members: [JSONMember]) -> Bool {
    if members.count < Self.few { return !members.contains { $0.key == key } }
    if many.isEmpty { many = Set(members.map(\.key)) }
    return many.insert(key).inserted
  }
}
