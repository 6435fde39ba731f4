import CommandTree
import Glibc

/// What holds for the whole command, known before it is parsed: language, JSON, terminals.
///
/// It must not fail: a wrong command line is told in the right language and the right form.
package struct Settings: Sendable {
  package let tool: Tool
  package let language: Language
  package let json: Bool
  package let environment: ProcessEnvironment
  package let output: Terminal
  package let errors: Terminal

  package init(
    tool: Tool, words: [String], environment: ProcessEnvironment, output: Terminal? = nil,
    errors: Terminal? = nil
  ) {
    self.tool = tool
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

/// Which program this is and which release; the log keeps `client` of every sign-in.
package struct Tool: Sendable {
  package let name: String
  package let version: String

  package init(name: String, version: String) {
    self.name = name
    self.version = version
  }

  package var client: String { "\(name)/\(version)" }
}

/// The variables that the tools look at; read once, handed on as a value.
package struct ProcessEnvironment: Sendable {
  private let values: [String: String]

  package static let names = [
    "COLUMNS", "HOME", "KLUIS_HOST", "KLUIS_SSH_CONFIG", "LANG", "LC_ALL", "LC_MESSAGES",
    "NO_COLOR", "TERM", "XDG_CONFIG_HOME", "XDG_STATE_HOME",
  ]

  package init(_ values: [String: String]) {
    self.values = values
  }

  /// The environment of this process.
  package static var process: ProcessEnvironment {
    var values: [String: String] = [:]
    for name in names {
      if let value = unsafe getenv(name) { unsafe values[name] = String(cString: value) }
    }
    return ProcessEnvironment(values)
  }

  package subscript(name: String) -> String? { values[name] }

  /// The value of a variable that is there and says something.
  package func value(_ name: String) -> String? {
    values[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The locale for messages. (locale(7))
  package var locale: String? { value("LC_ALL") ?? value("LC_MESSAGES") ?? value("LANG") }
}
