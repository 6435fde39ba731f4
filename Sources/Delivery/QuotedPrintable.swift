/// Text as ASCII lines of at most 76 characters. (RFC 2045, 6.7)
enum QuotedPrintable {
  /// Longest line with its soft break.
  private static let longest = 76

  /// - Parameter lines: without line ends; each ends with CR LF in the result.
  static func encode(_ lines: [String]) -> [UInt8] {
    var bytes: [UInt8] = []
    for line in lines {
      var column = 0
      let text = Array(line.utf8)
      for (index, byte) in text.enumerated() {
        let piece = encode(byte, isLast: index == text.count - 1)
        // One column stays free for the `=` of a soft break.
        if column + piece.count > longest - 1 {
          bytes += Array("=\r\n".utf8)
          column = 0
        }
        bytes += piece
        column += piece.count
      }
      bytes += [0x0D, 0x0A]
    }
    return bytes
  }

  private static func encode(_ byte: UInt8, isLast: Bool) -> [UInt8] {
    switch byte {
    case 0x21...0x3C, 0x3E...0x7E: return [byte]
    // Space at the end of a line is lost on the way.
    case 0x20 where !isLast: return [byte]
    default:
      let digits = Array("0123456789ABCDEF".utf8)
      return [0x3D, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
  }
}
