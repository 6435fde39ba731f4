extension Command {
  func zshCompletion(in language: Language) -> String {
    let function = "_\(functionName)"
    var lines = [
      "#compdef \(name)",
      "# zsh completion for \(name): the words of the command line, nothing from the vault",
      "\(function)() {",
      "  local place=\(name) expects='' word i",
      "  local -a offers",
      "  for ((i = 2; i < CURRENT; i++)); do",
      "    word=\"${words[i]}\"",
      "    if [[ -n $expects ]]; then expects=''; continue; fi",
      "    case \"$word\" in",
      "    --) return ;;",
    ]
    if !valueOptionWords.isEmpty {
      lines.append("    \(valueOptionWords.joined(separator: "|"))) expects=\"$word\" ;;")
    }
    lines += ["    -*) ;;", "    *)", "      case \"$place $word\" in"]
    if !pathsBelowRoot.isEmpty {
      lines.append("      \(pathsBelowRoot.map(quoted).joined(separator: "|")))")
      lines.append("        place=\"$place $word\" ;;")
    }
    lines += [
      "      esac ;;", "    esac", "  done",
      "  if [[ -z $expects && ${words[CURRENT]} == --*=* ]]; then",
      "    expects=\"${words[CURRENT]%%=*}\"",
      "    compset -P '*='",
      "  fi",
      "  if [[ -n $expects ]]; then",
      "    case \"$place $expects\" in",
    ]
    for path in paths { lines += path.last.options.flatMap { $0.zshValues(at: path.words) } }
    lines += ["    esac", "    return", "  fi", "  case \"$place\" in"]
    for path in paths {
      let options = path.acceptedOptions.map { described("--\($0.name)", $0.summary[language]) }
      let commands = path.last.subcommands.map { described($0.name, $0.summary[language]) }
      let codes = path.argumentCodes.map(quoted)
      lines += [
        "  \(quoted(path.words)))",
        "    if [[ ${words[CURRENT]} == -* ]]; then",
        "      offers=(\(options.joined(separator: " ")))",
        "      _describe -o option offers",
        "    else",
        "      offers=(\((commands + codes).joined(separator: " ")))",
        "      (( ${#offers} )) && _describe command offers",
      ]
      if path.takesFiles { lines.append("      _files") }
      lines.append("    fi ;;")
    }
    lines += [
      "  esac", "}",
      // Loaded from fpath this file is the function's body; sourced it only registers.
      "if [[ ${funcstack[1]} == \(function) ]]; then",
      "  \(function)",
      "else",
      "  compdef \(function) \(name)",
      "fi", "",
    ]
    return lines.joined(separator: "\n")
  }
}

extension Option {
  fileprivate func zshValues(at path: String) -> [String] {
    let reply: String
    switch shape {
    case .text, .number: return []
    case .code(let codes): reply = "compadd -- \(codes.map(quoted).joined(separator: " "))"
    case .file: reply = "_files"
    case .directory: reply = "_files -/"
    }
    let patterns = spellings.flatMap {
      [quoted("\(path) \($0)"), quoted("\(path) ") + "*" + quoted(" \($0)")]
    }
    return ["    \(patterns.joined(separator: "|"))) \(reply) ;;"]
  }
}

/// A word and its summary as `_describe` wants them: the first colon parts the two.
private func described(_ word: String, _ summary: String) -> String {
  quoted(word + ":" + summary)
}
