import Sodium
import Testing

struct SecretBytesTests {
  @Test func `a new secret is zeros, a random one is not`() throws {
    let zeros = try SecretBytes(count: 40)
    #expect(zeros.bytes == [UInt8](repeating: 0, count: 40))
    let random = try SecretBytes.random(40)
    #expect(random.bytes != zeros.bytes)
  }

  @Test func `every length up to the next cell sizes keeps its bytes`() throws {
    for count in [0, 1, 31, 32, 47, 48, 49, 112, 113, 4079, 4080, 4081, 70_000] {
      let bytes = Random.bytes(count)
      let secret = try SecretBytes(copying: bytes)
      #expect(secret.count == count)
      #expect(secret.bytes == bytes)
    }
  }

  @Test func `the longest secret is 32 MiB`() throws {
    #expect(throws: SecretMemoryError.tooLarge) {
      _ = try SecretBytes(count: SecretBytes.maximumCount + 1)
    }
    #expect(throws: SecretMemoryError.tooLarge) { _ = try SecretBytes(count: -1) }
  }

  @Test func `slices, xor and copies have the bytes they should`() throws {
    let secret = try SecretBytes(copying: [1, 2, 3, 4, 5])
    #expect(try secret.slice(1..<3).bytes == [2, 3])
    #expect(try secret.slice(5..<5).bytes == [])
    #expect(throws: SecretMemoryError.outOfRange) { _ = try secret.slice(3..<6) }
    #expect(throws: SecretMemoryError.outOfRange) { _ = try secret.slice(-1..<2) }
    let mask = try SecretBytes(copying: [255, 0, 3, 4, 1])
    #expect(try secret.xor(mask).bytes == [254, 2, 0, 0, 4])
    let short = try SecretBytes(count: 4)
    #expect(throws: SecretMemoryError.wrongLength) { _ = try secret.xor(short) }
    #expect(try secret.copy().bytes == secret.bytes)
  }

  @Test func `only equal bytes are equal, wherever they differ`() throws {
    let secret = try SecretBytes(copying: [1, 2, 3, 4, 5])
    let same = try secret.copy()
    let longer = try SecretBytes(copying: [1, 2, 3, 4, 5, 0])
    let verdicts = (
      secret.equals(same), secret.equals(longer), secret.equals([1, 2, 3, 4, 5]),
      secret.equals([1, 2, 3, 4])
    )
    #expect(verdicts == (true, false, true, false))
    for index in 0..<5 {
      var other = try secret.copy()
      other.withMutableSpan { $0[index] ^= 0x80 }
      let equal = secret.equals(other)
      #expect(!equal)
    }
    #expect(ConstantTime.equal([1, 2], [1, 2]))
    #expect(!ConstantTime.equal([1, 2], [1, 3]))
    #expect(!ConstantTime.equal([1, 2], [1, 2, 0]))
  }

  @Test func `filling in place, with and without an error`() throws {
    struct Stop: Error {}
    let secret = try SecretBytes(count: 3) { $0[1] = 7 }
    #expect(secret.bytes == [0, 7, 0])
    #expect(throws: Stop.self) {
      _ = try SecretBytes(count: 3) { _ in throw Stop() }
    }
    var changed = try secret.copy()
    changed.withMutableSpan { $0[0] = 1 }
    #expect(changed.bytes == [1, 7, 0])
    #expect(secret.bytes == [0, 7, 0])
  }

  @Test func `a writer joins its parts and grows`() throws {
    var writer = try SecretWriter(capacity: 2)
    try writer.append(Array("label".utf8))
    let secret = try SecretBytes(copying: [1, 2, 3])
    try writer.append(secret)
    try writer.append(255)
    let joined = writer.finish()
    #expect(joined.bytes == Array("label".utf8) + [1, 2, 3, 255])
  }
}
