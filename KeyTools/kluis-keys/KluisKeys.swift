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
//   KeysTree    the command line as one value; help follows from it
//   …Acts       one file per group of commands
//   Answer      what a command has to say: facts, and what to do with them
//
// What it shares with `kluis` (screen, passphrase, own files, sign-in, drafts) is in `Desk`.

import CLinux
import CommandTree
import Desk
import Glibc

@main
struct KluisKeys {
  static let tool = Tool(name: "kluis-keys", version: "0.1.0")

  static func main() {
    guard linux_hold_standard_descriptors() == 0 else { exit(1) }
    let words = Array(CommandLine.arguments.dropFirst())
    let screen = Screen(settings: Settings(tool: tool, words: words, environment: .process))
    do throws(Failure) {
      try run(words, screen)
    } catch {
      screen.show(error)
      exit(error.exit)
    }
  }

  private static func run(_ words: [String], _ screen: Screen) throws(Failure) {
    let parsed: Parsed<Act>
    do throws(UsageMistake) { parsed = try Act.tree.parse(words) } catch { throw Failure(error) }
    switch parsed {
    case .help(let path): screen.write(path.help(in: screen.language))
    case .version: screen.write("\(tool.name) \(tool.version)\n")
    case .invocation(let invocation):
      try Desk.close()
      try invocation.action.run(Desk(invocation, screen: screen))
    }
  }
}
