/// A flag (`--json`) or a named value (`--doel CODE`).
///
/// No option ever carries a secret: arguments are visible to every process of the host. A secret
/// comes over a descriptor (`--passphrase-fd N`) or from the terminal; `findings()` watches names.
package struct Option: Equatable, Sendable {
  /// The long name, without the dashes.
  package let name: String
  package let short: Character?
  package let summary: Text
  /// The word that stands for the value in usage lines; nil for a flag.
  package let placeholder: String?
  package let shape: ValueShape
  package let required: Bool
  package let repeats: Bool

  package static func flag(_ name: String, short: Character? = nil, _ summary: Text) -> Option {
    Option(
      name: name, short: short, summary: summary, placeholder: nil, shape: .text,
      required: false, repeats: false)
  }

  /// - Parameters:
  ///   - placeholder: in capitals, such as `CODE`.
  ///   - repeats: may be given more than once; otherwise a second one is a mistake.
  package static func value(
    _ name: String, _ placeholder: String, short: Character? = nil, _ summary: Text,
    shape: ValueShape = .text, required: Bool = false, repeats: Bool = false
  ) -> Option {
    Option(
      name: name, short: short, summary: summary, placeholder: placeholder, shape: shape,
      required: required, repeats: repeats)
  }

  package var takesValue: Bool { placeholder != nil }

  /// As a usage line shows it: `--doel CODE`.
  var usage: String { placeholder.map { "--\(name) \($0)" } ?? "--\(name)" }
}

extension Option {
  /// Accepted everywhere; never declared by a tool, so that it cannot be forgotten.
  static let help = Option.flag(
    "help", short: "h", Text(nl: "toon deze uitleg", en: "show this help"))

  /// Accepted everywhere, likewise.
  static let version = Option.flag(
    "version", Text(nl: "toon de versie", en: "show the version"))

  static let builtIn = [help, version]
}
