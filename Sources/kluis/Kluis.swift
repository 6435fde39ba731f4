// kluis: the caseworker's tool, and the FG's, and the beheerder's.
//
// It is thin: words become calls, what comes back becomes a screen. What may be done is decided by
// the service, what is true is checked by `VaultClient`; this module asks, shows and ends with a
// code. It holds no key longer than a command runs and writes nothing but what was asked for.
//
//   Commands/   the command line as one value; help, completions and manual page follow from it
//   Acts/       one file per command: its calls and its answer
//   Screen/     tables, progress, times; `Desk` has the rest of the screen, and its rules
//   Device/     what the FG's verification keeps on this machine
//   Texts/      every sentence, in Dutch and in English
//
// Before the words are parsed nothing else happens, so that `--version` and `--help` are instant.

import CLinux
import CommandTree
import Desk
import Glibc

@main
struct Kluis {
  static func main() {
    guard linux_hold_standard_descriptors() == 0 else { exit(ExitCode.failed) }
    let words = Array(CommandLine.arguments.dropFirst())
    let settings = Settings(tool: Release.tool, words: words, environment: .process)
    exit(Kluis.run(words, settings: settings))
  }

  /// Parses and does; the exit code.
  static func run(_ words: [String], settings: Settings) -> Int32 {
    let screen = Screen(settings: settings)
    do throws(Failure) {
      switch try parsed(words) {
      case .help(let path): screen.write(path.help(in: settings.language))
      case .version: screen.write("kluis \(Release.version)\n")
      case .invocation(let invocation):
        try invocation.action.run(Desk(invocation, screen: screen))
      }
      return ExitCode.done
    } catch {
      screen.show(error)
      return error.exit
    }
  }

  private static func parsed(_ words: [String]) throws(Failure) -> Parsed<Act> {
    do throws(UsageMistake) { return try Act.tree.parse(words) } catch { throw Failure(error) }
  }
}
