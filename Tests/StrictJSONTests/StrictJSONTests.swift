// The spellings that each decoder takes and refuses, as tables.
import StrictJSON
import Testing

func canonical(_ text: String) throws(JSONError) -> JSONValue {
  try CanonicalJSON.decode(Array(text.utf8))
}

func ordinary(_ text: String) throws(JSONError) -> JSONValue {
  try OrdinaryJSON.decode(Array(text.utf8))
}

/// The fault with which a decoder refuses, or nil when it accepts.
func fault(_ decode: () throws(JSONError) -> JSONValue) -> JSONFault? {
  do throws(JSONError) {
    _ = try decode()
    return nil
  } catch {
    return error.fault
  }
}

@Suite("Canonical JSON has one spelling per value")
struct CanonicalSpellings {
  @Test(
    "accepted, and written back byte for byte",
    arguments: [
      "null", "true", "false", "0", "-1", "9007199254740991", "-9007199254740991", #""""#,
      "[]", "{}", "[1,2,[3]]", #"{"a":1,"a_":2,"a_b":[],"b":{}}"#, #"{"0":1,"_":2,"a":3}"#,
      #""\"\\\b\f\n\r\t\u0000\u001f\u000b""#, #""/ü€😀\#u{7f}\#u{2028}""#,
      #"{"tekst":"één lange regel met meer dan zestien bytes en een \" erin"}"#,
    ])
  func accepted(_ text: String) throws {
    let value = try canonical(text)
    #expect(CanonicalJSON.encode(value) == Array(text.utf8))
  }

  @Test(
    "refused, by name",
    arguments: [
      ("", .unexpectedEnd), (" 1", .unexpected(expected: "a value")), ("1 ", .trailingData),
      ("1\n", .trailingData), ("[1, 2]", .unexpected(expected: "a value")),
      ("-0", .negativeZero), ("01", .leadingZero), ("-01", .leadingZero), ("1.0", .notAnInteger),
      ("1e3", .notAnInteger), ("1E3", .notAnInteger), ("+1", .unexpected(expected: "a value")),
      ("-", .unexpectedEnd), ("9007199254740992", .integerOutOfRange),
      ("-9007199254740992", .integerOutOfRange), ("99999999999999999999999", .integerOutOfRange),
      (#""\/""#, .badEscape), (#""\u0041""#, .badEscape), (#""\u000A""#, .badEscape),
      (#""\u000a""#, .badEscape), (#""\u001F""#, .badEscape), (#""\u00e9""#, .badEscape),
      (#""\ud83d\ude00""#, .badEscape), (#""\x""#, .badEscape), (#""\u00""#, .unexpectedEnd),
      ("\"\n\"", .controlCharacter), ("\"0123456789abcde\u{1}\"", .controlCharacter),
      (#"{"b":1,"a":2}"#, .keysNotSorted), (#"{"aa":1,"a":2}"#, .keysNotSorted),
      (#"{"a":1,"a":2}"#, .duplicateKey), (#"{"A":1}"#, .keyNotCanonical),
      (#"{"":1}"#, .keyNotCanonical), (#"{"a-b":1}"#, .keyNotCanonical),
      (#"{"é":1}"#, .keyNotCanonical), (#"{"\n":1}"#, .keyNotCanonical),
      (#"{"a" :1}"#, .unexpected(expected: "a colon")),
      (#"{"a":1,}"#, .unexpected(expected: "a string")),
      (#"{a:1}"#, .unexpected(expected: "a string")), ("[1,]", .unexpected(expected: "a value")),
      ("[,1]", .unexpected(expected: "a value")),
      ("[1 2]", .unexpected(expected: "a comma or the end of the array")),
      ("{} {}", .trailingData), ("nul", .unexpectedEnd), ("nulL", .unexpected(expected: "a value")),
      ("NaN", .unexpected(expected: "a value")), ("Infinity", .unexpected(expected: "a value")),
      ("'a'", .unexpected(expected: "a value")), ("\u{FEFF}1", .byteOrderMark),
      (#"{"a":1"#, .unexpectedEnd), ("[", .unexpectedEnd), ("\"a", .unexpectedEnd),
      ("1/**/", .trailingData), ("\u{A0}1", .unexpected(expected: "a value")),
    ] as [(String, JSONFault)])
  func refused(_ text: String, _ expected: JSONFault) {
    #expect(fault { () throws(JSONError) in try canonical(text) } == expected)
  }

  @Test(
    "invalid UTF-8 is refused",
    arguments: [
      [0xC0, 0xAF], [0xE0, 0x80, 0xAF], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0x80], [0xC3],
      [0xF4, 0x90, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFF], [0xFE], [0xE2, 0x82],
      [0xF0, 0x80, 0x80, 0xAF],
    ] as [[UInt8]])
  func invalidUTF8(_ bad: [UInt8]) {
    for padding in [0, 3, 20] {
      let filling = [UInt8](repeating: 0x61, count: padding)
      let bytes = [0x22] + filling + bad + filling + [0x22]
      #expect(fault { () throws(JSONError) in try CanonicalJSON.decode(bytes) } == .invalidUTF8)
      #expect(fault { () throws(JSONError) in try OrdinaryJSON.decode(bytes) } == .invalidUTF8)
      let escaped = [0x22, 0x5C, 0x6E] + filling + bad + filling + [0x22]
      #expect(fault { () throws(JSONError) in try CanonicalJSON.decode(escaped) } == .invalidUTF8)
    }
    #expect(fault { () throws(JSONError) in try CanonicalJSON.decode(bad) } != nil)
  }

  @Test("encoding puts keys in order and leaves values alone")
  func encodeSorts() {
    let value: JSONValue = ["b": [1, -2], "a": ["z": nil, "_": true, "0": "x\u{1}/é"]]
    #expect(
      String(decoding: CanonicalJSON.encode(value), as: UTF8.self)
        == #"{"a":{"0":"x\u0001/é","_":true,"z":null},"b":[1,-2]}"#)
  }

  @Test("a value outside the rules is found before signing and refused after")
  func check() throws {
    let wrong: [(JSONValue, JSONFault)] = [
      (["Naam": 1], .keyNotCanonical), (["": 1], .keyNotCanonical),
      (.object([("a", 1), ("a", 2)]), .duplicateKey),
      (.int(1 << 53), .integerOutOfRange), (.int(.min), .integerOutOfRange),
      (nested(33), .tooDeep(limit: 32)),
    ]
    for (value, expected) in wrong {
      do throws(JSONError) {
        try CanonicalJSON.check(value)
        Issue.record("accepted \(value)")
      } catch { #expect(error.fault == expected) }
      #expect(
        fault { () throws(JSONError) in
          try CanonicalJSON.decode(CanonicalJSON.encode(value))
        } == expected)
    }
    try CanonicalJSON.check(["a": [1, "é", nil], "b": nested(31)])
  }
}

func nested(_ depth: Int) -> JSONValue {
  (1..<depth).reduce(.array([])) { value, _ in .array([value]) }
}

@Suite("Ordinary JSON is free in spelling, strict in substance")
struct OrdinarySpellings {
  @Test(
    "accepted",
    arguments: [
      (" { \"b\" : 1 ,\r\n\t\"A-b\" : [ ] } ", .object([("b", 1), ("A-b", [])])),
      (#""\u0041\/\ud83d\uDE00""#, "A/😀"), ("-0", 0), ("[\n]", []), (#"{"":{}}"#, ["": [:]]),
    ] as [(String, JSONValue)])
  func accepted(_ text: String, _ value: JSONValue) throws {
    #expect(try ordinary(text) == value)
  }

  @Test(
    "refused, by name",
    arguments: [
      (#"{"a":1,"a":2}"#, .duplicateKey), (#"{"a":1,"\u0061":2}"#, .duplicateKey),
      ("\u{FEFF}{}", .byteOrderMark), ("[1,]", .unexpected(expected: "a value")),
      (#"{"a":1,}"#, .unexpected(expected: "a string")), ("{} x", .trailingData),
      ("1.5", .notAnInteger), ("01", .leadingZero), ("\"\t\"", .controlCharacter),
      (#""\ud83d""#, .loneSurrogate), (#""\ud83dx""#, .loneSurrogate),
      (#""\ude00""#, .loneSurrogate),
      (#""\ud83d\ud83d""#, .loneSurrogate), (#""\u12g4""#, .badEscape), (#""\'""#, .badEscape),
      ("// c\n1", .unexpected(expected: "a value")), ("\u{B}1", .unexpected(expected: "a value")),
      ("  ", .unexpectedEnd), ("9007199254740993", .integerOutOfRange),
    ] as [(String, JSONFault)])
  func refused(_ text: String, _ expected: JSONFault) {
    #expect(fault { () throws(JSONError) in try ordinary(text) } == expected)
  }

  @Test("decimals stay text when asked, in JSON's own grammar")
  func decimals() throws {
    func read(_ text: String) throws(JSONError) -> JSONValue {
      try OrdinaryJSON.decode(Array(text.utf8), decimals: .asText)
    }
    #expect(try read("[1.50,-0.1e+9,2E5,7]") == ["1.50", "-0.1e+9", "2E5", 7])
    for wrong in ["1.", ".5", "01.5", "1e", "1e+", "1.5.5", "--1.5", "1.5e1.5", "-.5"] {
      #expect(fault { () throws(JSONError) in try read(wrong) } != nil, "\(wrong)")
    }
  }

  @Test("two hundred keys and one of them twice")
  func manyKeys() {
    let keys = (0..<200).map { #""k\#($0)":0"# }
    #expect(
      fault { () throws(JSONError) in try ordinary("{\(keys.joined(separator: ","))}") } == nil)
    for twice in [0, 10, 15, 16, 199] {
      let text = "{\((keys + [keys[twice]]).joined(separator: ","))}"
      #expect(fault { () throws(JSONError) in try ordinary(text) } == .duplicateKey)
    }
  }

  @Test("the pretty layout reads back and moves no terminal")
  func pretty() throws {
    let value: JSONValue = [
      "naam": "J\u{1B}[2J\u{9B}\u{202E}é", "lijst": [1, [], [:], ["a": nil]],
    ]
    let text = String(decoding: OrdinaryJSON.encode(value, pretty: true), as: UTF8.self)
    #expect(
      text == """
        {
          "naam": "J\\u001b[2J\\u009b\\u202eé",
          "lijst": [
            1,
            [],
            {},
            {
              "a": null
            }
          ]
        }

        """)
    #expect(try ordinary(text) == value)
    #expect(try OrdinaryJSON.decode(OrdinaryJSON.encode(value)) == value)
  }
}
