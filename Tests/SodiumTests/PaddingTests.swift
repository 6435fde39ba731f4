import Sodium
import Testing

struct PaddingTests {
  @Test(arguments: [
    (0, 512), (1, 512), (511, 512), (512, 544), (543, 544), (544, 576), (1000, 1024),
    (1023, 1024), (1024, 1088), (100_000, 100_352), (1_048_575, 1_048_576),
    (5_000_000, 5_111_808),
  ])
  func `padded sizes are those of Padmé from 512 bytes on`(count: Int, padded: Int) throws {
    #expect(Padding.paddedCount(count) == padded)
    let text = Random.bytes(count)
    let result = Padding.pad(text)
    #expect(result.count == padded)
    #expect(try Padding.unpad(result) == text)
  }

  @Test func `padding leaks few sizes and costs less than a sixteenth`() {
    var sizes: Set<Int> = []
    var last = 0
    for count in 0..<1_048_576 {
      let padded = Padding.paddedCount(count)
      sizes.insert(padded)
      if padded <= count || padded < last { Issue.record("\(count) shrinks to \(padded)") }
      if count >= 512, (padded - count - 1) * 16 >= count + 1 {
        Issue.record("\(count) grows to \(padded)")
      }
      last = padded
    }
    // A million lengths show as fewer than 256: less than eight bits.
    #expect(sizes.count < 256)
  }

  @Test func `padding that pad does not make is refused`() throws {
    let good = Padding.pad([1, 2, 3])
    #expect(throws: Padding.Malformed.self) { _ = try Padding.unpad([]) }
    #expect(throws: Padding.Malformed.self) { _ = try Padding.unpad(Array(good.dropLast())) }
    #expect(throws: Padding.Malformed.self) { _ = try Padding.unpad(good + [0]) }
    #expect(throws: Padding.Malformed.self) {
      _ = try Padding.unpad([UInt8](repeating: 0, count: 512))
    }
    for index in 4..<good.count {
      var changed = good
      changed[index] = 1
      #expect(throws: Padding.Malformed.self) { _ = try Padding.unpad(changed) }
    }
    // A short text under the padding of a long one.
    let long = [1, 2, 3, 0x80] + [UInt8](repeating: 0, count: 1020)
    #expect(throws: Padding.Malformed.self) { _ = try Padding.unpad(long) }
    // A length that Padmé does not know.
    let odd = [UInt8](repeating: 7, count: 512) + [0x80, 0]
    #expect(throws: Padding.Malformed.self) { _ = try Padding.unpad(odd) }
  }
}
