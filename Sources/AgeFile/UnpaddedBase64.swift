internal import Sodium

/// Base64 without padding, one spelling per value.
///
/// - Source: RFC 4648, sections 3.5 and 4; c2sp.org/age, "Conventions"
enum UnpaddedBase64 {
  private static let padding = UInt8(ascii: "=")

  static func encode(_ bytes: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    Base64.append(bytes, to: &text)
    while text.last == padding { text.removeLast() }
    return text
  }

  /// Nil unless `encode` would have written it.
  static func decode(_ text: [UInt8]) -> [UInt8]? {
    guard text.count % 4 != 1, !text.contains(padding) else { return nil }
    return Base64.decode(text + [UInt8](repeating: padding, count: (4 - text.count % 4) % 4))
  }
}
