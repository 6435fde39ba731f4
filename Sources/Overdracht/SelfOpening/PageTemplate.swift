/// HTML with places to fill: `{{name}}`, and `{{{name}}}` where the value is more than text.
///
/// A part between `{{#kind}}` and `{{/kind}}`, each alone on its line, is kept for that kind only. The marks
/// say how a reader sees them; every value comes escaped already. What a value holds is never read again.
enum PageTemplate {
  /// - Parameter values: by name; a place without a value stays empty.
  static func fill(_ template: String, _ values: [String: [UInt8]], keeping kind: String) -> [UInt8]
  {
    var page: [UInt8] = []
    page.reserveCapacity(values.values.reduce(template.utf8.count) { $0 + 2 * $1.count })
    var isKept = true
    for line in template.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("{{#") {
        isKept = line == "{{#\(kind)}}"
      } else if line.hasPrefix("{{/") {
        isKept = true
      } else if isKept {
        fill(line, values, into: &page)
        page.append(UInt8(ascii: "\n"))
      }
    }
    page.removeLast()
    return page
  }

  private static func fill(_ line: Substring, _ values: [String: [UInt8]], into page: inout [UInt8])
  {
    var rest = line.utf8
    while let start = rest.firstRange(of: "{{".utf8),
      let end = rest[start.upperBound...].firstRange(of: "}}".utf8)
    {
      page.append(contentsOf: rest[..<start.lowerBound])
      let name = rest[start.upperBound..<end.lowerBound]
      page.append(contentsOf: values[String(Substring(name)).filter { $0 != "{" }] ?? [])
      rest = rest[end.upperBound...]
      if rest.first == UInt8(ascii: "}") { rest = rest.dropFirst() }
    }
    page.append(contentsOf: rest)
  }
}
