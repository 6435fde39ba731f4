/// Shells that completions can be written for.
package enum Shell: String, Sendable, CaseIterable {
  case bash
  case zsh
  case fish
}

extension Command {
  /// A completion script for one shell.
  ///
  /// It knows the words of the command line and nothing else: it never runs the tool and never
  /// lists a dossier, a family or a person, since a terminal is often looked at by two.
  package func completions(for shell: Shell, in language: Language = .nl) -> String {
    switch shell {
    case .bash: bashCompletion
    case .zsh: zshCompletion(in: language)
    case .fish: fishCompletion(in: language)
    }
  }

  /// `kluis-keys` as part of a function's name.
  var functionName: String { String(name.map { $0 == "-" ? "_" : $0 }) }

  /// All spellings of all options that take a value, over the whole tree.
  var valueOptionWords: [String] {
    let options = paths.flatMap(\.last.options).filter(\.takesValue)
    return Set(options.flatMap(\.spellings)).sorted()
  }

  /// The paths below the root, as words.
  var pathsBelowRoot: [String] { paths.dropFirst().map(\.words) }
}

extension Option {
  var spellings: [String] {
    ["--\(name)"] + (short.map { ["-\($0)"] } ?? [])
  }
}

extension CommandPath {
  var argumentCodes: [String] { last.arguments.flatMap(\.shape.codes) }

  var takesFiles: Bool {
    last.arguments.contains { $0.shape == .file || $0.shape == .directory }
  }
}

/// A word that a shell reads back unchanged.
func quoted(_ text: String) -> String {
  "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
    + "'"
}
