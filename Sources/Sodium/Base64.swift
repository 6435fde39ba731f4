/// Base64 with padding, one spelling per value.
///
/// No white space, no missing padding, no bits that do not count. These calls look characters up in
/// tables, so their time may tell what they read: for public bytes only. For secrets there are
/// `encodeSecret` and `decodeSecret`.
/// - Source: RFC 4648, sections 3.5 and 4
package enum Base64 {
  /// How many characters stand for so many bytes.
  package static func encodedCount(_ count: Int) -> Int { (count + 2) / 3 * 4 }

  package static func encode(_ bytes: [UInt8]) -> String {
    let count = encodedCount(bytes.count)
    return unsafe String(unsafeUninitializedCapacity: count) { out in
      unsafe write(bytes, to: out)
      return count
    }
  }

  /// Appends the text of `bytes`, in ASCII, to a message under construction.
  package static func append(_ bytes: [UInt8], to message: inout [UInt8]) {
    let start = message.count
    message.append(contentsOf: repeatElement(0, count: encodedCount(bytes.count)))
    unsafe message.withUnsafeMutableBufferPointer { whole in
      unsafe write(bytes, to: UnsafeMutableBufferPointer(rebasing: whole[start...]))
    }
  }

  /// The bytes of a text; nil unless `encode` would have written it.
  package static func decode(_ text: String) -> [UInt8]? {
    var text = text
    return text.withUTF8 { unsafe decode($0) }
  }

  /// The bytes of a text in ASCII; nil unless `encode` would have written it.
  package static func decode(_ text: [UInt8]) -> [UInt8]? {
    unsafe text.withUnsafeBufferPointer { unsafe decode($0) }
  }

  /// The bytes of a text in ASCII; nil unless `encode` would have written it.
  package static func decode(_ text: Span<UInt8>) -> [UInt8]? {
    unsafe text.withUnsafeBufferPointer { unsafe decode($0) }
  }

  /// How many bytes a text of this length and padding stands for; nil if it stands for none.
  static func decodedCount(_ text: UnsafeBufferPointer<UInt8>) -> Int? {
    guard text.count % 4 == 0 else { return nil }
    guard text.count > 0 else { return 0 }
    guard unsafe text[text.count - 1] == UInt8(ascii: "=") else { return text.count / 4 * 3 }
    let two = unsafe text[text.count - 2] == UInt8(ascii: "=")
    return text.count / 4 * 3 - (two ? 2 : 1)
  }

  private static func write(_ bytes: [UInt8], to out: UnsafeMutableBufferPointer<UInt8>) {
    let whole = bytes.count / 3
    unsafe bytes.withUnsafeBufferPointer { bytes in
      unsafe Base64Tables.pairs.withUnsafeBufferPointer { pairs in
        let raw = UnsafeMutableRawBufferPointer(out)
        // Six bytes a turn where eight can be read: one load, four look-ups, one store.
        let input = UnsafeRawBufferPointer(bytes)
        let pairwise = max(0, (bytes.count - 2) / 6)
        for turn in 0..<pairwise {
          let word = unsafe UInt64(
            bigEndian: input.loadUnaligned(fromByteOffset: turn * 6, as: UInt64.self))
          let first = unsafe UInt64(pairs[Int(word >> 52)].littleEndian)
          let second = unsafe UInt64(pairs[Int(word >> 40 & 0xfff)].littleEndian)
          let third = unsafe UInt64(pairs[Int(word >> 28 & 0xfff)].littleEndian)
          let fourth = unsafe UInt64(pairs[Int(word >> 16 & 0xfff)].littleEndian)
          let text = first | second << 16 | third << 32 | fourth << 48
          unsafe raw.storeBytes(of: text.littleEndian, toByteOffset: turn * 8, as: UInt64.self)
        }
        for group in 2 * pairwise..<whole {
          let at = group * 3
          let bits = unsafe Int(bytes[at]) << 16 | Int(bytes[at + 1]) << 8 | Int(bytes[at + 2])
          unsafe raw.storeBytes(of: pairs[bits >> 12], toByteOffset: group * 4, as: UInt16.self)
          unsafe raw.storeBytes(
            of: pairs[bits & 0xfff], toByteOffset: group * 4 + 2, as: UInt16.self)
        }
        let rest = bytes.count - whole * 3
        guard rest > 0 else { return }
        let second = unsafe rest == 2 ? Int(bytes[whole * 3 + 1]) : 0
        let bits = unsafe Int(bytes[whole * 3]) << 16 | second << 8
        unsafe raw.storeBytes(of: pairs[bits >> 12], toByteOffset: whole * 4, as: UInt16.self)
        unsafe raw.storeBytes(
          of: pairs[bits & 0xfff], toByteOffset: whole * 4 + 2, as: UInt16.self)
        unsafe out[whole * 4 + 3] = UInt8(ascii: "=")
        if rest == 1 { unsafe out[whole * 4 + 2] = UInt8(ascii: "=") }
      }
    }
  }

  private static func decode(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    guard let count = unsafe decodedCount(text) else { return nil }
    var refused: UInt32 = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { out, filled in
      refused = unsafe read(text, to: out, count)
      filled = count
    }
    return refused & Base64Tables.refused == 0 ? bytes : nil
  }

  /// Fills `count` bytes; the result has `Base64Tables.refused` set if any character was wrong.
  private static func read(
    _ text: UnsafeBufferPointer<UInt8>, to out: UnsafeMutableBufferPointer<UInt8>, _ count: Int
  ) -> UInt32 {
    unsafe Base64Tables.values.withUnsafeBufferPointer { values in
      var seen: UInt32 = 0
      for group in 0..<(count / 3) {
        let bits = unsafe quad(text, group * 4, values)
        seen |= bits
        unsafe out[group * 3] = UInt8(truncatingIfNeeded: bits >> 16)
        unsafe out[group * 3 + 1] = UInt8(truncatingIfNeeded: bits >> 8)
        unsafe out[group * 3 + 2] = UInt8(truncatingIfNeeded: bits)
      }
      let rest = count % 3
      guard rest > 0 else { return seen }
      let at = text.count - 4
      var bits = unsafe values[Int(text[at])] | values[256 + Int(text[at + 1])]
      if rest == 2 { unsafe bits |= values[512 + Int(text[at + 2])] }
      // Bits beyond the last byte: not zero would be a second spelling.
      if bits & (rest == 1 ? 0xffff : 0xff) != 0 { seen |= Base64Tables.refused }
      unsafe out[count - rest] = UInt8(truncatingIfNeeded: bits >> 16)
      if rest == 2 { unsafe out[count - 1] = UInt8(truncatingIfNeeded: bits >> 8) }
      return seen | bits
    }
  }

  @inline(__always)
  private static func quad(
    _ text: UnsafeBufferPointer<UInt8>, _ at: Int, _ values: UnsafeBufferPointer<UInt32>
  ) -> UInt32 {
    unsafe values[Int(text[at])] | values[256 + Int(text[at + 1])]
      | values[512 + Int(text[at + 2])] | values[768 + Int(text[at + 3])]
  }
}
