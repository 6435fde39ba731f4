/// A place in the input, and the parts of the grammar that both spellings share.
///
/// It walks an array by index: no `Character`, no `String.Index`, one allocation per long string.
struct JSONCursor {
  let bytes: [UInt8]
  let limits: JSONLimits
  var at = 0
  /// How many more arrays or objects may open here.
  private var room: Int

  /// Checks the total length before anything else looks at the bytes.
  init(_ bytes: [UInt8], limits: JSONLimits) throws(JSONError) {
    guard bytes.count <= limits.bytes else {
      throw JSONError(.tooLong(limit: limits.bytes), at: limits.bytes)
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { throw JSONError(.byteOrderMark, at: 0) }
    self.bytes = bytes
    self.limits = limits
    room = limits.depth
  }

  /// The byte here, or nil at the end.
  @inline(__always) var byte: UInt8? { at < bytes.count ? bytes[at] : nil }

  func fail(_ fault: JSONFault) -> JSONError {
    JSONError(at >= bytes.count ? .unexpectedEnd : fault, at: at)
  }

  /// Steps over one byte, or says what should have stood here.
  @inline(__always) mutating func expect(_ wanted: UInt8, _ name: String) throws(JSONError) {
    guard byte == wanted else { throw fail(.unexpected(expected: name)) }
    at += 1
  }

  /// Steps over one byte when it stands here.
  @inline(__always) mutating func take(_ wanted: UInt8) -> Bool {
    guard byte == wanted else { return false }
    at += 1
    return true
  }

  mutating func enter() throws(JSONError) {
    guard room > 0 else { throw JSONError(.tooDeep(limit: limits.depth), at: at) }
    room -= 1
    at += 1
  }

  mutating func leave() { room += 1 }

  /// Reads `true`, `false` or `null`.
  mutating func word() throws(JSONError) -> JSONValue {
    switch byte {
    case UInt8(ascii: "t"): return try literal("true", .bool(true))
    case UInt8(ascii: "f"): return try literal("false", .bool(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    default: throw fail(.unexpected(expected: "a value"))
    }
  }

  private mutating func literal(
    _ text: StaticString, _ value: JSONValue
  ) throws(JSONError) -> JSONValue {
    for wanted in text.description.utf8 {
      guard byte == wanted else { throw fail(.unexpected(expected: "a value")) }
      at += 1
    }
    return value
  }

  /// Reads the digits of an integer without a leading zero, within ±(2^53−1).
  ///
  /// Returns the magnitude's sign apart, so that each spelling decides about `-0` itself.
  mutating func integer() throws(JSONError) -> (negative: Bool, value: Int64) {
    let start = at
    let negative = take(UInt8(ascii: "-"))
    let first = at
    var value: Int64 = 0
    while at < bytes.count, case let digit = bytes[at] &- 0x30, digit < 10 {
      // Sixteen digits always fit in Int64, so that the arithmetic below cannot overflow.
      guard at - first < 16 else { throw JSONError(.integerOutOfRange, at: start) }
      value = value * 10 + Int64(digit)
      at += 1
    }
    guard at > first else { throw fail(.unexpected(expected: "a value")) }
    guard bytes[first] != UInt8(ascii: "0") || at == first + 1 else {
      throw JSONError(.leadingZero, at: start)
    }
    guard value <= CanonicalJSON.integers.upperBound else {
      throw JSONError(.integerOutOfRange, at: start)
    }
    return (negative, negative ? -value : value)
  }
}
