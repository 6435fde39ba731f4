import Foundation
import VaultTestKit

/// A program as a process of its own, with everything that systemd or a careless host can give it.
final class ServiceProcess: @unchecked Sendable {
  let pid: pid_t
  private let scratch: Scratch
  private var ended: Int32?

  /// How a program is started.
  struct Way {
    var environment: [String: String] = [:]
    /// Become descriptors 3, 4, … of the program.
    var descriptors: [Int32] = []
    /// Run as nobody, with no capability at all; only root can ask for it.
    var unprivileged = false
    /// A limit on locked memory, bytes.
    var lockedBytes: Int?
  }

  /// Nobody's number; also nogroup's.
  static let nobody: uid_t = 65_534

  init(_ program: String, _ arguments: [String], _ way: Way = Way()) throws {
    scratch = try Scratch()
    var words: [String] = []
    if let limit = way.lockedBytes { words += ["prlimit", "--memlock=\(limit)"] }
    if way.unprivileged {
      words += [
        "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all",
        "--bounding-set=-all",
      ]
    }
    // LISTEN_PID has to be the program's own number: the shell has it before it becomes it.
    if !way.descriptors.isEmpty {
      words += ["sh", "-c", #"LISTEN_PID=$$ exec "$@""#, "sh"]
    }
    words += [program] + arguments
    var environment = way.environment
    environment["PATH"] = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    environment["SWIFT_BACKTRACE"] = "enable=no"
    if !way.descriptors.isEmpty { environment["LISTEN_FDS"] = String(way.descriptors.count) }
    pid = try Self.spawn(
      words, environment, way.descriptors, output: scratch.path("out"),
      errors: scratch.path("err"))
  }

  deinit { kill() }

  private static func spawn(
    _ words: [String], _ environment: [String: String], _ descriptors: [Int32],
    output: String, errors: String
  ) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    let flags = O_WRONLY | O_CREAT | O_TRUNC
    posix_spawn_file_actions_addopen(&actions, 1, output, flags, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, errors, flags, 0o600)
    // Out of the way first: a source may stand where another must go.
    let high = descriptors.map { fcntl($0, F_DUPFD_CLOEXEC, 200) }
    defer { for descriptor in high { close(descriptor) } }
    for (index, descriptor) in high.enumerated() {
      posix_spawn_file_actions_adddup2(&actions, descriptor, 3 + Int32(index))
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    let arguments = words.map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in arguments + variables { free(text) } }
    var pid: pid_t = 0
    let code = posix_spawnp(&pid, words[0], &actions, &attributes, arguments, variables)
    guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO) }
    return pid
  }

  /// What it wrote to standard error and standard output so far.
  var errors: String { text("err") }
  var output: String { text("out") }

  private func text(_ name: String) -> String {
    String(
      decoding: (try? Data(contentsOf: URL(fileURLWithPath: scratch.path(name)))) ?? Data(),
      as: UTF8.self)
  }

  func signal(_ number: Int32) { _ = Foundation.kill(pid, number) }

  /// SIGKILL, and waits for the end.
  func kill() {
    guard ended == nil else { return }
    signal(SIGKILL)
    _ = wait(seconds: 30)
  }

  /// The exit code, or minus the signal; nil when it still runs after this time.
  func wait(seconds: Double = 20) -> Int32? {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while ended == nil {
      var status: Int32 = 0
      let found = waitpid(pid, &status, WNOHANG)
      if found == pid {
        ended = status & 0x7f == 0 ? status >> 8 & 0xff : -(status & 0x7f)
      } else if ContinuousClock.now > deadline {
        return nil
      } else {
        usleep(1_000)
      }
    }
    return ended
  }

  /// Waits until something listens at the socket; false when the process ended instead.
  func listens(at socket: String, seconds: Double = 20) -> Bool {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < deadline {
      if wait(seconds: 0) != nil { return false }
      if canConnect(to: socket) { return true }
      usleep(2_000)
    }
    return false
  }

  /// Effective user and all capabilities, as the kernel has them.
  func credentials() throws -> (user: uid_t, capabilities: [String]) {
    let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
    var user = uid_t.max
    var capabilities: [String] = []
    for line in status.split(separator: "\n") {
      let words = line.split(whereSeparator: { $0 == "\t" || $0 == " " })
      if words.first == "Uid:", words.count > 2 { user = uid_t(words[2]) ?? .max }
      if line.hasPrefix("Cap"), words.count == 2 { capabilities.append(String(words[1])) }
    }
    return (user, capabilities)
  }
}

/// Whether connect(2) succeeds.
func canConnect(to path: String) -> Bool {
  let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
  guard descriptor >= 0 else { return false }
  defer { close(descriptor) }
  return withUnixAddress(path) { connect(descriptor, $0, $1) } == 0
}

/// Lends a Unix address as bind(2), connect(2) and sendto(2) take it.
func withUnixAddress<R>(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> R) -> R {
  var address = sockaddr_un()
  address.sun_family = sa_family_t(AF_UNIX)
  withUnsafeMutableBytes(of: &address.sun_path) { target in
    target.copyBytes(from: path.utf8.prefix(target.count - 1))
  }
  return withUnsafePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
    }
  }
}

/// The programs under test, from the folder of this build.
enum Programs {
  static let kluisd = Places.tools.appendingPathComponent("kluisd").path
  static let crashing = Places.tools.appendingPathComponent("CrashingService").path
  static let policies = Places.project.appendingPathComponent("Policies").path

  static let areBuilt =
    FileManager.default.isExecutableFile(atPath: kluisd)
    && FileManager.default.isExecutableFile(atPath: crashing)

  /// Root can become nobody; anybody else already is without privilege.
  static let canDropPrivilege = geteuid() == 0 && Program.find("setpriv") != nil
}
