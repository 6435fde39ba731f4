extension Command {
  /// For bash 4.4 and later.
  var bashCompletion: String {
    let function = "_\(functionName)"
    var lines = [
      "# bash completion for \(name): the words of the command line, nothing from the vault",
      "\(function)() {",
      "  local cur=\"${COMP_WORDS[COMP_CWORD]}\" path=\(name) expects='' word i",
      "  COMPREPLY=()",
      "  for ((i = 1; i < COMP_CWORD; i++)); do",
      "    word=\"${COMP_WORDS[i]}\"",
      // bash breaks words at "=", so --name=value arrives as three words.
      "    [[ $word == '=' ]] && continue",
      "    if [[ -n $expects ]]; then expects=''; continue; fi",
      "    case \"$word\" in",
      "    --) return ;;",
    ]
    if !valueOptionWords.isEmpty {
      lines.append("    \(valueOptionWords.joined(separator: "|"))) expects=\"$word\" ;;")
    }
    lines += ["    -*) ;;", "    *)", "      case \"$path $word\" in"]
    if !pathsBelowRoot.isEmpty {
      lines.append("      \(pathsBelowRoot.map(quoted).joined(separator: "|")))")
      lines.append("        path=\"$path $word\" ;;")
    }
    lines += ["      esac ;;", "    esac", "  done", "  [[ $cur == '=' ]] && cur=''"]
    lines += ["  if [[ -n $expects ]]; then", "    case \"$path $expects\" in"]
    for path in paths { lines += path.last.options.flatMap { $0.bashValues(at: path.words) } }
    lines += ["    esac", "    return", "  fi", "  case \"$path\" in"]
    for path in paths {
      let options = path.acceptedOptions.map { "--\($0.name)" }.joined(separator: " ")
      let words = (path.last.subcommands.map(\.name) + path.argumentCodes).joined(separator: " ")
      lines += [
        "  \(quoted(path.words)))",
        "    if [[ $cur == -* ]]; then",
        "      mapfile -t COMPREPLY < <(compgen -W \(quoted(options)) -- \"$cur\")",
        "    else",
        "      mapfile -t COMPREPLY < <(compgen -W \(quoted(words)) -- \"$cur\")",
      ]
      if path.takesFiles {
        lines += [
          "      compopt -o filenames",
          "      mapfile -t -O \"${#COMPREPLY[@]}\" COMPREPLY < <(compgen -f -- \"$cur\")",
        ]
      }
      lines.append("    fi ;;")
    }
    lines += ["  esac", "}", "complete -F \(function) \(name)", ""]
    return lines.joined(separator: "\n")
  }
}

extension Option {
  fileprivate func bashValues(at path: String) -> [String] {
    let reply: String
    switch shape {
    case .text, .number: return []
    case .code(let codes): reply = "compgen -W \(quoted(codes.joined(separator: " ")))"
    case .file: reply = "compopt -o filenames; compgen -f"
    case .directory: reply = "compopt -o filenames; compgen -d"
    }
    let patterns = spellings.flatMap {
      [quoted("\(path) \($0)"), quoted("\(path) ") + "*" + quoted(" \($0)")]
    }
    // compopt must run in the function itself, not in the substitution.
    let parts = reply.split(separator: ";")
    let before = parts.count > 1 ? "\(parts[0]); " : ""
    let generate = (parts.last ?? "").drop { $0 == " " }
    return [
      "    \(patterns.joined(separator: "|")))",
      "      \(before)mapfile -t COMPREPLY < <(\(generate) -- \"$cur\") ;;",
    ]
  }
}
