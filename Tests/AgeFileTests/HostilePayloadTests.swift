import Sodium
import Testing

@testable import AgeFile

@Suite("Payloads that somebody changed")
struct HostilePayloadTests {
  private let full = Files.bytes(65536)
  private let short = Array("the end".utf8)

  @Test func `chunks that were swapped, dropped, doubled or taken from elsewhere are refused`()
    throws
  {
    let forge = try Forge()
    let other = try Forge()
    let (zero, one) = (try forge.chunk(full, 0, flag: 0), try forge.chunk(full, 1, flag: 0))
    let two = try forge.chunk(short, 2, flag: 1)
    #expect(forge.open(try forge.file([zero, one, two])).bytes == full + full + short)
    let foreign = try other.header() + Forge.nonce + zero
    // The chunk at which it must end, and how many were given before.
    let cases: [([[UInt8]], AgeOpenError, Int)] = [
      ([one, zero, two], .damaged(chunk: 0), 0),
      ([zero, zero, two], .damaged(chunk: 1), 1),
      ([zero, two], .damagedEnd, 1),
      ([one, two], .damaged(chunk: 0), 0),
      ([zero, one, one, two], .damaged(chunk: 2), 2),
      ([two], .damagedEnd, 0),
      ([zero, Array(foreign.suffix(65552)).reversed(), two], .damaged(chunk: 1), 1),
    ]
    for (number, (chunks, error, given)) in cases.enumerated() {
      let outcome = forge.open(try forge.file(chunks))
      #expect(outcome.openError == error, "case \(number)")
      #expect(outcome.bytes.count == given * 65536, "case \(number)")
    }
  }

  @Test func `a last chunk that is forged from another, or empty after others, is refused`() throws
  {
    let forge = try Forge()
    let (zero, one) = (try forge.chunk(full, 0, flag: 0), try forge.chunk(full, 1, flag: 0))
    #expect(forge.open(try forge.file([zero, one])).openError == .truncated(.payload))
    #expect(forge.open(try forge.file([zero, one])).bytes == full + full)
    for flag in UInt8(2)...255 {
      let outcome = forge.open(try forge.file([forge.chunk(short, 0, flag: flag)]))
      #expect(outcome.openError == .damagedEnd && outcome.bytes.isEmpty)
    }
    let empty = forge.open(try forge.file([zero, forge.chunk([], 1, flag: 1)]))
    #expect(empty.openError == .damagedEnd && empty.bytes == full)
    let alone = forge.open(try forge.file([forge.chunk([], 0, flag: 1)]))
    #expect(alone.error == nil && alone.bytes.isEmpty)
    let shortMiddle = forge.open(
      try forge.file([forge.chunk(short, 0, flag: 0), forge.chunk(short, 1, flag: 1)]))
    #expect(shortMiddle.openError == .damagedEnd && shortMiddle.bytes.isEmpty)
  }

  @Test func `whatever follows the end is refused, and nothing of it comes out`() throws {
    let forge = try Forge()
    let ends = [try forge.chunk(full, 0, flag: 1), try forge.chunk(short, 0, flag: 1)]
    for extra in [[0], [UInt8](repeating: 0, count: 40), ends[0], ends[1]] as [[UInt8]] {
      let afterFull = forge.open(try forge.file([ends[0], extra]))
      #expect(afterFull.openError == .trailing && afterFull.bytes == full)
      let afterShort = forge.open(try forge.file([ends[1], extra]))
      #expect(afterShort.error is AgeOpenError && afterShort.bytes.isEmpty)
    }
  }

  @Test func `cut anywhere, a file gives whole chunks only and says that it is cut`() throws {
    let forge = try Forge()
    let chunks = [try forge.chunk(full, 0, flag: 0), try forge.chunk(short, 1, flag: 1)]
    let file = try forge.file(chunks)
    let payload = file.count - chunks.map(\.count).reduce(0, +)
    let interesting = [
      payload, payload + 1, payload + 15, payload + 16, payload + 17, payload + 65551,
      payload + 65552, payload + 65553, payload + 65567, payload + 65568, file.count - 1,
    ]
    for count in Array(0..<payload) + interesting {
      let outcome = forge.open(Array(file.prefix(count)))
      switch count - payload {
      case ..<0: #expect(outcome.openError == .truncated(.header), "\(count)")
      case 0..<16, 65552..<65568: #expect(outcome.openError == .truncated(.payload), "\(count)")
      default: #expect(outcome.openError == .damagedEnd, "\(count)")
      }
      #expect(outcome.bytes == (count < payload + 65552 ? [] : full), "\(count)")
    }
  }

  @Test func `one changed bit anywhere in a small file is refused`() throws {
    let forge = try Forge()
    let file = try forge.file([forge.chunk(short, 0, flag: 1)])
    for index in file.indices {
      for bit in UInt8(0)..<8 {
        var changed = file
        changed[index] ^= 1 << bit
        let outcome = forge.open(changed)
        #expect(outcome.error is AgeOpenError && outcome.bytes.isEmpty, "\(index), \(bit)")
      }
    }
  }

  @Test func `after an error a reader gives the same error again, and never more content`() throws {
    let forge = try Forge()
    let file = try forge.file([
      forge.chunk(full, 0, flag: 0), forge.chunk(full, 7, flag: 0), forge.chunk(short, 2, flag: 1),
    ])
    var reader = try AgeReader(Files.source(file), identities: [forge.identity])
    let collected = Collected()
    for _ in 0..<3 {
      #expect(throws: AgeOpenError.damaged(chunk: 1)) {
        try reader.writeAll(to: collected.take)
      }
    }
    #expect(collected.bytes == full)
  }
}
