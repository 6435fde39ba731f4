/// A page of text being written: wraps, indents, makes foreign text harmless, colours if asked.
///
/// Everything that reaches the page is neutralised here and nowhere else, so that no block can
/// forget it; the only control codes that come out are the page's own.
struct TextPage {
  /// How a line looks; without colour the words alone carry the meaning.
  enum Style: String {
    case plain = ""
    case heading = "1"
    case alarm = "1;31"
    case fact = "1;32"
    case opinion = "1;33"
    case faint = "2"
  }

  static let narrowest = 48

  private(set) var text = ""
  let width: Int
  private let colour: Bool

  init(width: Int, colour: Bool) {
    self.width = max(TextPage.narrowest, width)
    self.colour = colour
  }

  /// Adds a text, wrapped; `first` precedes its first line and as many spaces the others.
  ///
  /// Line breaks in the text become spaces: a source "school, line break, FACT" must not forge a
  /// line of the page. `first` must be our own words.
  mutating func line(
    _ foreign: String, indent: Int = 0, first: String = "", style: Style = .plain
  ) {
    let margin = String(repeating: " ", count: indent)
    let hanging = String(repeating: " ", count: first.count)
    add(
      VisibleText.neutral(foreign, keepingLines: false), first: margin + first,
      others: margin + hanging, style: style)
  }

  /// Adds a text with the same mark before each of its lines; its line breaks stay.
  mutating func marked(_ foreign: String, indent: Int, mark: String) {
    let margin = String(repeating: " ", count: indent) + mark
    add(
      VisibleText.neutral(foreign, keepingLines: true), first: margin, others: margin,
      style: .plain)
  }

  /// Adds a list, one dash per item.
  mutating func list(_ items: [String], indent: Int) {
    for item in items { line(item, indent: indent, first: "- ") }
  }

  /// Adds a heading with a rule under it and an empty line above.
  mutating func heading(_ title: String) {
    blank()
    line(title, style: .heading)
    raw(String(repeating: "─", count: width), style: .faint)
  }

  mutating func blank() { text += "\n" }

  private mutating func add(_ text: String, first: String, others: String, style: Style) {
    let lines = TextWrap.lines(text, width: width - max(first.count, others.count))
    for (index, line) in lines.enumerated() {
      raw((index == 0 ? first : others) + line, style: style)
    }
  }

  private mutating func raw(_ line: String, style: Style) {
    var line = line
    while line.last == " " { line.removeLast() }
    let isStyled = colour && style != .plain
    text += isStyled ? "\u{1B}[\(style.rawValue)m\(line)\u{1B}[0m\n" : line + "\n"
  }
}
