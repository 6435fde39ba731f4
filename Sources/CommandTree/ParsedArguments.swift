/// What a command line resolved to.
package enum Parsed<Action: Sendable>: Sendable {
  case invocation(Invocation<Action>)
  /// Print `path.help(in:)` on stdout and exit 0.
  case help(CommandPath<Action>)
  case version
}

/// A leaf, its action, and the arguments that passed every check.
package struct Invocation<Action: Sendable>: Sendable {
  package let path: CommandPath<Action>
  package let action: Action
  package let arguments: ParsedArguments
}

/// Values by the names under which the command declared them.
///
/// A name that was never declared is a mistake of the programmer: debug builds stop on it.
package struct ParsedArguments: Equatable, Sendable {
  let declared: Set<String>
  let options: [String: [String]]
  let positional: [String: [String]]

  /// Whether a flag, or an option with a value, was given.
  package func has(_ option: String) -> Bool {
    options[known(option)] != nil
  }

  package func value(_ option: String) -> String? {
    options[known(option)]?.first
  }

  /// All values of an option that repeats, in the order given.
  package func values(_ option: String) -> [String] {
    options[known(option)] ?? []
  }

  /// The value of an option with the shape `number`.
  package func number(_ option: String) -> Int? {
    value(option).flatMap { Int($0) }
  }

  package func argument(_ name: String) -> String? {
    positional[known(name)]?.first
  }

  package func arguments(_ name: String) -> [String] {
    positional[known(name)] ?? []
  }

  /// The value of a required option or argument; the parse saw to it that there is one.
  package func required(_ name: String) -> String {
    let value = (options[known(name)] ?? positional[name])?.first
    assert(value != nil, "\(name) is not required by its command")
    return value ?? ""
  }

  private func known(_ name: String) -> String {
    assert(declared.contains(name), "\(name) is not declared by this command")
    return name
  }
}
