/// Breaks a text into lines of at most so many characters as a reader counts them (graphemes).
enum TextWrap {
  /// Breaks at spaces; a word that is longer than a line is cut.
  ///
  /// Line breaks in the text stay.
  /// - Parameter width: at least 1.
  static func lines(_ text: String, width: Int) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).flatMap {
      paragraph($0, width: max(1, width))
    }
  }

  private static func paragraph(_ text: Substring, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    var length = 0
    for word in text.split(separator: " ") {
      for piece in pieces(word, width: width) {
        if length > 0, length + 1 + piece.length <= width {
          line += " " + piece.text
          length += 1 + piece.length
        } else {
          if length > 0 { lines.append(line) }
          line = piece.text
          length = piece.length
        }
      }
    }
    if length > 0 || lines.isEmpty { lines.append(line) }
    return lines
  }

  /// A word cut into pieces that fit, in one pass: a text of one long word must not cost its square.
  private static func pieces(_ word: Substring, width: Int) -> [(text: String, length: Int)] {
    var pieces: [(text: String, length: Int)] = []
    var piece = ""
    var length = 0
    for character in word {
      if length == width {
        pieces.append((piece, length))
        piece = ""
        length = 0
      }
      piece.append(character)
      length += 1
    }
    if length > 0 { pieces.append((piece, length)) }
    return pieces
  }
}
