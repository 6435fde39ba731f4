// Strings: found by words of eight bytes, validated and copied once.

extension JSONCursor {
  /// Which escapes a spelling allows.
  enum Escapes {
    /// Only those that the canonical writer needs, in its own spelling.
    case canonical
    /// All of RFC 8259, section 7.
    case ordinary
  }

  /// Reads a string, its opening quote being here.
  mutating func string(_ escapes: Escapes) throws(JSONError) -> String {
    try expect(UInt8(ascii: "\""), "a string")
    let start = at
    let limit = min(bytes.count, start + min(limits.string, bytes.count - start))
    at = plainEnd(from: start, to: limit)
    if at < limit, bytes[at] == UInt8(ascii: "\\") {
      return try escapedString(from: start, to: limit, escapes)
    }
    try closing(limit)
    defer { at += 1 }
    return try text(start..<at)
  }

  /// Checks that the closing quote is here; at the limit it may still follow.
  private func closing(_ limit: Int) throws(JSONError) {
    guard at < bytes.count else { throw JSONError(.unexpectedEnd, at: at) }
    if at <= limit, bytes[at] == UInt8(ascii: "\"") { return }
    if at >= limit { throw JSONError(.stringTooLong(limit: limits.string), at: at) }
    throw JSONError(.controlCharacter, at: at)
  }

  /// The first quote, backslash or control character, or `end`.
  private func plainEnd(from start: Int, to end: Int) -> Int {
    let span = unsafe bytes.span.bytes
    var index = start
    while end - index >= 8 {
      let word = unsafe span.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self)
      guard !word.holdsSpecial else { break }
      index += 8
    }
    while index < end {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { break }
      index += 1
    }
    return index
  }

  /// Makes a string of a part of the input, refusing what is not UTF-8.
  private func text(_ range: Range<Int>) throws(JSONError) -> String {
    do throws(UTF8.ValidationError) {
      return String(copying: try UTF8Span(validating: bytes.span.extracting(range)))
    } catch {
      throw JSONError(.invalidUTF8, at: range.lowerBound + error.byteOffsets.lowerBound)
    }
  }

  private mutating func escapedString(
    from start: Int, to limit: Int, _ escapes: Escapes
  ) throws(JSONError) -> String {
    var result: [UInt8] = []
    var run = start
    while at < limit, bytes[at] == UInt8(ascii: "\\") {
      result.append(contentsOf: bytes[run..<at])
      let place = at
      at += 1
      let scalar = try escape(escapes, place)
      result.append(contentsOf: scalar.utf8)
      run = at
      at = plainEnd(from: at, to: max(at, limit))
    }
    try closing(limit)
    result.append(contentsOf: bytes[run..<at])
    at += 1
    do throws(UTF8.ValidationError) {
      return String(copying: try UTF8Span(validating: result.span))
    } catch {
      throw JSONError(.invalidUTF8, at: start)
    }
  }

  /// Reads what follows a backslash.
  private mutating func escape(
    _ escapes: Escapes, _ place: Int
  ) throws(JSONError) -> Unicode.Scalar {
    guard let letter = byte else { throw JSONError(.unexpectedEnd, at: at) }
    at += 1
    switch letter {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "/") where escapes == .ordinary: return "/"
    case UInt8(ascii: "u"):
      let unit = try fourDigits(lowercaseOnly: escapes == .canonical, place)
      if escapes == .canonical {
        // Only control characters without a letter of their own are written this way.
        guard unit < 0x20, ![8, 9, 10, 12, 13].contains(unit) else {
          throw JSONError(.badEscape, at: place)
        }
      }
      return try scalar(unit, place)
    default: throw JSONError(.badEscape, at: place)
    }
  }

  /// Joins a surrogate pair; half of one is refused.
  private mutating func scalar(_ unit: UInt32, _ place: Int) throws(JSONError) -> Unicode.Scalar {
    if let scalar = Unicode.Scalar(unit) { return scalar }
    guard unit < 0xDC00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
      throw JSONError(.loneSurrogate, at: place)
    }
    let low = try fourDigits(lowercaseOnly: false, place)
    guard (0xDC00...0xDFFF).contains(low),
      let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
    else { throw JSONError(.loneSurrogate, at: place) }
    return scalar
  }

  private mutating func fourDigits(lowercaseOnly: Bool, _ place: Int) throws(JSONError) -> UInt32 {
    guard bytes.count - at >= 4 else { throw JSONError(.unexpectedEnd, at: bytes.count) }
    var value: UInt32 = 0
    for _ in 0..<4 {
      let digit: UInt8
      switch bytes[at] {
      case let byte where byte &- 0x30 < 10: digit = byte - 0x30
      case let byte where byte &- 0x61 < 6: digit = byte - 0x61 + 10
      case let byte where byte &- 0x41 < 6 && !lowercaseOnly: digit = byte - 0x41 + 10
      default: throw JSONError(.badEscape, at: place)
      }
      value = value << 4 | UInt32(digit)
      at += 1
    }
    return value
  }
}

extension UInt64 {
  /// Whether one of the eight bytes is a quote, a backslash or below 0x20.
  ///
  /// May also say yes by a borrow next to such a byte; the caller then looks byte by byte.
  /// (Hacker's Delight, section 6-1: find first zero byte.)
  @inline(__always) var holdsSpecial: Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    let quotes = self ^ (ones &* 0x22)
    let slashes = self ^ (ones &* 0x5C)
    let found =
      (quotes &- ones) & ~quotes | (slashes &- ones) & ~slashes | (self &- ones &* 0x20) & ~self
    return found & highs != 0
  }
}
