internal import Dossier

/// HTML being written.
///
/// Tags come from the code and are `StaticString`; every text goes through `text`, so that nothing of a dossier
/// can become one.
struct DocumentPage {
  /// A piece of a line.
  enum Piece {
    case text(String)
    case strong(String)
    /// A word in a box: `Feit`.
    case tag(String)
  }

  private var bytes: [UInt8] = []

  /// Begins the page, up to its first heading.
  init(title: String) {
    put("<!DOCTYPE html>\n<html lang=\"nl\">\n<head>\n<meta charset=\"utf-8\">\n")
    put("<meta http-equiv=\"Content-Security-Policy\" content=\"")
    bytes += HTMLText.escape(ContentPolicy.document(style: DocumentStyle.text))
    put("\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
    bytes += Self.line(title)
    put("</title>\n<style>")
    bytes += Array(DocumentStyle.text.utf8)
    put("</style>\n</head>\n<body>\n<main>\n")
  }

  consuming func finish() -> [UInt8] {
    put("</main>\n</body>\n</html>\n")
    return bytes
  }

  /// Our own markup, as it is.
  mutating func put(_ markup: StaticString) {
    markup.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
  }

  /// A tag with attributes, whose values are texts.
  ///
  /// - Parameter closed: whether nothing comes inside it.
  mutating func element(
    _ name: StaticString, _ attributes: [(name: StaticString, value: String)],
    closed: Bool = false
  ) {
    put("<")
    put(name)
    for (name, value) in attributes {
      put(" ")
      put(name)
      put("=\"")
      line(value)
      put("\"")
    }
    put(closed ? "/>\n" : ">")
  }

  /// Text of one line, in headings and cells.
  mutating func line(_ text: String) { bytes += Self.line(text) }

  /// Text whose line breaks stay.
  mutating func text(_ text: String) {
    bytes += HTMLText.lines(VisibleText.neutral(text, keepingLines: true))
  }

  mutating func heading(_ level: Int, _ text: String) {
    let tags: (StaticString, StaticString) =
      switch level {
      case 1: ("<h1>", "</h1>\n")
      case 2: ("<h2>", "</h2>\n")
      case 3: ("<h3>", "</h3>\n")
      default: ("<h4>", "</h4>\n")
      }
    put(tags.0)
    line(text)
    put(tags.1)
  }

  mutating func paragraph(_ pieces: [Piece], quiet: Bool = false) {
    put(quiet ? "<p class=\"quiet\">" : "<p>")
    for (index, piece) in pieces.enumerated() {
      if index > 0 { put(" ") }
      self.piece(piece)
    }
    put("</p>\n")
  }

  /// A paragraph for each part between empty lines.
  mutating func paragraphs(_ text: String) {
    bytes += HTMLText.paragraphs(VisibleText.neutral(text, keepingLines: true))
  }

  mutating func quote(_ text: String) {
    put("<blockquote>")
    paragraphs(text)
    put("</blockquote>\n")
  }

  /// What somebody types at a prompt.
  mutating func command(_ words: String) {
    put("<p><code>")
    line(words)
    put("</code></p>\n")
  }

  mutating func list(_ items: [String]) { list(items.map { [.text($0)] }) }

  mutating func list(_ items: [[Piece]]) {
    put("<ul>\n")
    for item in items {
      put("<li>")
      for piece in item { self.piece(piece) }
      put("</li>\n")
    }
    put("</ul>\n")
  }

  /// Names with their values; nothing without any.
  mutating func facts(_ rows: [(name: String, value: String?)]) {
    let present = rows.compactMap { row in row.value.map { (row.name, $0) } }
    guard !present.isEmpty else { return }
    put("<dl class=\"facts\">\n")
    for (name, value) in present {
      put("<div><dt>")
      line(name)
      put("</dt><dd>")
      text(value)
      put("</dd></div>\n")
    }
    put("</dl>\n")
  }

  /// A table whose first row names its columns.
  mutating func table(_ caption: String, _ columns: [String], _ rows: [[String]]) {
    put("<table>\n<caption>")
    line(caption)
    put("</caption>\n<thead><tr>")
    for column in columns {
      put("<th scope=\"col\">")
      line(column)
      put("</th>")
    }
    put("</tr></thead>\n<tbody>\n")
    for row in rows {
      put("<tr>")
      for cell in row {
        put("<td>")
        line(cell)
        put("</td>")
      }
      put("</tr>\n")
    }
    put("</tbody>\n</table>\n")
  }

  /// What must not be overlooked.
  mutating func notice(_ write: (inout DocumentPage) -> Void) {
    put("<div class=\"notice warn\">\n")
    write(&self)
    put("</div>\n")
  }

  private mutating func piece(_ piece: Piece) {
    switch piece {
    case .text(let words): text(words)
    case .strong(let words):
      put("<strong>")
      text(words)
      put("</strong>")
    case .tag(let words):
      put("<strong class=\"tag\">")
      text(words)
      put("</strong>")
    }
  }

  private static func line(_ text: String) -> [UInt8] {
    HTMLText.escape(VisibleText.neutral(text, keepingLines: false))
  }
}
