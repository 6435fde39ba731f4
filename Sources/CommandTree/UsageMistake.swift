/// A command line that asks for nothing we know: exit code 64.
///
/// What was typed is shown back with control characters taken out and cut short, so that a pasted
/// word cannot drive the terminal.
package struct UsageMistake: Error, Equatable, Sendable {
  package enum Kind: Equatable, Sendable {
    case unknownCommand(String, nearest: String?)
    case missingCommand
    case unknownOption(String, nearest: String?)
    case missingOption(String)
    case missingValue(String)
    case unexpectedValue(String)
    case repeatedOption(String)
    case missingArgument(String)
    case unexpectedArgument(String)
    case badValue(String, String, ValueFault)
  }

  package static let exitCode: Int32 = 64

  package let kind: Kind
  /// The words of the command that was reached: `kluis dossier open`.
  package let command: String
  package let usage: Text

  /// A stable name for `--json`.
  package var code: String {
    switch kind {
    case .unknownCommand: "unknown-command"
    case .missingCommand: "missing-command"
    case .unknownOption: "unknown-option"
    case .missingOption: "missing-option"
    case .missingValue: "missing-value"
    case .unexpectedValue: "unexpected-value"
    case .repeatedOption: "repeated-option"
    case .missingArgument: "missing-argument"
    case .unexpectedArgument: "unexpected-argument"
    case .badValue: "bad-value"
    }
  }

  /// What went wrong.
  package var description: Text {
    switch kind {
    case .unknownCommand(let word, _):
      Text(
        nl: "'\(shown(word))' is geen opdracht van '\(command)'",
        en: "'\(shown(word))' is not a command of '\(command)'")
    case .missingCommand:
      Text(nl: "na '\(command)' ontbreekt een opdracht", en: "'\(command)' needs a command")
    case .unknownOption(let word, _):
      Text(nl: "onbekende optie '\(shown(word))'", en: "unknown option '\(shown(word))'")
    case .missingOption(let usage):
      Text(nl: "'\(usage)' is verplicht", en: "'\(usage)' is required")
    case .missingValue(let usage):
      Text(nl: "'\(usage)' heeft een waarde nodig", en: "'\(usage)' needs a value")
    case .unexpectedValue(let option):
      Text(nl: "'\(option)' heeft geen waarde", en: "'\(option)' takes no value")
    case .repeatedOption(let option):
      Text(nl: "'\(option)' mag maar één keer", en: "'\(option)' may be given only once")
    case .missingArgument(let name):
      Text(nl: "\(name) ontbreekt", en: "\(name) is missing")
    case .unexpectedArgument(let word):
      Text(
        nl: "'\(shown(word))' is een woord te veel", en: "'\(shown(word))' is one word too many")
    case .badValue(let place, let value, let fault):
      fault.description(of: place, shown(value))
    }
  }

  /// What to do next.
  package var hint: Text {
    switch kind {
    case .unknownCommand(_, nearest: let word?), .unknownOption(_, nearest: let word?):
      Text(nl: "bedoelde u '\(word)'?", en: "did you mean '\(word)'?")
    case .missingValue(let usage):
      Text(
        nl: "begint de waarde met een streepje, schrijf dan \(attached(usage))",
        en: "if the value begins with a dash, write \(attached(usage))")
    case .badValue(_, _, .notAllowed(let allowed)):
      Text(
        nl: "kies uit: \(allowed.joined(separator: ", "))",
        en: "choose one of: \(allowed.joined(separator: ", "))")
    case .badValue(_, _, .notANumber(let range)):
      Text(
        nl: "een getal van \(range.lowerBound) tot en met \(range.upperBound)",
        en: "a number from \(range.lowerBound) to \(range.upperBound)")
    default:
      Text(nl: "zie '\(command) --help'", en: "see '\(command) --help'")
    }
  }

  /// The three lines for stderr, each ended by a newline.
  package func rendered(in language: Language) -> String {
    let program = command.prefix { $0 != " " }
    let word = language == .nl ? "gebruik" : "usage"
    return """
      \(program): \(description[language])
      \(word): \(usage[language])
      hint: \(hint[language])

      """
  }
}

extension ValueFault {
  fileprivate func description(of place: String, _ value: String) -> Text {
    switch self {
    case .empty:
      Text(nl: "de waarde van \(place) is leeg", en: "the value of \(place) is empty")
    case .notAllowed:
      Text(
        nl: "'\(value)' kan niet bij \(place)", en: "'\(value)' is not allowed for \(place)")
    case .notANumber:
      Text(
        nl: "'\(value)' is geen geldig getal voor \(place)",
        en: "'\(value)' is not a valid number for \(place)")
    }
  }
}

private func attached(_ usage: String) -> String {
  String(usage.map { $0 == " " ? "=" : $0 })
}

/// Longest word that a message repeats, in characters.
private let longestShown = 40

private func shown(_ word: String) -> String {
  var result = ""
  for character in word.prefix(longestShown) {
    let plain = character.unicodeScalars.allSatisfy { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
        .unassigned:
        false
      default: true
      }
    }
    result.append(plain ? character : "?")
  }
  return word.count > longestShown ? result + "…" : result
}
