// kluis-bode: brings what the service leaves in its spool to who must have it.
//
// `kluisd` holds secrets and executes nothing; this program holds none and executes what the
// beheerder named in a file that only root or this user can change. It has its own user and unit,
// so that each can be closed where the other is open. It believes nothing in a spool that is not
// exactly a signal, and starts nothing that a spool names.
//
//   Words, Texts        the command line as one value; what people read
//   ConfigurationFile   the file of the beheerder, checked before it is believed
//   SpoolFolder         the files that wait; what is none goes to `bad/`
//   Carrier             one delivery: a program, a folder, a mail
//   Child               a program in a process group of its own, with a time limit
//   Messenger           one round: what is due, delivered, remembered, removed
//   StateFolder         what is remembered, and the lock of the one instance
//   Acts                run, once, status, check

import CLinux
import CommandTree
import Glibc

@main
struct Main {
  static func main() {
    guard linux_hold_standard_descriptors() == 0 else { exit(1) }
    // Nothing that it makes is for others, but what says so.
    umask(0o027)
    let language = Language(localeName: Environment.locale)
    let words = Array(CommandLine.arguments.dropFirst())
    do throws(UsageMistake) {
      switch try bodeWords.parse(words) {
      case .help(let path): say(path.help(in: language))
      case .version: say("kluis-bode \(Release.version)")
      case .invocation(let invocation):
        exit(Acts(invocation.arguments, language).run(invocation.action))
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
  static var locale: String {
    ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap(value).first { !$0.isEmpty } ?? ""
  }

  private static func value(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
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

/// Milliseconds since 1970-01-01 UTC.
func wallClock() -> Int64 {
  var time = timespec()
  _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
  return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
}
