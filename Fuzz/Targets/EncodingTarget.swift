import Sodium

extension FuzzTarget {
  /// Base64 and hexadecimal have one spelling; both readers of base64 agree; padding comes off.
  static let encodings = FuzzTarget(name: "encodings", longest: 256) {
    [1, 2, 3, 5, 6, 7, 31, 32, 64, 100].flatMap { count in
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37) }
      return [Array(Base64.encode(bytes).utf8), Array(Hex.encode(bytes).utf8)]
    } + [Array("AA==".utf8), Array("AB==".utf8), Array("A===".utf8), Array("====".utf8)]
  } check: { bytes throws(Broken) in
    let plain = Base64.decode(bytes)
    if let plain {
      try promise(Array(Base64.encode(plain).utf8) == bytes, "base64 has two spellings")
    }
    guard let text = try? SecretBytes(copying: bytes) else { return }
    let same: Bool
    do throws(SecretMemoryError) {
      if let secret = try Base64.decodeSecret(text) {
        same = plain.map { secret.equals($0) } ?? false
      } else {
        same = plain == nil
      }
    } catch { return }
    try promise(same, "the two readers of base64 differ")
    if let string = String(validating: bytes, as: UTF8.self), let raw = Hex.decode(string) {
      try promise(Array(Hex.encode(raw).utf8) == bytes, "hexadecimal has two spellings")
    }
    try promise((try? Padding.unpad(Padding.pad(bytes))) == bytes, "padding does not come off")
    _ = try? Padding.unpad(bytes)
  }
}
