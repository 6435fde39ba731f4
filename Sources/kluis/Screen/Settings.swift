import CommandTree
import Glibc

/// What holds for the whole command, known before it is parsed: language, JSON, terminals.
///
/// It must not fail: a wrong command line is told in the right language and the right form.
struct Settings: Sendable {
  let language: Language
  let json: Bool
  let environment: ProcessEnvironment
  let output: Terminal
  let errors: Terminal

  init(
    words: [String], environment: ProcessEnvironment, output: Terminal? = nil,
    errors: Terminal? = nil
  ) {
    let options = words.prefix { $0 != "--" }
    json = options.contains("--json")
    language = Settings.asked(in: options) ?? Language(localeName: environment.locale)
    self.environment = environment
    let plain = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    self.output = output ?? Terminal(descriptor: STDOUT_FILENO, plain: plain)
    self.errors = errors ?? Terminal(descriptor: STDERR_FILENO, plain: plain)
  }

  private static func asked(in words: ArraySlice<String>) -> Language? {
    for (index, word) in words.enumerated() {
      let value: String
      if word.hasPrefix("--taal=") {
        value = String(word.dropFirst("--taal=".count))
      } else if word == "--taal", let next = words.dropFirst(index + 1).first {
        value = next
      } else {
        continue
      }
      if value == "nl" { return .nl }
      if value == "en" { return .en }
    }
    return nil
  }
}

/// The variables that this tool looks at; read once, handed on as a value.
struct ProcessEnvironment: Sendable {
  private let values: [String: String]

  static let names = [
    "COLUMNS", "HOME", "KLUIS_HOST", "KLUIS_SSH_CONFIG", "LANG", "LC_ALL", "LC_MESSAGES",
    "NO_COLOR", "TERM", "XDG_CONFIG_HOME", "XDG_STATE_HOME",
  ]

  init(_ values: [String: String]) {
    self.values = values
  }

  /// The environment of this process.
  static var process: ProcessEnvironment {
    var values: [String: String] = [:]
    for name in names {
      if let value = unsafe getenv(name) { unsafe values[name] = String(cString: value) }
    }
    return ProcessEnvironment(values)
  }

  subscript(name: String) -> String? { values[name] }

  /// The value of a variable that is there and says something.
  func value(_ name: String) -> String? {
    values[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The locale for messages. (locale(7))
  var locale: String? { value("LC_ALL") ?? value("LC_MESSAGES") ?? value("LANG") }
}
