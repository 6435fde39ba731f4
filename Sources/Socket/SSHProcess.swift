import CLinux
import Glibc
import Synchronization

/// How `ssh` is started.
package struct SSHOptions: Sendable {
  /// The program, looked up in PATH.
  package var program = "ssh"
  /// Another client configuration (`-F`); nil is ssh's own.
  package var configuration: String?
  /// Whether ssh may ask for a passphrase or about a host key on the terminal.
  package var mayAsk: Bool

  /// Takes the configuration from KLUIS_SSH_CONFIG.
  package init(mayAsk: Bool) {
    configuration = Activation.variable("KLUIS_SSH_CONFIG")
    self.mayAsk = mayAsk
  }

  /// Arguments after the program's name; the destination stands behind `--`.
  package func arguments(for destination: SSHDestination) -> [String] {
    // Forwards of the user's own configuration would collide when two commands run.
    var list = ["-T", "-a", "-x", "-o", "ClearAllForwardings=yes"]
    list += ["-o", "BatchMode=\(mayAsk ? "no" : "yes")"]
    if let configuration { list += ["-F", configuration] }
    if let port = destination.port { list += ["-p", String(port)] }
    return list + ["--", destination.text, "kluis-gate"]
  }
}

/// A running `ssh`, whose standard input and output are one socket of ours.
///
/// A socket and not two pipes, because only a socket can be written without SIGPIPE.
final class SSHProcess: Sendable {
  private let pid: pid_t
  /// How long a polite end may take, and then a less polite one.
  private static let patience: Int32 = 500

  private let state = Mutex(State())

  private init(pid: pid_t) { self.pid = pid }

  /// Starts ssh; the child has an empty signal mask, default signals and no descriptor but 0, 1, 2.
  static func start(
    _ destination: SSHDestination, _ options: SSHOptions
  ) throws(SocketError) -> Connection {
    let pair = try Descriptor.pair()
    let theirs = pair.second.raw
    var actions = unsafe posix_spawn_file_actions_t()
    _ = unsafe posix_spawn_file_actions_init(&actions)
    defer { _ = unsafe posix_spawn_file_actions_destroy(&actions) }
    var attributes = posix_spawnattr_t()
    _ = unsafe posix_spawnattr_init(&attributes)
    defer { _ = unsafe posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    var all = sigset_t()
    _ = unsafe sigemptyset(&none)
    _ = unsafe sigfillset(&all)
    let flags = Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF)
    let prepared = unsafe [
      posix_spawn_file_actions_adddup2(&actions, theirs, 0),
      posix_spawn_file_actions_adddup2(&actions, theirs, 1),
      linux_spawn_close_from(&actions, 3),
      posix_spawnattr_setsigmask(&attributes, &none),
      posix_spawnattr_setsigdefault(&attributes, &all),
      posix_spawnattr_setflags(&attributes, flags),
    ]
    if let failure = prepared.first(where: { $0 != 0 }) {
      throw SocketError(.system("posix_spawn", failure))
    }
    var words = unsafe ([options.program] + options.arguments(for: destination)).map {
      unsafe strdup($0)
    }
    defer { for index in unsafe words.indices { unsafe free(words[index]) } }
    unsafe words.append(nil)
    var pid: pid_t = 0
    let result = unsafe posix_spawnp(
      &pid, options.program, &actions, &attributes, words, environ)
    guard result == 0 else { throw SocketError(.system("ssh", result)) }
    return Connection(process: SSHProcess(pid: pid), descriptor: pair.first)
  }

  /// A started ssh and our end of its input and output.
  struct Connection: ~Copyable {
    let process: SSHProcess
    let descriptor: Descriptor
  }

  /// Waits a moment for ssh to end by itself; its exit status, or nil when it still runs.
  func statusSoon() -> Int32? { state.withLock { $0.reap(pid, within: Self.patience) } }

  /// Ends ssh, politely first, and reaps it; its input must be closed already.
  func end() {
    state.withLock { state in
      if state.reap(pid, within: Self.patience) != nil { return }
      _ = kill(pid, SIGTERM)
      if state.reap(pid, within: Self.patience) != nil { return }
      _ = kill(pid, SIGKILL)
      _ = state.reap(pid, within: nil)
    }
  }

  /// Known once the child is reaped; from then on its pid may be somebody else's.
  private struct State {
    var status: Int32?

    /// Waits in steps of 10 ms; nil waits for as long as it takes.
    mutating func reap(_ pid: pid_t, within milliseconds: Int32?) -> Int32? {
      var left = milliseconds
      while status == nil {
        var raw: Int32 = 0
        let result = unsafe waitpid(pid, &raw, left == nil ? 0 : WNOHANG)
        if result == pid {
          // wait(2): exit code in bits 8…15 when the low seven are zero, else a signal.
          status = raw & 0x7F == 0 ? raw >> 8 & 0xFF : 128 + raw & 0x7F
        } else if result < 0, errno != EINTR {
          status = 255
        } else if let now = left {
          guard now > 0 else { return nil }
          _ = poll(nil, 0, 10)
          left = now - 10
        }
      }
      return status
    }
  }
}
