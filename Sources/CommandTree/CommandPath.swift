/// The way from the root to one command: what a person typed to get there.
package struct CommandPath<Action: Sendable>: Sendable {
  package let root: Command<Action>
  package private(set) var below: [Command<Action>] = []

  package init(_ root: Command<Action>) {
    self.root = root
  }

  package var last: Command<Action> { below.last ?? root }

  /// The words of the commands: `kluis dossier open`.
  package var words: String {
    below.reduce(root.name) { $0 + " " + $1.name }
  }

  func appending(_ command: Command<Action>) -> CommandPath {
    var longer = self
    longer.below.append(command)
    return longer
  }

  /// Options declared higher up and accepted here too.
  var inheritedOptions: [Option] {
    guard !below.isEmpty else { return [] }
    return root.options + below.dropLast().flatMap(\.options)
  }

  var acceptedOptions: [Option] { last.options + inheritedOptions + Option.builtIn }

  /// The usage line without the word "usage".
  package var usage: Text {
    let required = (last.options + inheritedOptions).filter(\.required).map(\.usage)
    let arguments = last.arguments.map(\.usage)
    func line(_ options: String, _ command: String) -> String {
      let tail = last.subcommands.isEmpty ? arguments : [command]
      return ([words] + required + ["[\(options)]"] + tail).joined(separator: " ")
    }
    return Text(nl: line("opties", "OPDRACHT"), en: line("options", "COMMAND"))
  }
}

extension Command {
  /// Every command of the tree with its way there, parents before children.
  package var paths: [CommandPath<Action>] {
    var found: [CommandPath<Action>] = []
    func visit(_ path: CommandPath<Action>) {
      found.append(path)
      for command in path.last.subcommands { visit(path.appending(command)) }
    }
    visit(CommandPath(self))
    return found
  }
}
