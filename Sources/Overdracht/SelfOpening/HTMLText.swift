/// Text as HTML, inside an element or between double quotes.
enum HTMLText {
  /// No character of the result begins a tag, ends an attribute or is a control.
  static func escape(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": bytes.append(contentsOf: "&amp;".utf8)
      case "<": bytes.append(contentsOf: "&lt;".utf8)
      case ">": bytes.append(contentsOf: "&gt;".utf8)
      case "\"": bytes.append(contentsOf: "&quot;".utf8)
      case "\n": bytes.append(UInt8(ascii: "\n"))
      // HTML refuses most of these; the marks that turn the direction of a text could hide a name.
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{202A}"..."\u{202E}",
        "\u{2066}"..."\u{2069}":
        bytes.append(contentsOf: "\u{FFFD}".utf8)
      default: bytes.append(contentsOf: String(scalar).utf8)
      }
    }
    return bytes
  }

  /// Each line on a line of its own.
  static func lines(_ text: String) -> [UInt8] {
    Array(escape(text).split(separator: UInt8(ascii: "\n")).joined(separator: Array("<br>\n".utf8)))
  }

  /// A paragraph for each part between empty lines.
  static func paragraphs(_ text: String) -> [UInt8] {
    var result: [UInt8] = []
    var lines: [Substring] = []
    for line in (text + "\n").split(separator: "\n", omittingEmptySubsequences: false) {
      if !line.isEmpty {
        lines.append(line)
      } else if !lines.isEmpty {
        result += Array("<p>".utf8) + Self.lines(lines.joined(separator: "\n"))
        result += Array("</p>\n".utf8)
        lines = []
      }
    }
    return result
  }
}
