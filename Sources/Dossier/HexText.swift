import Vocabulary

/// Bytes as lower-case hexadecimal digits: ids and hashes inside a dossier's plaintext.
enum HexText {
  static func encode(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// Nil for any other spelling, or another number of bytes.
  static func decode(_ text: String, count: Int) -> [UInt8]? {
    guard text.utf8.count == 2 * count else { return nil }
    var bytes: [UInt8] = []
    var high: UInt8?
    for character in text.utf8 {
      let digit: UInt8
      switch character {
      case 0x30...0x39: digit = character - 0x30
      case 0x61...0x66: digit = character - 0x61 + 10
      default: return nil
      }
      if let first = high {
        bytes.append(first << 4 | digit)
        high = nil
      } else {
        high = digit
      }
    }
    return bytes
  }
}

extension FieldReader {
  /// A required hash in hexadecimal digits.
  func bytes(_ key: String, count: Int) -> [UInt8]? {
    guard let text = text(key, required: true) else { return nil }
    guard let bytes = HexText.decode(text, count: count) else {
      note(key, .notHex(bytes: count))
      return nil
    }
    return bytes
  }

  /// A required id of the vault, 32 hexadecimal digits; zero is none.
  func identifier(_ key: String) -> Identifier? {
    guard let bytes = bytes(key, count: Identifier.byteCount) else { return nil }
    guard let id = Identifier(bytes), id != .zero else {
      note(key, .notHex(bytes: Identifier.byteCount))
      return nil
    }
    return id
  }
}
