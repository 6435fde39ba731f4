// kluis-keys: keys are made here, and only here.
//
// People make their identity with it, the institution its founding key, the host its vault, and a
// custodian the roles' keys. Everything but `role` and `lookup` works without a network.
//
// The rules of this tool:
// - a secret lives in locked memory, comes over a descriptor or from the terminal without echo, and
//   is written only sealed under a passphrase, or to a file of the host with mode 0600;
// - no file is ever overwritten; what fails leaves no file behind;
// - whom to trust comes from paper: a fingerprint is typed, not shown and waved through;
// - results on stdout, the rest on stderr; off-terminal nothing is asked, the failure names the flag.
//
//   KeysTree       the command line as one value; help follows from it
//   …Acts          one file per group of commands
//   Desk           what every command has before it; sign-in for those that need the directory
//   Passphrase, TerminalPrompt, InputFile   this machine
//   Failure…       what goes wrong, in Dutch and in English

import CommandTree
import Glibc
import Sodium

@main
struct KluisKeys {
  static let version = "0.1.0"

  static func main() {
    let words = Array(CommandLine.arguments.dropFirst())
    let screen = Screen(words: words)
    do throws(Failure) {
      try run(words, screen)
    } catch {
      screen.show(error)
      exit(error.exit)
    }
  }

  private static func run(_ words: [String], _ screen: Screen) throws(Failure) {
    let parsed: Parsed<Act>
    do throws(UsageMistake) { parsed = try Act.tree.parse(words) } catch {
      throw Failure(mistake: error)
    }
    switch parsed {
    case .help(let path): screen.write(path.help(in: screen.language))
    case .version: screen.write("kluis-keys \(version)\n")
    case .invocation(let invocation):
      do throws(ProcessHardening.HardeningError) { try ProcessHardening.apply() } catch {
        throw Failure(
          1, "hardening",
          Text(
            nl: "dit proces kan niet worden afgeschermd",
            en: "this process cannot be closed to others"),
          hint: Text(
            nl: "een sandbox verbiedt het: sta setrlimit en prctl toe",
            en: "a sandbox forbids it: allow setrlimit and prctl"))
      }
      try invocation.action.run(Desk(arguments: invocation.arguments, screen: screen))
    }
  }
}
