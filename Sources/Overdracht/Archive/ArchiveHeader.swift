/// The 512 bytes before a file in a ustar archive.
///
/// There is one spelling: `decode` takes exactly what `block` writes, so that no field can carry a second
/// meaning to another program.
/// - Source: POSIX.1-2017, pax, "ustar Interchange Format"
struct ArchiveHeader: Equatable, Sendable {
  static let blockCount = 512
  /// The largest size of one file: 11 octal digits hold more, a bundle does not.
  static let sizeLimit: Int64 = 1 << 32

  let name: String
  let size: Int64
  /// Seconds since 1970 UTC.
  let modified: Int64

  /// The block; nil for a name or number that has no place in it.
  var block: [UInt8]? {
    guard ArchiveName.isAllowed(name), (0...Self.sizeLimit).contains(size),
      (0..<(1 << 33)).contains(modified)
    else { return nil }
    var block = [UInt8](repeating: 0, count: Self.blockCount)
    put(Array(name.utf8), at: 0, in: &block)
    put(Array("0000600".utf8), at: 100, in: &block)  // mode
    put(Array("0000000".utf8), at: 108, in: &block)  // user
    put(Array("0000000".utf8), at: 116, in: &block)  // group
    put(Self.octal(size, digits: 11), at: 124, in: &block)
    put(Self.octal(modified, digits: 11), at: 136, in: &block)
    put(Array("        ".utf8), at: 148, in: &block)  // the sum counts its own place as spaces
    put(Array("0".utf8), at: 156, in: &block)  // an ordinary file
    put(Array("ustar\0".utf8) + Array("00".utf8), at: 257, in: &block)
    put(Array("0000000".utf8), at: 329, in: &block)  // device numbers
    put(Array("0000000".utf8), at: 337, in: &block)
    let sum = block.reduce(0) { $0 + Int64($1) }
    put(Self.octal(sum, digits: 6) + [0, 0x20], at: 148, in: &block)
    return block
  }

  /// Reads a block; nil for anything that `block` does not write.
  ///
  /// The name is checked apart (`ArchiveName`), so that it can be told from damage.
  static func decode(_ block: [UInt8]) -> (header: ArchiveHeader, nameIsAllowed: Bool)? {
    guard block.count == blockCount, let size = number(block[124..<135]),
      let modified = number(block[136..<147])
    else { return nil }
    let field = block[0..<100]
    let bytes = field.prefix { $0 != 0 }
    guard let name = String(validating: bytes, as: UTF8.self) else { return nil }
    let header = ArchiveHeader(name: name, size: size, modified: modified)
    if ArchiveName.isAllowed(name) { return header.block == block ? (header, true) : nil }
    // A forbidden name in an otherwise right block: compare all but the name and the sum.
    let stand = ArchiveHeader(name: "a", size: size, modified: modified).block
    let same = stand.map { Array($0[100..<148]) + Array($0[156...]) }
    return same == Array(block[100..<148]) + Array(block[156...]) ? (header, false) : nil
  }

  private func put(_ bytes: [UInt8], at place: Int, in block: inout [UInt8]) {
    block.replaceSubrange(place..<place + bytes.count, with: bytes)
  }

  private static func octal(_ number: Int64, digits: Int) -> [UInt8] {
    (0..<digits).reversed().map { UInt8(ascii: "0") + UInt8((number >> (3 * Int64($0))) & 7) }
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
    var value: Int64 = 0
    for digit in digits {
      guard (0x30...0x37).contains(digit) else { return nil }
      value = value << 3 | Int64(digit - 0x30)
    }
    return value
  }
}
