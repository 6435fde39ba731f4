/// A short piece of foreign text made safe to repeat in a message.
enum Quoted {
  private static let limit = 40

  /// At most forty characters, with controls and direction marks shown as `\u{…}`.
  static func safe(_ text: String) -> String {
    let head = text.unicodeScalars.prefix(limit)
    var result = VisibleText.neutral(String(String.UnicodeScalarView(head)), keepingLines: false)
    if head.endIndex != text.unicodeScalars.endIndex { result += "…" }
    return result.isEmpty ? "\"\"" : result
  }
}
