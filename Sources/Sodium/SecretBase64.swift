internal import CSodium

extension Base64 {
  /// A secret as text, itself a secret.
  ///
  /// - Source: sodium_bin2base64(3), whose time does not depend on the bytes
  package static func encodeSecret(
    _ secret: borrowing SecretBytes
  ) throws(SecretMemoryError) -> SecretBytes {
    let count = encodedCount(secret.count)
    // One more than the text: C ends it with a zero.
    var text = try SecretBytes(count: count + 1)
    unsafe text.pointer.withMemoryRebound(to: CChar.self, capacity: count + 1) {
      _ = unsafe sodium_bin2base64(
        $0, count + 1, secret.pointer, secret.count, sodium_base64_VARIANT_ORIGINAL)
    }
    text.truncate(to: count)
    return text
  }

  /// Decodes straight into locked memory; nil unless `encode` would have written the text.
  ///
  /// - Source: sodium_base642bin(3), whose time does not depend on valid characters
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

  private static func decode(
    _ text: UnsafeBufferPointer<UInt8>, to out: UnsafeMutablePointer<UInt8>, _ count: Int
  ) -> Bool {
    unsafe text.withMemoryRebound(to: CChar.self) { characters in
      guard let start = characters.baseAddress else { return true }
      // sodium_base642bin 1.0.18 takes every byte from 0x80 on for a character of the alphabet.
      var together: UInt8 = 0
      for index in 0..<text.count { unsafe together |= text[index] }
      guard together < 0x80 else { return false }
      var written = 0
      var end: UnsafePointer<CChar>?
      let result = unsafe sodium_base642bin(
        out, count, start, characters.count, nil, &written, &end, sodium_base64_VARIANT_ORIGINAL)
      return unsafe result == 0 && written == count && end == start + characters.count
    }
  }
}
