/// The spelling that is signed: one per value.
///
/// As Python's `json.dumps(sort_keys=True, separators=(',', ':'), ensure_ascii=False)` writes it,
/// with keys of `[a-z0-9_]+`, no floats and integers within ±(2^53−1). (Docs/protocol.md, bytes)
package enum CanonicalJSON {
  /// The integers that every JSON reader keeps exactly. (RFC 7493, section 2.2)
  package static let integers: ClosedRange<Int64> = -9_007_199_254_740_991...9_007_199_254_740_991

  /// Writes a value; members are put in order here.
  ///
  /// It never stops the program: a value outside the rules (see `check`) is written as it is, and every decoder
  /// refuses those bytes.
  package static func encode(_ value: JSONValue) -> [UInt8] {
    var writer = JSONWriter()
    writer.canonical(value)
    return writer.bytes
  }

  /// Checks a value that was built from outside data against the rules, before it is signed.
  ///
  /// Throws: `.keyNotCanonical`, `.duplicateKey`, `.integerOutOfRange`, `.tooDeep`.
  package static func check(_ value: JSONValue) throws(JSONError) {
    try check(value, room: JSONLimits.deepest)
  }

  private static func check(_ value: JSONValue, room: Int) throws(JSONError) {
    switch value {
    case .null, .bool, .string: return
    case .int(let number):
      guard integers.contains(number) else { throw JSONError(.integerOutOfRange) }
    case .array(let list):
      guard room > 0 else { throw JSONError(.tooDeep(limit: JSONLimits.deepest)) }
      for (index, element) in list.enumerated() {
        do throws(JSONError) { try check(element, room: room - 1) } catch {
          throw error.inside(.index(index))
        }
      }
    case .object(let members):
      guard room > 0 else { throw JSONError(.tooDeep(limit: JSONLimits.deepest)) }
      var seen: Set<String> = []
      for member in members {
        guard !member.key.isEmpty, member.key.utf8.allSatisfy(isKeyByte) else {
          throw JSONError(.keyNotCanonical, path: [.key(member.key)])
        }
        guard seen.insert(member.key).inserted else {
          throw JSONError(.duplicateKey, path: [.key(member.key)])
        }
        do throws(JSONError) { try check(member.value, room: room - 1) } catch {
          throw error.inside(.key(member.key))
        }
      }
    }
  }

  /// Reads bytes that `encode` could have written, and refuses all others.
  package static func decode(
    _ bytes: [UInt8], limits: JSONLimits = .record
  ) throws(JSONError) -> JSONValue {
    do throws(JSONError) {
      var cursor = try JSONCursor(bytes, limits: limits)
      let value = try cursor.canonicalValue()
      guard cursor.at == bytes.count else { throw JSONError(.trailingData, at: cursor.at) }
      return value
    } catch {
      throw error.placed(in: bytes)
    }
  }

  /// Whether a byte may stand in a key: `[a-z0-9_]`.
  @inline(__always) static func isKeyByte(_ byte: UInt8) -> Bool {
    byte &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x5F
  }
}

extension JSONCursor {
  fileprivate mutating func canonicalValue() throws(JSONError) -> JSONValue {
    guard let byte else { throw fail(.unexpectedEnd) }
    switch byte {
    case UInt8(ascii: "\""): return .string(try string(.canonical))
    case UInt8(ascii: "{"): return .object(try canonicalMembers())
    case UInt8(ascii: "["): return .array(try canonicalElements())
    case UInt8(ascii: "-"), 0x30...0x39:
      let start = at
      let (negative, value) = try integer()
      if negative, value == 0 { throw JSONError(.negativeZero, at: start) }
      if at < bytes.count,
        [UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E")].contains(bytes[at])
      {
        throw JSONError(.notAnInteger, at: start)
      }
      return .int(value)
    default: return try word()
    }
  }

  private mutating func canonicalElements() throws(JSONError) -> [JSONValue] {
    try enter()
    defer { leave() }
    var list: [JSONValue] = []
    if take(UInt8(ascii: "]")) { return list }
    repeat {
      guard list.count < limits.elements else {
        throw JSONError(.tooManyElements(limit: limits.elements), at: at)
      }
      do throws(JSONError) { list.append(try canonicalValue()) } catch {
        throw error.inside(.index(list.count))
      }
    } while take(UInt8(ascii: ","))
    try expect(UInt8(ascii: "]"), "a comma or the end of the array")
    return list
  }

  private mutating func canonicalMembers() throws(JSONError) -> [JSONMember] {
    try enter()
    defer { leave() }
    var members: [JSONMember] = []
    if take(UInt8(ascii: "}")) { return members }
    members.reserveCapacity(8)
    var last = at..<at
    repeat {
      guard members.count < limits.members else {
        throw JSONError(.tooManyMembers(limit: limits.members), at: at)
      }
      let start = at + 1
      let key = try canonicalKey()
      let range = start..<at - 1
      switch order(last, range) {
      case .ascending: break
      case .same: throw JSONError(.duplicateKey, at: start).inside(.key(key))
      case .descending: throw JSONError(.keysNotSorted, at: start).inside(.key(key))
      }
      last = range
      try expect(UInt8(ascii: ":"), "a colon")
      do throws(JSONError) { members.append(JSONMember(key, try canonicalValue())) } catch {
        throw error.inside(.key(key))
      }
    } while take(UInt8(ascii: ","))
    try expect(UInt8(ascii: "}"), "a comma or the end of the object")
    return members
  }

  private mutating func canonicalKey() throws(JSONError) -> String {
    let start = at + 1
    let key = try string(.canonical)
    guard at - 1 > start else { throw JSONError(.keyNotCanonical, at: start) }
    for index in start..<at - 1 where !CanonicalJSON.isKeyByte(bytes[index]) {
      throw JSONError(.keyNotCanonical, at: index)
    }
    return key
  }

  private enum Order {
    case ascending
    case same
    case descending
  }

  /// How two keys of the input stand to each other, byte by byte; an empty first is before all.
  private func order(_ first: Range<Int>, _ second: Range<Int>) -> Order {
    var left = first.lowerBound
    var right = second.lowerBound
    while left < first.upperBound, right < second.upperBound {
      if bytes[left] != bytes[right] {
        return bytes[left] < bytes[right] ? .ascending : .descending
      }
      left += 1
      right += 1
    }
    if first.count == second.count { return .same }
    return first.count < second.count ? .ascending : .descending
  }
}
