/// Columns that help text fills.
private let pageWidth = 80

/// Widest left column; a longer term stands on a line of its own.
private let termWidth = 24

extension CommandPath {
  /// The help of this command, for stdout; ends with a newline.
  package func help(in language: Language) -> String {
    let nl = language == .nl
    var lines = wrapped("\(words): \(last.summary[language])", indent: 0)
    lines += ["", (nl ? "gebruik: " : "usage: ") + usage[language]]
    if let details = last.details {
      for paragraph in details[language].split(separator: "\n", omittingEmptySubsequences: true) {
        lines += [""] + wrapped(String(paragraph), indent: 0)
      }
    }
    lines += section(
      nl ? "opdrachten:" : "commands:",
      last.subcommands.map { ($0.name, $0.summary[language]) })
    lines += section(
      nl ? "argumenten:" : "arguments:",
      last.arguments.map { ($0.name, $0.sentence(in: language)) })
    lines += section(nl ? "opties:" : "options:", last.options.map { $0.entry(in: language) })
    lines += section(
      nl ? "algemene opties:" : "general options:",
      (inheritedOptions + Option.builtIn).map { $0.entry(in: language) })
    return lines.joined(separator: "\n") + "\n"
  }

  private func section(_ title: String, _ entries: [(term: String, text: String)]) -> [String] {
    guard !entries.isEmpty else { return [] }
    let fitting = entries.map(\.term.count).filter { $0 <= termWidth }
    let width = fitting.max() ?? termWidth
    var lines = ["", title]
    for entry in entries {
      let text = wrapped(entry.text, indent: width + 4)
      let term = "  " + entry.term
      if entry.term.count > width {
        lines.append(term)
        lines += text
      } else {
        lines.append(term + (text.first ?? "").dropFirst(term.count))
        lines += text.dropFirst()
      }
    }
    return lines
  }
}

extension Option {
  /// The term and the sentence of an option, as help and the manual page show them.
  func entry(in language: Language) -> (term: String, text: String) {
    let nl = language == .nl
    var notes: [String] = []
    if required { notes.append(nl ? "verplicht" : "required") }
    if repeats { notes.append(nl ? "mag vaker" : "may be repeated") }
    notes += shape.notes(in: language)
    let term = short.map { "-\($0), \(usage)" } ?? usage
    return (term, summary[language] + noted(notes))
  }
}

extension Argument {
  func sentence(in language: Language) -> String {
    summary[language] + noted(shape.notes(in: language))
  }
}

extension ValueShape {
  fileprivate func notes(in language: Language) -> [String] {
    let nl = language == .nl
    return switch self {
    case .text, .file, .directory: []
    case .code(let codes): [(nl ? "een van: " : "one of: ") + codes.joined(separator: ", ")]
    case .number(let range):
      ["\(range.lowerBound) \(nl ? "tot en met" : "to") \(range.upperBound)"]
    }
  }
}

private func noted(_ notes: [String]) -> String {
  notes.isEmpty ? "" : " (\(notes.joined(separator: "; ")))"
}

private func wrapped(_ text: String, indent: Int) -> [String] {
  let margin = String(repeating: " ", count: indent)
  var lines: [String] = []
  var line = ""
  for word in text.split(separator: " ") {
    if !line.isEmpty && indent + line.count + 1 + word.count > pageWidth {
      lines.append(margin + line)
      line = ""
    }
    line += (line.isEmpty ? "" : " ") + word
  }
  return line.isEmpty ? lines : lines + [margin + line]
}
