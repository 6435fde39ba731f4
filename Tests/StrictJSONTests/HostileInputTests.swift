// Input that wants to hurt: bombs, garbage, cut-off text, random bytes.
import StrictJSON
import Testing
import VaultTestKit

@Suite("Hostile JSON gets a named error, never a crash")
struct HostileInputTests {
  @Test("a depth bomb stops at the limit")
  func depthBomb() throws {
    for open in ["[", #"{"a":"#] {
      let bomb = Array(String(repeating: open, count: 100_000).utf8)
      #expect(
        fault { () throws(JSONError) in try CanonicalJSON.decode(bomb) } == .tooDeep(limit: 32))
      #expect(
        fault { () throws(JSONError) in try OrdinaryJSON.decode(bomb) } == .tooDeep(limit: 32))
    }
    #expect(try CanonicalJSON.decode(CanonicalJSON.encode(nested(32))) == nested(32))
    #expect(JSONLimits(bytes: 1, depth: 10_000).depth == 32)
  }

  @Test("ten megabytes of garbage are refused by length, at once")
  func garbage() {
    let garbage = [UInt8](repeating: 0x5B, count: 10 << 20)
    #expect(
      fault { () throws(JSONError) in try CanonicalJSON.decode(garbage) }
        == .tooLong(limit: 1 << 20))
    let spaces = [UInt8](repeating: 0x20, count: 10 << 20)
    #expect(fault { () throws(JSONError) in try OrdinaryJSON.decode(spaces) } == .unexpectedEnd)
  }

  @Test("each limit has its name, and the value at the limit passes")
  func limits() {
    let limits = JSONLimits(bytes: 64, depth: 2, string: 9, members: 2, elements: 3)
    let cases: [(String, JSONFault?)] = [
      ("[1,2,3]", nil), ("[1,2,3,4]", .tooManyElements(limit: 3)),
      (#"{"a":1,"b":2}"#, nil), (#"{"a":1,"b":2,"c":3}"#, .tooManyMembers(limit: 2)),
      (#""123456789""#, nil), (#""1234567890""#, .stringTooLong(limit: 9)),
      (#""1234567\n""#, nil), (#""12345678\n""#, .stringTooLong(limit: 9)),
      (#"{"abcdefghij":1}"#, .stringTooLong(limit: 9)),
      ("[[]]", nil), ("[[[]]]", .tooDeep(limit: 2)),
      ("[" + String(repeating: "1", count: 64), .tooLong(limit: 64)),
    ]
    for (text, expected) in cases {
      let bytes = Array(text.utf8)
      #expect(
        fault { () throws(JSONError) in try CanonicalJSON.decode(bytes, limits: limits) }
          == expected,
        "canonical \(text)")
      #expect(
        fault { () throws(JSONError) in try OrdinaryJSON.decode(bytes, limits: limits) }
          == expected,
        "ordinary \(text)")
    }
  }

  @Test("a text cut off at any byte is refused")
  func truncated() throws {
    let text = #"{"a":[1,-22,true,null,"é\n\u0001"],"b":{"c":"lange tekst van meer dan acht"}}"#
    let bytes = Array(text.utf8)
    _ = try CanonicalJSON.decode(bytes)
    for end in 0..<bytes.count {
      let part = Array(bytes[..<end])
      #expect(fault { () throws(JSONError) in try CanonicalJSON.decode(part) } != nil)
      #expect(fault { () throws(JSONError) in try OrdinaryJSON.decode(part) } != nil)
    }
  }

  @Test("random and nearly right bytes: accepted only when written back the same")
  func randomBytes() throws {
    var random = SplitMix(seed: 20_260_101)
    let seed = Array(#"{"a":[1,-22,true,null,"é\n\u0001"],"b":{"c":"x"}}"#.utf8)
    let alphabet = Array(#"{}[]",:\u0019-ntrefals e."#.utf8)
    var accepted = 0
    for round in 0..<Torture.count(20_000, long: 200_000) {
      var bytes = seed
      if round % 2 == 0 {
        for _ in 0..<Int.random(in: 1...3, using: &random) {
          let place = Int.random(in: 0..<bytes.count, using: &random)
          bytes[place] = alphabet.randomElement(using: &random) ?? 0
        }
      } else {
        bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in
          round % 4 == 1
            ? UInt8.random(in: 0...255, using: &random)
            : alphabet.randomElement(using: &random) ?? 0
        }
      }
      if let value = try? CanonicalJSON.decode(bytes) {
        accepted += 1
        #expect(CanonicalJSON.encode(value) == bytes)
        #expect((try? OrdinaryJSON.decode(bytes)) == value)
      }
      if let value = try? OrdinaryJSON.decode(bytes) {
        #expect(try OrdinaryJSON.decode(OrdinaryJSON.encode(value)) == value)
      }
    }
    #expect(accepted > 50)
  }
}

/// A seeded generator, so that a failure can be repeated. (Steele, Lea, Flood 2014)
struct SplitMix: RandomNumberGenerator {
  var seed: UInt64

  mutating func next() -> UInt64 {
    seed &+= 0x9E37_79B9_7F4A_7C15
    var mixed = seed
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}
