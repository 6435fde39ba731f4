import Sodium
import Testing

@Suite("A file in parts opens whole and in its order, or not at all")
struct SecretStreamTests {
  private typealias OpenError = SecretStream.OpenError

  private static func sealed(
    _ parts: [[UInt8]], _ key: borrowing SecretBytes
  ) throws -> (header: [UInt8], parts: [[UInt8]]) {
    var writer = try SecretStream.Writer(key: key)
    var sealed: [[UInt8]] = []
    for (index, part) in parts.enumerated() {
      var bytes: [UInt8] = []
      writer.push(part[...], isLast: index == parts.count - 1, to: &bytes)
      sealed.append(bytes)
    }
    return (writer.header, sealed)
  }

  private static func opened(
    _ parts: [[UInt8]], header: [UInt8], _ key: borrowing SecretBytes
  ) throws -> [[UInt8]] {
    var reader = try SecretStream.Reader(key: key, header: header)
    var plain: [[UInt8]] = []
    for part in parts { plain.append(try reader.pull(part[...])) }
    try reader.demandEnd()
    return plain
  }

  @Test func `parts of any length come back, each 17 bytes longer on the way`() throws {
    let key = try SecretBytes.random(32)
    for parts in [
      [[]], [[1]], [[1, 2, 3], [], [4]], [Random.bytes(1 << 20), Random.bytes(70_001)],
    ]
      as [[[UInt8]]]
    {
      let (header, sealed) = try Self.sealed(parts, key)
      #expect(header.count == SecretStream.headerCount)
      #expect(sealed.map(\.count) == parts.map { $0.count + SecretStream.overhead })
      #expect(try Self.opened(sealed, header: header, key) == parts)
    }
  }

  @Test func `what was changed, moved, repeated, left out or cut off does not open`() throws {
    let key = try SecretBytes.random(32)
    let (header, sealed) = try Self.sealed([[1, 2, 3], [4, 5, 6], [7, 8, 9]], key)
    for place in sealed[0].indices {
      var changed = sealed
      changed[0][place] ^= 1
      #expect(throws: OpenError.tampered) { try Self.opened(changed, header: header, key) }
    }
    for order in [[1, 0, 2], [0, 0, 1, 2], [0, 2], [1, 2], [2], [0, 2, 1]] {
      #expect(throws: OpenError.tampered, "\(order)") {
        try Self.opened(order.map { sealed[$0] }, header: header, key)
      }
    }
    #expect(throws: OpenError.truncated) {
      try Self.opened(Array(sealed.dropLast()), header: header, key)
    }
    #expect(throws: OpenError.truncated) { try Self.opened([], header: header, key) }
    #expect(throws: OpenError.pastTheEnd) {
      try Self.opened(sealed + [sealed[2]], header: header, key)
    }
    #expect(throws: OpenError.malformed) {
      try Self.opened([Array(sealed[0].prefix(16))], header: header, key)
    }
    #expect(throws: OpenError.malformed) {
      try Self.opened(sealed, header: Array(header.dropLast()), key)
    }
    let other = try SecretBytes.random(32)
    #expect(throws: OpenError.tampered) { try Self.opened(sealed, header: header, other) }
    let (elsewhere, _) = try Self.sealed([[1]], key)
    #expect(throws: OpenError.tampered) { try Self.opened(sealed, header: elsewhere, key) }
  }

  @Test func `after a part that does not open nothing opens any more`() throws {
    let key = try SecretBytes.random(32)
    let (header, sealed) = try Self.sealed([[1, 2, 3], [4, 5, 6]], key)
    var reader = try SecretStream.Reader(key: key, header: header)
    #expect(throws: OpenError.tampered) { try reader.pull(sealed[1][...]) }
    #expect(throws: OpenError.tampered) { try reader.pull(sealed[0][...]) }
    let hasEnded = reader.hasEnded
    #expect(!hasEnded)
    #expect(throws: OpenError.truncated) { try reader.demandEnd() }
  }

  @Test func `a key of another length is refused`() throws {
    let short = try SecretBytes.random(31)
    #expect(throws: SecretMemoryError.wrongLength) { _ = try SecretStream.Writer(key: short) }
    #expect(throws: OpenError.malformed) {
      _ = try SecretStream.Reader(key: short, header: Random.bytes(24))
    }
  }

  /// Made by `secret_stream` of Tests/Vectors/dossierkluis/check.py, with another library.
  @Test func `parts that another implementation sealed open; tags that are not ours are refused`()
    throws
  {
    let key = try SecretBytes(copying: (0..<32).map { UInt8($0) })
    let header = (0x40..<0x58).map { UInt8($0) }
    let parts = try Self.foreign.map { try #require(Hex.decode($0)) }
    #expect(
      try Self.opened(parts, header: header, key)
        == [Array("Oma haalt de kinderen op vrijdag van school.".utf8), [], Array("slot".utf8)])
    for part in [Self.pushTag, Self.rekeyTag] {
      let bytes = try #require(Hex.decode(part))
      #expect(throws: OpenError.tampered) { try Self.opened([bytes], header: header, key) }
    }
  }

  private static let foreign = [
    "0d8cf521c963b9c9251e43c7f970447f2ec2d5d4bbe5d232f7508b076dd4a491"
      + "7ca55e7691ffe37a5437e9f66e59908aec91c39a53709708e28f1a500a",
    "fe695b9d2bef7244f47a0c96024f9ac39b",
    "95762890edde31efb1154b1601de75526840937845",
  ]
  private static let pushTag = "0cfb06edec4c12a010d17e703d9ba40656"
  private static let rekeyTag = "0ffd7b36bcccc5ed4a55b4625e48c39e4b"
}
