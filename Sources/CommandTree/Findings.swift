extension Command {
  /// What is wrong with the tree itself; a tool's test expects none.
  ///
  /// Rules: names in one spelling; no name twice; every text in both languages; an argument that
  /// takes the rest stands last, and none that is required follows one that is not; an option means
  /// the same shape of thing everywhere (completion relies on it); no option carries a secret.
  package func findings() -> [String] {
    var found: [String] = []
    var takesValue: [String: Bool] = [:]
    for path in paths {
      let node = path.last
      let at = path.words
      if !isWord(node.name) { found.append("\(at): '\(node.name)' is not a word") }
      if node.summary.isIncomplete || node.details?.isIncomplete == true {
        found.append("\(at): a text is missing")
      }
      if case .group(let commands) = node.content, commands.isEmpty {
        found.append("\(at): a group of nothing")
      }
      found += repeated(node.subcommands.map(\.name)).map { "\(at): '\($0)' twice" }
      found += repeated(path.acceptedOptions.map(\.name)).map { "\(at): --\($0) twice" }
      found += repeated(path.acceptedOptions.compactMap(\.short).map { String($0) })
        .map { "\(at): -\($0) twice" }
      for option in node.options {
        found += option.findings.map { "\(at): --\(option.name) \($0)" }
        if takesValue.updateValue(option.takesValue, forKey: option.name) == !option.takesValue {
          found.append("\(at): --\(option.name) is a flag here and a value elsewhere")
        }
      }
      found += repeated(node.arguments.map(\.name)).map { "\(at): \($0) twice" }
      for (argument, next) in zip(node.arguments, node.arguments.dropFirst()) {
        if argument.takesTheRest { found.append("\(at): \(argument.name) takes the rest") }
        if !argument.isRequired && next.isRequired {
          found.append("\(at): \(next.name) follows one that may be left out")
        }
      }
      found += node.arguments.filter(\.summary.isIncomplete)
        .map { "\(at): \($0.name) has a text missing" }
    }
    return found
  }
}

extension Option {
  fileprivate var findings: [String] {
    var found: [String] = []
    if !isWord(name) { found.append("is not a word") }
    if summary.isIncomplete { found.append("has a text missing") }
    let telling = ["pass", "wachtwoord", "secret", "geheim", "sleutel", "pin"]
    let channel = name.hasSuffix("-fd") || shape == .file || shape == .directory
    if takesValue && !channel
      && name.split(separator: "-").contains(where: { part in
        telling.contains { part.hasPrefix($0) }
      })
    {
      found.append("would carry a secret")
    }
    return found
  }
}

extension Text {
  fileprivate var isIncomplete: Bool { nl.isEmpty || en.isEmpty }
}

private func isWord(_ name: String) -> Bool {
  guard let first = name.utf8.first, (97...122).contains(first) else { return false }
  return name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
}

private func repeated(_ names: [String]) -> [String] {
  var seen: Set<String> = []
  return names.filter { !seen.insert($0).inserted }
}
