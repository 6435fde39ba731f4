/// Writes values as bytes, in each of the three layouts.
struct JSONWriter {
  var bytes: [UInt8] = []

  init() { bytes.reserveCapacity(512) }

  /// With room for the long strings of `value`: an answer of half a megabyte is then copied once.
  init(for value: JSONValue) { bytes.reserveCapacity(512 + Self.longText(of: value)) }

  private static func longText(of value: JSONValue) -> Int {
    switch value {
    case .string(let text): text.utf8.count
    case .object(let members): members.reduce(0) { $0 + longText(of: $1.value) }
    default: 0
    }
  }

  /// Writes without space, members in byte order of their keys.
  mutating func canonical(_ value: JSONValue) {
    switch value {
    case .string(let text): string(text, terminalSafe: false)
    case .array(let list):
      bytes.append(UInt8(ascii: "["))
      for index in list.indices {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        canonical(list[index])
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let members):
      bytes.append(UInt8(ascii: "{"))
      let sorted = members.isAscending ? members : members.sorted { $0.key.precedes($1.key) }
      for index in sorted.indices {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        string(sorted[index].key, terminalSafe: false)
        bytes.append(UInt8(ascii: ":"))
        canonical(sorted[index].value)
      }
      bytes.append(UInt8(ascii: "}"))
    default: scalar(value)
    }
  }

  /// Writes without space, in the order given.
  mutating func compact(_ value: JSONValue) {
    switch value {
    case .string(let text): string(text, terminalSafe: true)
    case .array(let list):
      bytes.append(UInt8(ascii: "["))
      for index in list.indices {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        compact(list[index])
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let members):
      bytes.append(UInt8(ascii: "{"))
      for index in members.indices {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        string(members[index].key, terminalSafe: true)
        bytes.append(UInt8(ascii: ":"))
        compact(members[index].value)
      }
      bytes.append(UInt8(ascii: "}"))
    default: scalar(value)
    }
  }

  /// Writes for people: two spaces per level, empty arrays and objects on one line.
  mutating func pretty(_ value: JSONValue, level: Int) {
    switch value {
    case .string(let text): string(text, terminalSafe: true)
    case .array(let list) where !list.isEmpty:
      bytes.append(UInt8(ascii: "["))
      for index in list.indices {
        newLine(level + 1, comma: index > 0)
        pretty(list[index], level: level + 1)
      }
      newLine(level, comma: false)
      bytes.append(UInt8(ascii: "]"))
    case .object(let members) where !members.isEmpty:
      bytes.append(UInt8(ascii: "{"))
      for index in members.indices {
        newLine(level + 1, comma: index > 0)
        string(members[index].key, terminalSafe: true)
        bytes.append(UInt8(ascii: ":"))
        bytes.append(0x20)
        pretty(members[index].value, level: level + 1)
      }
      newLine(level, comma: false)
      bytes.append(UInt8(ascii: "}"))
    default: compact(value)
    }
  }

  private mutating func newLine(_ level: Int, comma: Bool) {
    if comma { bytes.append(UInt8(ascii: ",")) }
    bytes.append(0x0A)
    bytes.append(contentsOf: repeatElement(0x20, count: 2 * level))
  }

  private mutating func scalar(_ value: JSONValue) {
    switch value {
    case .null: bytes.append(contentsOf: "null".utf8)
    case .bool(let truth): bytes.append(contentsOf: (truth ? "true" : "false").utf8)
    case .int(let number): integer(number)
    case .string, .array, .object: break
    }
  }

  private mutating func integer(_ number: Int64) {
    if number < 0 { bytes.append(UInt8(ascii: "-")) }
    var rest = number.magnitude
    let start = bytes.count
    repeat {
      bytes.append(0x30 + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    } while rest > 0
    bytes[start...].reverse()
  }

  /// Writes a string with the escapes that Python writes.
  ///
  /// - Parameter terminalSafe: also escapes what a terminal would obey or what turns the reading
  ///   direction: DEL, C1 controls, bidirectional marks. (CVE-2021-42574)
  private mutating func string(_ text: String, terminalSafe: Bool) {
    bytes.append(UInt8(ascii: "\""))
    if text.utf8.span.isPlain(terminalSafe: terminalSafe) {
      bytes.append(contentsOf: text.utf8)
    } else {
      for scalar in text.unicodeScalars { escaped(scalar, terminalSafe: terminalSafe) }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func escaped(_ scalar: Unicode.Scalar, terminalSafe: Bool) {
    switch scalar {
    case "\"": bytes.append(contentsOf: #"\""#.utf8)
    case "\\": bytes.append(contentsOf: #"\\"#.utf8)
    case "\u{8}": bytes.append(contentsOf: #"\b"#.utf8)
    case "\u{C}": bytes.append(contentsOf: #"\f"#.utf8)
    case "\n": bytes.append(contentsOf: #"\n"#.utf8)
    case "\r": bytes.append(contentsOf: #"\r"#.utf8)
    case "\t": bytes.append(contentsOf: #"\t"#.utf8)
    case _ where scalar.value < 0x20 || (terminalSafe && scalar.movesTerminal):
      bytes.append(contentsOf: #"\u"#.utf8)
      for shift: UInt32 in [12, 8, 4, 0] {
        let digit = UInt8(truncatingIfNeeded: scalar.value >> shift & 0xF)
        bytes.append(digit < 10 ? 0x30 + digit : 0x61 + digit - 10)
      }
    default: bytes.append(contentsOf: scalar.utf8)
    }
  }
}

extension Span<UInt8> {
  /// How many bytes at the front, in steps of 32, are ASCII and need no escape.
  ///
  /// Base64 of half a megabyte is nothing else. The vector types of the standard library were ten
  /// times as slow here as words.
  fileprivate var plainCount: Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let raw = unsafe bytes
    func suspicious(_ at: Int) -> UInt64 {
      let word = unsafe raw.unsafeLoadUnaligned(fromUncheckedByteOffset: at, as: UInt64.self)
      let quotes = (word ^ (ones &* 0x22)) &- ones
      let slashes = (word ^ (ones &* 0x5C)) &- ones
      // The top bit of a byte: it is from 0x7F up, a quote, a backslash, below 0x20, or beside one.
      return word | (word &+ ones) | quotes | slashes | (word &- ones &* 0x20)
    }
    var index = 0
    while count - index >= 32 {
      let found =
        suspicious(index) | suspicious(index + 8) | suspicious(index + 16)
        | suspicious(index + 24)
      if found & 0x8080_8080_8080_8080 != 0 { return index }
      index += 32
    }
    return index
  }

  /// Whether no byte needs an escape; with `terminalSafe`, a no may also mean "look closer".
  fileprivate func isPlain(terminalSafe: Bool) -> Bool {
    let highs: UInt64 = 0x8080_8080_8080_8080
    var index = plainCount
    while count - index >= 8 {
      let word = unsafe bytes.unsafeLoadUnaligned(
        fromUncheckedByteOffset: index, as: UInt64.self)
      if word.holdsSpecial { return false }
      // Bytes from 0x7F up are looked at one by one; base64 never gets there.
      if terminalSafe && (word | (word &+ 0x0101_0101_0101_0101)) & highs != 0 { break }
      index += 8
    }
    while index < count {
      let byte = self[index]
      index += 1
      if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return false }
      if terminalSafe && (byte == 0x7F || byte == 0xC2 || byte == 0xD8 || byte == 0xE2) {
        return false
      }
    }
    return true
  }
}

extension Unicode.Scalar {
  fileprivate var movesTerminal: Bool {
    switch value {
    case 0x7F...0x9F, 0x61C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}

extension String {
  fileprivate func precedes(_ other: String) -> Bool {
    utf8.lexicographicallyPrecedes(other.utf8)
  }
}

extension [JSONMember] {
  fileprivate var isAscending: Bool {
    guard count > 1 else { return true }
    for index in 1..<count where !self[index - 1].key.precedes(self[index].key) { return false }
    return true
  }
}
