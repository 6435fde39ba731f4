/// A script for the tools: commands, each with what must come of it.
///
///     # words for the reader
///     as sanne               who types, until the next `as`
///     > kluis gezin list $me a command for bash; the tools are on its PATH
///     = 0                    its exit code; every command has one
///     out TEXT               stdout contains TEXT; `out` alone: stdout is empty
///     err TEXT               the same of stderr
///     no out TEXT            stdout does not contain TEXT
///     no err TEXT
///     json out               stdout is one JSON object and nothing else
///     json err
///     keep NAME              the first id on stdout is $NAME from here on
///     gone FILE              no such file is there, nor one beside it that begins with its name
///
/// A line that is none of these is a mistake in the script.
struct Script {
  enum Check: Equatable {
    case contains(Stream, String)
    case lacks(Stream, String)
    case empty(Stream)
    case json(Stream)
    case keep(String)
    case gone(String)
  }

  enum Stream: String {
    case out
    case err
  }

  struct Step {
    let line: Int
    let person: String
    let command: String
    var status: Int32?
    var checks: [Check] = []
  }

  /// The script is wrong, not the tool.
  struct Mistake: Error {
    let line: Int
    let text: String
  }

  let steps: [Step]

  init(_ text: String) throws {
    var steps: [Step] = []
    var person = "sanne"
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let mistake = Mistake(line: index + 1, text: String(line))
      if line.isEmpty || line.hasPrefix("#") { continue }
      if line.hasPrefix("as ") {
        person = String(line.dropFirst(3))
      } else if line.hasPrefix("> ") {
        if let last = steps.last, last.status == nil { throw mistake }
        steps.append(Step(line: index + 1, person: person, command: String(line.dropFirst(2))))
      } else {
        guard !steps.isEmpty else { throw mistake }
        if line.hasPrefix("= ") {
          guard let status = Int32(line.dropFirst(2)) else { throw mistake }
          steps[steps.count - 1].status = status
        } else {
          guard let check = Self.check(String(line)) else { throw mistake }
          steps[steps.count - 1].checks.append(check)
        }
      }
    }
    if let last = steps.last, last.status == nil {
      throw Mistake(line: last.line, text: "no exit code")
    }
    self.steps = steps
  }

  private static func check(_ line: String) -> Check? {
    let words = line.split(separator: " ", maxSplits: 1).map(String.init)
    let rest = words.count > 1 ? words[1] : ""
    switch words.first {
    case "out", "err":
      guard let stream = Stream(rawValue: words[0]) else { return nil }
      return rest.isEmpty ? .empty(stream) : .contains(stream, rest)
    case "no":
      let parts = rest.split(separator: " ", maxSplits: 1).map(String.init)
      guard parts.count == 2, let stream = Stream(rawValue: parts[0]) else { return nil }
      return .lacks(stream, parts[1])
    case "json": return Stream(rawValue: rest).map { .json($0) }
    case "keep": return rest.isEmpty ? nil : .keep(rest)
    case "gone": return rest.isEmpty ? nil : .gone(rest)
    default: return nil
    }
  }
}
