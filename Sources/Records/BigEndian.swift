extension [UInt8] {
  /// Appends a number, most significant byte first.
  package mutating func append(bigEndian number: some FixedWidthInteger & UnsignedInteger) {
    for shift in stride(from: number.bitWidth - 8, through: 0, by: -8) {
      append(UInt8(truncatingIfNeeded: number >> shift))
    }
  }
}

/// A place in bytes of fixed layout; every step answers nil when too little is left.
package struct ByteCursor {
  private let bytes: [UInt8]
  package private(set) var at = 0

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  package var remaining: Int { bytes.count - at }

  package mutating func take(_ count: Int) -> [UInt8]? {
    guard count >= 0, count <= remaining else { return nil }
    defer { at += count }
    return Array(bytes[at..<at + count])
  }

  package mutating func byte() -> UInt8? {
    guard remaining > 0 else { return nil }
    defer { at += 1 }
    return bytes[at]
  }

  package mutating func number<Number: FixedWidthInteger & UnsignedInteger>(
    _ type: Number.Type = Number.self
  ) -> Number? {
    let count = Number.bitWidth / 8
    guard count <= remaining else { return nil }
    defer { at += count }
    return bytes[at..<at + count].reduce(0) { $0 << 8 | Number(truncatingIfNeeded: $1) }
  }
}
