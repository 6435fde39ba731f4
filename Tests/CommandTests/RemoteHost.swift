import Foundation
import VaultTestKit

/// A vault host as remote colleagues see it: an sshd of our own on loopback, with one key that may
/// start the gate, and a client configuration that knows the host.
///
/// Everything that the account could do besides is switched on in sshd, so that only the line in
/// `authorized_keys` holds it back.
final class RemoteHost {
  static let sshd = Program.find("sshd")
  static let isPossible = sshd != nil && Program.find("ssh-keygen") != nil

  let port: UInt16
  private let scratch: Scratch
  /// Of the running sshd; 0 when there is none.
  private var server: pid_t = 0

  /// - Parameters:
  ///   - socket: where the gate finds the vault.
  ///   - collect: whether the one key is a partner's, which leads to the partners' door only.
  init(socket: String, collect: Bool = false) throws {
    scratch = try Scratch()
    port = try Self.freePort()
    for name in ["host", "stranger", "user"] {
      _ = try Program.run(
        "ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", scratch.path(name)])
    }
    let gate = Places.tools.appendingPathComponent("kluis-gate").path
    let variable = collect ? "KLUIS_COLLECT_SOCKET" : "KLUIS_SOCKET"
    let words = collect ? "\(gate) --collect" : gate
    try write(
      #"restrict,command="env \#(variable)=\#(socket) \#(words)" "# + publicKey("user"),
      to: "authorized_keys")
    try write(
      """
      Port \(port)
      ListenAddress 127.0.0.1
      HostKey \(scratch.path("host"))
      AuthorizedKeysFile \(scratch.path("authorized_keys"))
      StrictModes no
      PasswordAuthentication no
      KbdInteractiveAuthentication no
      AllowTcpForwarding yes
      AllowStreamLocalForwarding yes
      PermitTTY yes
      Subsystem sftp internal-sftp
      PidFile none
      """, to: "sshd_config")
    try know("host")
    try write(
      """
      Host 127.0.0.1
        IdentityFile \(scratch.path("user"))
        IdentitiesOnly yes
        UserKnownHostsFile \(scratch.path("known_hosts"))
        GlobalKnownHostsFile none
        StrictHostKeyChecking yes
      """, to: "ssh_config")
    try start()
  }

  deinit { stop() }

  /// What leads `kluis` here.
  var environment: [String: String] {
    ["KLUIS_HOST": "ssh://\(NSUserName())@127.0.0.1:\(port)", "KLUIS_SSH_CONFIG": configuration]
  }

  var configuration: String { scratch.path("ssh_config") }

  /// Makes the client expect another host key than the host has, or the right one again.
  func know(_ key: String) throws {
    try write("[127.0.0.1]:\(port) " + publicKey(key), to: "known_hosts")
  }

  /// Runs a program of OpenSSH with this host's client configuration.
  func openSSH(
    _ program: String, _ words: [String], input: String = ""
  ) throws -> ProgramResult {
    try Program.run(
      "timeout", ["20", program, "-F", configuration, "-o", "BatchMode=yes"] + words,
      input: Array(input.utf8))
  }

  func openSSH(_ program: String, _ words: String..., input: String = "") throws -> ProgramResult {
    try openSSH(program, words, input: input)
  }

  func path(_ name: String) -> String { scratch.path(name) }
  var destination: String { "\(NSUserName())@127.0.0.1" }

  /// Ends the server; sessions that are under way go on until their client ends.
  func stop() {
    guard server > 0 else { return }
    kill(server, SIGTERM)
    waitpid(server, nil, 0)
    server = 0
  }

  private func start() throws {
    if geteuid() == 0 {
      // sshd as root wants its empty folder for privilege separation.
      try FileManager.default.createDirectory(
        atPath: "/run/sshd", withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o755])
    }
    server = try Self.spawn([
      Self.sshd ?? "sshd", "-D", "-f", scratch.path("sshd_config"), "-E", scratch.path("log"),
    ])
    for _ in 0..<500 {
      if try Self.answers(port) { return }
      guard waitpid(server, nil, WNOHANG) == 0 else {
        server = 0
        break
      }
      usleep(10_000)
    }
    let log = (try? String(contentsOfFile: scratch.path("log"), encoding: .utf8)) ?? ""
    throw NoServer(log: log)
  }

  /// Not by `Process`: sshd closes the descriptor by which that sees a program's end, and then
  /// `Process` waits for it before it notices the end of any other program.
  private static func spawn(_ words: [String]) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for descriptor in Int32(0)...2 {
      posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
    defer { for argument in arguments { free(argument) } }
    arguments.append(nil)
    var pid: pid_t = 0
    let result = posix_spawn(&pid, words[0], &actions, &attributes, arguments, environ)
    guard result == 0 else { throw NoServer(log: String(cString: strerror(result))) }
    return pid
  }

  private func publicKey(_ name: String) throws -> String {
    try String(contentsOfFile: scratch.path(name + ".pub"), encoding: .utf8)
  }

  private func write(_ text: String, to name: String) throws {
    try Data((text + "\n").utf8).write(to: URL(fileURLWithPath: scratch.path(name)))
    chmod(scratch.path(name), 0o600)
  }

  /// A port of loopback that nobody has now.
  private static func freePort() throws -> UInt16 {
    try onLoopback(port: 0) { descriptor, address in
      var size = socklen_t(MemoryLayout<sockaddr_in>.size)
      let isBound = withUnsafeMutablePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          bind(descriptor, $0, size) == 0 && getsockname(descriptor, $0, &size) == 0
        }
      }
      guard isBound else { throw NoServer(log: "no free port") }
      return UInt16(bigEndian: address.sin_port)
    }
  }

  private static func answers(_ port: UInt16) throws -> Bool {
    try onLoopback(port: port) { descriptor, address in
      withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
        }
      }
    }
  }

  private static func onLoopback<Answer>(
    port: UInt16, _ body: (Int32, inout sockaddr_in) throws -> Answer
  ) throws -> Answer {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    return try body(descriptor, &address)
  }
}

/// The server did not start; what it wrote about it.
struct NoServer: Error {
  let log: String
}
