internal import Dossier

extension Begeleidbrief {
  /// The letter as text, for a mail or a printer; lines are as long as they are.
  package var text: String {
    var lines: [String] = []
    for part in parts {
      switch part {
      case .heading(let words): lines += ["", words.uppercased()]
      case .text(let words): lines.append(words)
      case .step(let words): lines.append("- \(words)")
      case .command(let words): lines += ["", "    \(words)", ""]
      }
    }
    // What somebody typed in the institution's own settings may still hide something.
    return VisibleText.neutral(
      lines.drop { $0.isEmpty }.joined(separator: "\n"), keepingLines: true) + "\n"
  }

  /// The letter as one HTML page, UTF-8, in the style of the document.
  package var html: [UInt8] {
    var page = DocumentPage(title: "Beveiligde overdracht van \(institution)")
    var steps: [String] = []
    var isFirst = true
    for part in parts {
      if case .step = part {
      } else if !steps.isEmpty {
        page.list(steps)
        steps = []
      }
      switch part {
      case .heading(let words):
        page.heading(isFirst ? 1 : words.hasPrefix("Manier") ? 3 : 2, words)
        isFirst = false
      case .text(let words): page.paragraph([.text(words)])
      case .step(let words): steps.append(words)
      case .command(let words): page.command(words)
      }
    }
    return page.finish()
  }
}
