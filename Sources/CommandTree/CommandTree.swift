/// CommandTree holds a tool's commands as one value, and everything that follows from it.
///
/// A tool describes itself once: a tree of `Command`s with their options, arguments and texts in
/// Dutch and English. From that one value come the parse of a command line, the help text, the
/// completions for bash, zsh and fish, and the manual page. They cannot disagree with each other.
///
/// It is not a framework: nothing here reads the process's arguments, prints, exits, asks or looks
/// at the environment. A leaf carries an `Action`, a value of the tool's own choice; `parse` hands
/// it back with the arguments, and the tool does the work.
///
/// Calls to make: `command.parse(words)`, `path.help(in:)`, `command.completions(for:)`,
/// `command.manualPage(in:date:)`; and `command.findings()` in a test.

/// One word of a command line: a group of further words, or a leaf that does something.
package struct Command<Action: Sendable>: Sendable {
  package enum Content: Sendable {
    case action(Action)
    case group([Command<Action>])
  }

  package let name: String
  package let summary: Text
  package let details: Text?
  /// Accepted here and, for a group, by every command below it; the root's are accepted anywhere.
  package let options: [Option]
  package let arguments: [Argument]
  package let content: Content

  /// A command that does something.
  package init(
    _ name: String, _ summary: Text, details: Text? = nil, options: [Option] = [],
    arguments: [Argument] = [], action: Action
  ) {
    self.name = name
    self.summary = summary
    self.details = details
    self.options = options
    self.arguments = arguments
    content = .action(action)
  }

  /// A command that only leads to others.
  package init(
    _ name: String, _ summary: Text, details: Text? = nil, options: [Option] = [],
    subcommands: [Command<Action>]
  ) {
    self.name = name
    self.summary = summary
    self.details = details
    self.options = options
    arguments = []
    content = .group(subcommands)
  }

  package var subcommands: [Command<Action>] {
    guard case .group(let commands) = content else { return [] }
    return commands
  }
}
