extension Command {
  /// The manual page of the whole tool, section 1, as roff in ASCII.
  ///
  /// - Parameter date: year-month-day, given by the caller so that a build can be repeated.
  ///
  /// man(7), groff_char(7).
  package func manualPage(in language: Language, date: String) -> String {
    let nl = language == .nl
    var lines = [
      ".TH \(roff(name.uppercased())) 1 \(roff(date))",
      ".SH \(nl ? "NAAM" : "NAME")",
      "\(roff(name)) \\- \(roff(summary[language]))",
      ".SH \(nl ? "OVERZICHT" : "SYNOPSIS")",
    ]
    for path in paths where path.last.subcommands.isEmpty {
      lines += [".B \(roff(path.usage[language]))", ".br"]
    }
    if details != nil { lines.append(".SH \(nl ? "BESCHRIJVING" : "DESCRIPTION")") }
    lines += paragraphs(of: details, language)
    lines.append(".SH \(nl ? "OPDRACHTEN" : "COMMANDS")")
    for path in paths.dropFirst() {
      lines += [".SS \(roff(path.words))", roff(path.last.summary[language])]
      lines += paragraphs(of: path.last.details, language)
      for argument in path.last.arguments {
        lines += [".TP", ".I \(roff(argument.name))", roff(argument.sentence(in: language))]
      }
      for option in path.last.options { lines += option.roffLines(in: language) }
    }
    lines.append(".SH \(nl ? "ALGEMENE OPTIES" : "GENERAL OPTIONS")")
    for option in options + Option.builtIn { lines += option.roffLines(in: language) }
    lines.append(".SH \(nl ? "AFSLUITCODES" : "EXIT STATUS")")
    for status in exitStatuses {
      lines += [".TP", ".B \(status.code)", roff(status.text[language])]
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

/// The exit codes that every tool of the house shares.
private let exitStatuses: [(code: Int, text: Text)] = [
  (0, Text(nl: "gedaan", en: "done")),
  (1, Text(nl: "mislukt", en: "failed")),
  (64, Text(nl: "de opdrachtregel klopt niet", en: "the command line is wrong")),
  (
    65,
    Text(nl: "gegevens zijn misvormd of veranderd", en: "data is malformed or tampered with")
  ),
  (69, Text(nl: "de kluis is onbereikbaar of verzegeld", en: "the vault is unreachable or sealed")),
  (75, Text(nl: "probeer het opnieuw", en: "try again")),
  (77, Text(nl: "geweigerd door het beleid", en: "refused by policy")),
]

extension Option {
  fileprivate func roffLines(in language: Language) -> [String] {
    let entry = entry(in: language)
    return [".TP", ".B \(roff(entry.term))", roff(entry.text)]
  }
}

private func paragraphs(of text: Text?, _ language: Language) -> [String] {
  guard let text else { return [] }
  return text[language].split(separator: "\n").flatMap { [".PP", roff(String($0))] }
}

/// Text that roff shows as it stands: no requests, no escapes, dashes that can be copied.
private func roff(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\\": result += "\\e"
    case "-": result += "\\-"
    case "\"": result += "\\(dq"
    case ".", "'": result += (result.isEmpty ? "\\&" : "") + (scalar == "'" ? "\\(aq" : ".")
    case "\n": result += " "
    default:
      if scalar.isASCII {
        result.unicodeScalars.append(scalar)
      } else {
        let hex = String(scalar.value, radix: 16, uppercase: true)
        result += "\\[u\(String(repeating: "0", count: max(0, 4 - hex.count)))\(hex)]"
      }
    }
  }
  return result
}
