internal import CSodium

/// Base64 with padding, one spelling per value: no white space, no missing padding, no bits that
/// do not count.
///
/// - Source: RFC 4648, sections 3.5 and 4; sodium_base642bin(3), whose time does not depend on
///   the characters
package enum Base64 {
  private static let variant = sodium_base64_VARIANT_ORIGINAL

  package static func encode(_ bytes: [UInt8]) -> String {
    let count = (bytes.count + 2) / 3 * 4
    // One more than the text: C ends it with a zero.
    return unsafe String(unsafeUninitializedCapacity: count + 1) { out in
      unsafe out.withMemoryRebound(to: CChar.self) {
        guard let start = $0.baseAddress else { return }
        unsafe sodium_bin2base64(start, count + 1, bytes, bytes.count, variant)
      }
      return count
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

  private static func decode(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    guard let count = unsafe decodedCount(text) else { return nil }
    var valid = false
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { out, filled in
      valid = unsafe decode(text, to: out.baseAddress, count)
      filled = valid ? count : 0
    }
    return valid ? bytes : nil
  }

  /// A secret as text, itself a secret.
  package static func encodeSecret(
    _ secret: borrowing SecretBytes
  ) throws(SecretMemoryError) -> SecretBytes {
    let count = (secret.count + 2) / 3 * 4
    var text = try SecretBytes(count: count + 1)
    unsafe text.pointer.withMemoryRebound(to: CChar.self, capacity: count + 1) {
      _ = unsafe sodium_bin2base64($0, count + 1, secret.pointer, secret.count, variant)
    }
    text.truncate(to: count)
    return text
  }

  /// Decodes straight into locked memory; nil unless `encode` would have written the text.
  package static func decodeSecret(
    _ text: Span<UInt8>
  ) throws(SecretMemoryError) -> SecretBytes? {
    guard let count = unsafe text.withUnsafeBufferPointer({ unsafe decodedCount($0) })
    else { return nil }
    let secret = try SecretBytes(count: count)
    let valid = unsafe text.withUnsafeBufferPointer {
      unsafe decode($0, to: secret.pointer, count)
    }
    guard valid else { return nil }
    return secret
  }

  /// Decodes a secret text straight into locked memory; nil unless `encode` would have written it.
  package static func decodeSecret(
    _ text: borrowing SecretBytes
  ) throws(SecretMemoryError) -> SecretBytes? {
    try text.withSpan { span throws(SecretMemoryError) in try decodeSecret(span) }
  }

  /// How many bytes a text of this length and padding stands for.
  private static func decodedCount(_ text: UnsafeBufferPointer<UInt8>) -> Int? {
    guard text.count % 4 == 0 else { return nil }
    guard text.count > 0 else { return 0 }
    let padding = UInt8(ascii: "=")
    let trailing =
      unsafe text[text.count - 1] != padding ? 0 : text[text.count - 2] != padding ? 1 : 2
    return text.count / 4 * 3 - trailing
  }

  private static func decode(
    _ text: UnsafeBufferPointer<UInt8>, to out: UnsafeMutablePointer<UInt8>?, _ count: Int
  ) -> Bool {
    guard count > 0, let out = unsafe out else { return text.isEmpty }
    return unsafe text.withMemoryRebound(to: CChar.self) { characters in
      guard let start = characters.baseAddress else { return false }
      var written = 0
      var end: UnsafePointer<CChar>?
      let result = unsafe sodium_base642bin(
        out, count, start, characters.count, nil, &written, &end, variant)
      return unsafe result == 0 && written == count && end == start + characters.count
    }
  }
}
