// The whole way with the programs that will be used: ssh, sshd, a forced command, the gate.
import Foundation
import Socket
import Testing
import VaultTestKit

@Suite("Remote access by OpenSSH itself", .serialized)
struct RealSSHTests {
  static let sshd = Program.find("sshd")
  static let isReady = sshd != nil && Program.find("ssh-keygen") != nil

  @Test(
    "frames pass ssh, sshd, the forced command and the gate; other commands do not",
    .enabled(if: isReady, "sshd or ssh-keygen is not installed: not tried"))
  func forcedCommand() throws {
    let service = try EchoService()
    let scratch = try Scratch()
    for name in ["host", "user"] {
      let made = try Program.run(
        "ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", scratch.path(name)])
      #expect(made.status == 0)
    }
    // A wrapper, because sshd gives a forced command none of the environment of the test.
    let gate = Places.tools.appendingPathComponent("kluis-gate").path
    let line = #"restrict,command="KLUIS_SOCKET=\#(service.path) exec \#(gate)" "#
    let key = try String(contentsOfFile: scratch.path("user.pub"), encoding: .utf8)
    try write(line + key, to: scratch.path("authorized_keys"))
    let hostKey = try String(contentsOfFile: scratch.path("host.pub"), encoding: .utf8)
    try write("vault " + hostKey, to: scratch.path("known_hosts"))
    try write(
      """
      HostKey \(scratch.path("host"))
      AuthorizedKeysFile \(scratch.path("authorized_keys"))
      StrictModes no
      PasswordAuthentication no
      PidFile none
      """, to: scratch.path("sshd_config"))
    // ssh starts sshd itself, in inetd mode over a pipe: no port, no server left behind.
    let sshd = try #require(Self.sshd)
    try write(
      """
      Host vault
        ProxyCommand \(sshd) -i -f \(scratch.path("sshd_config")) -E \(scratch.path("log"))
        IdentityFile \(scratch.path("user"))
        IdentitiesOnly yes
        UserKnownHostsFile \(scratch.path("known_hosts"))
        StrictHostKeyChecking yes
      """, to: scratch.path("ssh_config"))
    if geteuid() == 0 {
      // sshd as root wants its empty folder for privilege separation.
      try FileManager.default.createDirectory(
        atPath: "/run/sshd", withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o755])
    }
    var options = SSHOptions(mayAsk: false)
    options.configuration = scratch.path("ssh_config")
    let address = try ServiceAddress("ssh://\(NSUserName())@vault")
    let transport = try Transport.connect(to: address, ssh: options)
    for size in [10, 300_000] {
      let message = [UInt8](repeating: 9, count: size)
      let sent = Reply<Bool>()
      _ = try WorkerThread.start("write") {
        sent.fulfil((try? transport.writeFrame(message)) != nil)
      }
      let read = try transport.readFrame(idle: .seconds(20))
      #expect(read == message)
      _ = sent.wait()
    }
    transport.close()
    let other = try Program.run(
      "ssh", ["-F", scratch.path("ssh_config"), "-T", "-l", NSUserName(), "vault", "id"])
    #expect(other.status == 64)
    #expect(other.output.isEmpty)
    #expect(other.errorText.contains("this account serves the vault only"))
  }

  private func write(_ text: String, to path: String) throws {
    try Data((text + "\n").utf8).write(to: URL(fileURLWithPath: path))
    chmod(path, 0o600)
  }
}
