import Minisign
import Sodium
import Testing

/// Files that are nearly right.
struct MinisignHostileTests {
  private static let message = Array("een plan".utf8)

  private static func made() throws -> (key: MinisignKey, file: [UInt8]) {
    let pair = try MinisignPair.generate()
    let signature = try pair.sign(
      hash: BLAKE2b.hash(message, count: 64), comment: "bundle\t1")
    return (try pair.publicKey, signature.encode())
  }

  @Test func `every changed byte of a signature is refused, but for what nobody signs`() throws {
    let (key, file) = try Self.made()
    let hash = BLAKE2b.hash(Self.message, count: 64)
    let lines = file.split(separator: 0x0A, omittingEmptySubsequences: false)
    // The untrusted comment is what its name says.
    let untrusted = "untrusted comment: ".utf8.count..<lines[0].count
    for place in file.indices {
      for flip: UInt8 in [0x01, 0x20, 0x80] {
        var changed = file
        changed[place] ^= flip
        let accepted =
          (try? key.check(MinisignSignature(decoding: changed), hash: hash)) != nil
        #expect(
          !accepted || untrusted.contains(place) || (changed == file),
          "byte \(place) ^ \(flip)")
      }
    }
  }

  @Test func `the trusted comment of another signature does not fit`() throws {
    let pair = try MinisignPair.generate()
    let hash = BLAKE2b.hash(Self.message, count: 64)
    let one = try pair.sign(hash: hash, comment: "for school")
    let text = String(decoding: one.encode(), as: UTF8.self)
    let changed = text.replacing("for school", with: "for police")
    let key = try pair.publicKey
    #expect(throws: MinisignError.comment) {
      try key.check(MinisignSignature(decoding: Array(changed.utf8)), hash: hash)
    }
  }

  @Test func `files with other lines, comments, lengths and ends are refused by name`() throws {
    let (_, file) = try Self.made()
    let text = String(decoding: file, as: UTF8.self)
    let cases: [(String, MinisignError)] = [
      ("", .malformed), (text + "\n", .malformed), (text + "x", .malformed),
      (text.replacing("trusted comment: bundle", with: "comment: bundle"), .malformed),
      (" " + text, .malformed), (text.replacing("\n", with: "\r"), .malformed),
      (text.replacing("=\n", with: "\n"), .malformed),
      (text.replacing("bundle", with: "bun\u{0}dle"), .malformed),
      (text + String(repeating: "a", count: 20_000), .tooLarge),
    ]
    for (one, expected) in cases {
      #expect(throws: expected) { _ = try MinisignSignature(decoding: Array(one.utf8)) }
    }
    // As a text editor on another system writes it.
    _ = try MinisignSignature(decoding: Array(text.replacing("\n", with: "\r\n").utf8))
    _ = try MinisignSignature(decoding: Array(text.dropLast().utf8))
  }

  @Test func `a comment of two lines is not signed`() throws {
    let pair = try MinisignPair.generate()
    let hash = BLAKE2b.hash([], count: 64)
    for bad in ["a\nb", "a\rb", "a\u{0}", String(repeating: "x", count: 8_193)] {
      #expect(throws: MinisignError.badComment) { _ = try pair.sign(hash: hash, comment: bad) }
    }
  }

  @Test func `a key file that asks for too much work is refused before any work`() throws {
    let pair = try MinisignPair.generate()
    let light = try #require(ScryptByLimits.Limits(operations: 524_288, memory: 16_777_216))
    let file = try MinisignKeyFile.lock(pair, SecretBytes(copying: [0x61]), limits: light)
    var bytes = file.withSpan { span in (0..<span.count).map { span[$0] } }
    let start = try #require(bytes.firstIndex(of: 0x0A)) + 1
    var raw = try #require(Base64.decode(Array(bytes[start...].dropLast())))
    raw[46 + 4] = 0x40  // 256 GiB
    bytes = Array(bytes[..<start]) + Array(Base64.encode(raw).utf8) + [0x0A]
    let hostile = try SecretBytes(copying: bytes)
    let began = ContinuousClock.now
    #expect(throws: MinisignError.limits) {
      _ = try MinisignKeyFile.unlock(hostile, SecretBytes(copying: [0x61]))
    }
    #expect(ContinuousClock.now - began < .seconds(1))
  }
}
