// kluisd: the service as a program. `VaultService` is the vault; this is what stands around it.
//
// It closes the process to others before the first key is taken in, finds the key of the keystore,
// opens the vault and serves until SIGTERM. SIGHUP reads the policy again. It starts no program and
// listens on a Unix socket only.
//
//   Words      the command line as one value
//   Daemon     one run: close, open, serve, stop
//   WrapKey    where the key of `keystore.db` comes from

import CLinux
import CommandTree
import Glibc

@main
struct Main {
  static func main() {
    guard linux_hold_standard_descriptors() == 0 else { exit(1) }
    let language = Language(localeName: Environment.locale)
    do throws(UsageMistake) {
      switch try words.parse(Array(CommandLine.arguments.dropFirst())) {
      case .help(let path): say(path.help(in: language))
      case .version: say("kluisd \(Release.version)")
      case .invocation(let invocation): exit(Daemon(invocation.arguments).run())
      }
    } catch {
      complain(error.rendered(in: language))
      exit(UsageMistake.exitCode)
    }
  }
}

/// The version of the tools.
enum Release {
  static let version = "0.1.0"
}

/// What the environment says; read once, at the start.
enum Environment {
  static func value(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }

  static var locale: String {
    ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap(value).first { !$0.isEmpty } ?? ""
  }
}

/// Writes a line for people to standard output.
func say(_ text: String) {
  print(text, terminator: text.hasSuffix("\n") ? "" : "\n")
}

/// Writes a line to standard error, which systemd keeps.
func complain(_ text: String) {
  var bytes = Array(text.utf8)
  if bytes.last != 0x0A { bytes.append(0x0A) }
  _ = unsafe write(STDERR_FILENO, bytes, bytes.count)
}
