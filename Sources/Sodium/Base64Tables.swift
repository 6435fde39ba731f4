/// The alphabet of base64 as tables: libsodium's own loops, made for secrets, take five times as
/// long, and one answer can hold 400 kB of ciphertext.
enum Base64Tables {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// Per 12 bits two characters, in the order of memory.
  static let pairs: [UInt16] = (0..<4096).map { bits in
    UInt16(littleEndian: UInt16(alphabet[bits & 63]) << 8 | UInt16(alphabet[bits >> 6]))
  }

  /// Set in the value of every byte that is not a character of the alphabet.
  static let refused: UInt32 = 1 << 31

  /// Per position of four, per byte, its six bits in place.
  static let values: [UInt32] = {
    var values = [UInt32](repeating: refused, count: 4 * 256)
    for (bits, character) in alphabet.enumerated() {
      for position in 0..<4 {
        values[position * 256 + Int(character)] = UInt32(bits) << (18 - 6 * position)
      }
    }
    return values
  }()
}
