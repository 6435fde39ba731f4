// kluis-gate: what sshd runs for a remote client. It relays bytes between its standard input and
// output and the vault's socket, and can do nothing else: it starts no program, opens no file and
// reads no byte as a word. Its only arguments are --collect, --help and --version, and those come from
// who wrote the forced command, never from the client. The lines in `authorized_keys`, for a member and
// for a partner that collects bundles:
//
//     restrict,command="kluis-gate" ssh-ed25519 …
//     restrict,command="kluis-gate --collect" ssh-ed25519 …
//
// Its exit codes: 0 when either side has ended in order, 64 usage, 69 no vault at the socket.
import CLinux
import Glibc

/// The door of the vault at which a client comes out.
enum Door {
  case members
  case collect

  /// Where the service listens.
  var standardPath: String {
    switch self {
    case .members: "/run/kluisd/kluisd.sock"
    case .collect: "/run/kluisd-collect/collect.sock"
    }
  }

  /// Names another socket, for tests and for hosts with two vaults; each door has a variable of its own,
  /// so that none leads a partner to the members' door.
  var variable: String {
    switch self {
    case .members: "KLUIS_SOCKET"
    case .collect: "KLUIS_COLLECT_SOCKET"
    }
  }
}

@main
struct Main {
  /// The only command that a client may ask sshd for: what it gets anyway.
  static let onlyCommand = "kluis-gate"

  static func main() {
    guard linux_hold_standard_descriptors() == 0 else { exit(1) }
    let door: Door
    switch Array(CommandLine.arguments.dropFirst()) {
    case []: door = .members
    case ["--collect"]: door = .collect
    case ["--help"]: say(help)
    case ["--version"]: say("kluis-gate 0.1.0\n")
    default:
      end(
        64, "takes --collect and nothing else",
        hint: "usage: kluis-gate [--collect], started by sshd")
    }
    let command = variable("SSH_ORIGINAL_COMMAND") ?? ""
    guard command.isEmpty || command == onlyCommand else {
      end(64, "this account serves the vault only", hint: "use kluis with KLUIS_HOST=ssh://…")
    }
    // A client that went away must end the relay by an error, not by a signal.
    _ = signal(SIGPIPE, SIG_IGN)
    let vault = connect(to: door)
    guard vault >= 0 else {
      end(69, "no vault listens on this host", hint: "ask the beheerder whether kluisd runs")
    }
    switch Relay.run(input: 0, output: 1, vault: vault) {
    case .ended: exit(0)
    case .broken: end(69, "the connection broke", hint: "try again")
    }
  }

  private static func connect(to door: Door) -> Int32 {
    let path = variable(door.variable) ?? door.standardPath
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let name = Array(path.utf8)
    let fits = unsafe withUnsafeMutableBytes(of: &address.sun_path) { field in
      guard (1..<field.count).contains(name.count), !name.contains(0) else { return false }
      unsafe field.copyBytes(from: name)
      return true
    }
    guard fits else { end(64, "\(door.variable) is no usable path", hint: "use a shorter path") }
    let vault = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard vault >= 0 else { return -1 }
    let result = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe Glibc.connect(vault, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    return result == 0 ? vault : -1
  }

  private static func variable(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }

  private static let help = """
    kluis-gate: relays a remote client to the vault's socket, and does nothing else

    usage: kluis-gate [--collect]

    sshd starts it, by a line in authorized_keys:
      restrict,command="kluis-gate" ssh-ed25519 ...            for a member
      restrict,command="kluis-gate --collect" ssh-ed25519 ...  for a partner, who collects bundles
    KLUIS_SOCKET names another socket than \(Door.members.standardPath),
    KLUIS_COLLECT_SOCKET another than \(Door.collect.standardPath).

    """

  private static func say(_ text: String) -> Never {
    let bytes = Array(text.utf8)
    exit(unsafe write(1, bytes, bytes.count) == bytes.count ? 0 : 1)
  }

  private static func end(_ code: Int32, _ message: String, hint: String) -> Never {
    let text = Array("kluis-gate: \(message)\nhint: \(hint)\n".utf8)
    _ = unsafe write(2, text, text.count)
    exit(code)
  }
}
