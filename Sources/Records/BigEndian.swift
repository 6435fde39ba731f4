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
  private let bytes: ArraySlice<UInt8>
  private var at: Int

  package init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    at = bytes.startIndex
  }

  package init(_ bytes: [UInt8]) { self.init(bytes[...]) }

  package var remaining: Int { bytes.endIndex - at }

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
    var number: Number = 0
    for index in at..<at + count { number = number << 8 | Number(truncatingIfNeeded: bytes[index]) }
    return number
  }
}
