extension Command {
  /// Resolves a command line, without the program's own name.
  ///
  /// Options may stand before, between and after arguments; `--name=value` and `--name value` are
  /// the same; a value that begins with a dash needs the first form; `--` ends the options. Help
  /// wins over every mistake, so that a lost user is never told off instead of helped.
  package func parse(_ words: [String]) throws(UsageMistake) -> Parsed<Action> {
    let optionWords = words.prefix { $0 != "--" }
    var reading = Reading(root: self)
    if optionWords.contains("--help") || optionWords.contains("-h") {
      do { try reading.read(words) } catch { reading.follow(optionWords) }
      return .help(reading.path)
    }
    if words.first == "help", !subcommands.contains(where: { $0.name == "help" }) {
      try reading.read(Array(words.dropFirst()))
      return .help(reading.path)
    }
    if optionWords.contains("--version") { return .version }
    try reading.read(words)
    return .invocation(try reading.finish())
  }
}

/// One pass over the words: where in the tree we are and what was collected.
private struct Reading<Action: Sendable> {
  private(set) var path: CommandPath<Action>
  private var options: [String: [String]] = [:]
  private var positional: [String] = []

  init(root: Command<Action>) {
    path = CommandPath(root)
  }

  mutating func read(_ words: [String]) throws(UsageMistake) {
    var rest = words[...]
    var optionsEnded = false
    while let word = rest.popFirst() {
      if optionsEnded || !word.hasPrefix("-") || word == "-" {
        try take(word)
      } else if word == "--" {
        optionsEnded = true
      } else {
        try takeOption(word, rest: &rest)
      }
    }
  }

  /// Goes as deep as the words lead, past mistakes: the node whose help is wanted.
  mutating func follow(_ words: ArraySlice<String>) {
    path = CommandPath(path.root)
    for word in words {
      guard let command = path.last.subcommands.first(where: { $0.name == word }) else { continue }
      path = path.appending(command)
    }
  }

  /// Checks what only the whole line can tell.
  func finish() throws(UsageMistake) -> Invocation<Action> {
    guard case .action(let action) = path.last.content else {
      throw mistake(.missingCommand)
    }
    for option in path.acceptedOptions where option.required && options[option.name] == nil {
      throw mistake(.missingOption(option.usage))
    }
    var named: [String: [String]] = [:]
    var rest = positional[...]
    for argument in path.last.arguments {
      let values = argument.takesTheRest ? rest : rest.prefix(1)
      rest = rest.dropFirst(values.count)
      if values.isEmpty && argument.isRequired { throw mistake(.missingArgument(argument.name)) }
      for value in values { try check(value, argument.shape, of: argument.name) }
      if !values.isEmpty { named[argument.name] = Array(values) }
    }
    if let extra = rest.first { throw mistake(.unexpectedArgument(extra)) }
    let declared = path.acceptedOptions.map(\.name) + path.last.arguments.map(\.name)
    return Invocation(
      path: path, action: action,
      arguments: ParsedArguments(
        declared: Set(declared), options: options, positional: named))
  }

  private mutating func take(_ word: String) throws(UsageMistake) {
    guard case .group(let commands) = path.last.content else {
      positional.append(word)
      return
    }
    guard let command = commands.first(where: { $0.name == word }) else {
      throw mistake(.unknownCommand(word, nearest: nearest(to: word, among: commands.map(\.name))))
    }
    path = path.appending(command)
  }

  private mutating func takeOption(
    _ word: String, rest: inout ArraySlice<String>
  ) throws(UsageMistake) {
    let name = word.prefix { $0 != "=" }
    let attached = name.endIndex < word.endIndex ? String(word[name.endIndex...].dropFirst()) : nil
    guard let option = path.acceptedOptions.first(where: { $0.isSpelled(name) }) else {
      let known = path.acceptedOptions.map { "--\($0.name)" }
      throw mistake(
        .unknownOption(String(name), nearest: nearest(to: String(name), among: known)))
    }
    guard option.takesValue else {
      if attached != nil { throw mistake(.unexpectedValue("--\(option.name)")) }
      options[option.name] = [""]
      return
    }
    let value: String
    if let attached {
      value = attached
    } else if let next = rest.first, next == "-" || !next.hasPrefix("-") {
      value = next
      rest.removeFirst()
    } else {
      throw mistake(.missingValue(option.usage))
    }
    try check(value, option.shape, of: "--\(option.name)")
    if options[option.name] != nil && !option.repeats {
      throw mistake(.repeatedOption("--\(option.name)"))
    }
    options[option.name, default: []].append(value)
  }

  private func check(
    _ value: String, _ shape: ValueShape, of place: String
  ) throws(UsageMistake) {
    if let fault = shape.fault(in: value) { throw mistake(.badValue(place, value, fault)) }
  }

  private func mistake(_ kind: UsageMistake.Kind) -> UsageMistake {
    UsageMistake(kind: kind, command: path.words, usage: path.usage)
  }
}

extension Option {
  fileprivate func isSpelled(_ word: Substring) -> Bool {
    if word.hasPrefix("--") { return word.dropFirst(2) == name }
    guard let short else { return false }
    return word == "-\(short)"
  }
}
