/// Damaged copies of real bytes, the same ones in every run.
package struct Mutation {
  private var numbers: SplitMix
  private let corpus: [[UInt8]]
  private let longest: Int

  /// What breaks parsers of numbers, texts and lengths.
  private static let pieces: [[UInt8]] = [
    [0], [0xFF], [0x7F], [0x80], [0xFF, 0xFF, 0xFF, 0xFF], [0x80, 0, 0, 0],
    [0x7F, 0xFF, 0xFF, 0xFF],
    Array("-0".utf8), Array("9223372036854775807".utf8), Array("-9223372036854775808".utf8),
    Array("9007199254740992".utf8), Array("1e9".utf8), Array("\\u0000".utf8),
    Array("\\ud800".utf8), Array("null".utf8), Array("[]".utf8), Array("{}".utf8),
    Array("\"\"".utf8), Array("====".utf8), Array("\r\n".utf8), [0xC0, 0x80], [0xED, 0xA0, 0x80],
    [0xF4, 0x90, 0x80, 0x80], [0xEF, 0xBB, 0xBF],
  ]

  package init(_ corpus: [[UInt8]], longest: Int, seed: UInt64) {
    self.corpus = corpus
    self.longest = longest
    numbers = SplitMix(seed: seed)
  }

  /// The next damaged copy.
  package mutating func next() -> [UInt8] {
    var bytes = corpus.randomElement(using: &numbers) ?? []
    for _ in 0..<Int.random(in: 1...4, using: &numbers) { damage(&bytes) }
    return Array(bytes.prefix(longest))
  }

  private mutating func damage(_ bytes: inout [UInt8]) {
    guard !bytes.isEmpty else {
      bytes = Self.pieces.randomElement(using: &numbers) ?? []
      return
    }
    let at = Int.random(in: 0..<bytes.count, using: &numbers)
    let end = min(bytes.count, at + Int.random(in: 1...16, using: &numbers))
    switch Int.random(in: 0..<8, using: &numbers) {
    case 0: bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &numbers)
    case 1: bytes[at] = .random(in: 0...255, using: &numbers)
    case 2: bytes.removeSubrange(at..<end)
    case 3: bytes.insert(contentsOf: bytes[at..<end], at: at)
    case 4: bytes.insert(contentsOf: Self.pieces.randomElement(using: &numbers) ?? [], at: at)
    case 5: bytes.replaceSubrange(at..<end, with: Self.pieces.randomElement(using: &numbers) ?? [])
    case 6: bytes.removeLast(bytes.count - at)
    default:
      let other = corpus.randomElement(using: &numbers) ?? []
      let from = Int.random(in: 0...other.count, using: &numbers)
      bytes = Array(bytes[..<at]) + other[from...].prefix(longest)
    }
  }
}

/// A seeded generator. (Steele, Lea, Flood 2014)
private struct SplitMix: RandomNumberGenerator {
  var seed: UInt64

  mutating func next() -> UInt64 {
    seed &+= 0x9E37_79B9_7F4A_7C15
    var mixed = seed
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
