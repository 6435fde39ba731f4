internal import CSodium

/// Lower-case hexadecimal, as ids are shown to people.
///
/// For public bytes.
///
/// - Source: sodium_bin2hex(3)
package enum Hex {
  package static func encode(_ bytes: [UInt8]) -> String {
    unsafe String(unsafeUninitializedCapacity: bytes.count * 2 + 1) { out in
      unsafe out.withMemoryRebound(to: CChar.self) {
        guard let start = $0.baseAddress else { return }
        unsafe sodium_bin2hex(start, bytes.count * 2 + 1, bytes, bytes.count)
      }
      return bytes.count * 2
    }
  }

  /// The bytes of a text; nil unless `encode` would have written it (so nil for capitals).
  package static func decode(_ text: String) -> [UInt8]? {
    var digits = text.utf8.makeIterator()
    let count = text.utf8.count
    guard count % 2 == 0 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count / 2)
    while let high = digits.next(), let low = digits.next() {
      guard let high = value(high), let low = value(low) else { return nil }
      bytes.append(high << 4 | low)
    }
    return bytes
  }

  private static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}
