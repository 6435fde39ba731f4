import CommandTree
import Dossier
package import StrictJSON

extension Failure {
  /// The lines for stderr, each ended by a newline.
  ///
  /// - Parameter tool: the program's name, before the first line.
  package func rendered(in language: Language, by tool: String) -> String {
    var lines = ["\(tool): \(message[language])"]
    lines += problems.map { $0.line(in: language) }
    if !sections.isEmpty {
      lines.append("\(Texts.sectionsWord[language]): \(sections.joined(separator: ", "))")
    }
    if let usage { lines.append("\(Texts.usageWord[language]): \(usage[language])") }
    lines += hints.map { "hint: \($0[language])" }
    if let reference { lines.append("ref: \(reference)") }
    return lines.map { VisibleText.neutral($0, keepingLines: false) + "\n" }.joined()
  }

  /// One object under `error`: code, message, exit, and what else there is to say.
  package func json(in language: Language) -> JSONValue {
    let hint = hints.map { $0[language] }.joined(separator: "; ")
    let error: [(String, JSONValue?)] = [
      ("code", .string(code)), ("message", .string(message[language])),
      ("hint", hint.isEmpty ? nil : .string(hint)),
      ("usage", usage.map { .string($0[language]) }),
      ("ref", reference.map { .int(Int64($0)) }),
      ("ways", ways.isEmpty ? nil : .array(ways.map { .string($0) })),
      ("sections", sections.isEmpty ? nil : .array(sections.map { .string($0) })),
      ("problems", problems.isEmpty ? nil : .array(problems.map { $0.json(in: language) })),
      ("exit", .int(Int64(exit))),
    ]
    return .object([("error", .object(present: error))])
  }
}

extension Failure.Problem {
  fileprivate func json(in language: Language) -> JSONValue {
    ["place": .string(place), "message": .string(text[language])]
  }
}
