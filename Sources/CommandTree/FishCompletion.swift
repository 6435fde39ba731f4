extension Command {
  func fishCompletion(in language: Language) -> String {
    let place = "__\(functionName)_place"
    var lines = [
      "# fish completion for \(name): the words of the command line, nothing from the vault",
      "function \(place)",
      "  set -l place \(name)",
      "  set -l skip 0",
      "  set -l given (commandline -opc)",
      "  for word in $given[2..-1]",
      "    if test $skip = 1",
      "      set skip 0",
      "      continue",
      "    end",
      "    switch $word",
    ]
    if !valueOptionWords.isEmpty {
      lines += ["      case \(valueOptionWords.joined(separator: " "))", "        set skip 1"]
    }
    lines += ["      case '-*'", "      case '*'"]
    if !pathsBelowRoot.isEmpty {
      lines += [
        "        if contains -- \"$place $word\" \(pathsBelowRoot.map(fished).joined(separator: " "))",
        "          set place \"$place $word\"",
        "        end",
      ]
    }
    lines += [
      "    end", "  end", "  echo $place", "end",
      "function \(place)_under",
      "  set -l place (\(place))",
      "  test \"$place\" = \"$argv[1]\"; or string match -q -- \"$argv[1] *\" \"$place\"",
      "end",
      "complete -c \(name) -f",
    ]
    for path in paths {
      let here = fished("test (\(place)) = \"\(path.words)\"")
      let under = fished("\(place)_under \"\(path.words)\"")
      for command in path.last.subcommands {
        lines.append(
          "complete -c \(name) -n \(here) -a \(command.name)"
            + " -d \(fished(command.summary[language]))")
      }
      if !path.argumentCodes.isEmpty {
        let codes = fished(path.argumentCodes.joined(separator: " "))
        lines.append("complete -c \(name) -n \(here) -a \(codes)")
      }
      if path.takesFiles { lines.append("complete -c \(name) -n \(here) -F") }
      let builtIn = path.below.isEmpty ? Option.builtIn : []
      for option in path.last.options + builtIn {
        lines.append(
          "complete -c \(name) -n \(under)\(option.fishWords) -d \(fished(option.summary[language]))"
        )
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension Option {
  fileprivate var fishWords: String {
    let names = " -l \(name)" + (short.map { " -s \($0)" } ?? "")
    guard takesValue else { return names }
    return switch shape {
    case .text, .number: names + " -x"
    case .code(let codes): names + " -x -a \(fished(codes.joined(separator: " ")))"
    case .file: names + " -r -F"
    case .directory: names + " -x -a '(__fish_complete_directories)'"
    }
  }
}

/// In fish a backslash escapes inside single quotes, unlike in the other shells.
private func fished(_ text: String) -> String {
  var result = "'"
  for character in text {
    if character == "'" || character == "\\" { result.append("\\") }
    result.append(character)
  }
  return result + "'"
}
