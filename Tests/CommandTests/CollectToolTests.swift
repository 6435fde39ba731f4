import AgeFile
import AuditLog
import Directory
import Foundation
import Store
import StrictJSON
import Testing
import VaultClient
import VaultFixture
import VaultTestKit
import Vocabulary

@testable import VaultService

/// The whole way of a partner: kluis, ssh, sshd, the forced command, the gate, the partners' door.
@Suite(
  "A partner collects with OpenSSH itself", .serialized,
  .enabled(
    if: RemoteHost.isPossible && Program.find("age") != nil,
    "sshd, ssh-keygen or age is not installed: not tried"))
struct CollectToolTests {
  private let desk: CollectDesk
  private let line: BreakingSocket
  private let host: RemoteHost

  init() throws {
    desk = try CollectDesk()
    line = try BreakingSocket(before: desk.desktop.vault.collectSocket)
    host = try RemoteHost(socket: line.path, collect: true)
  }

  private var log: Int { desk.desktop.vault.server.writer.published.log.tree.size }

  @Test("R20: over ssh a partner fetches the very file, which stock age opens; then it is gone")
  func wholeWay() throws {
    let plain = [UInt8](repeating: 7, count: 9 << 20)
    let (bundle, file) = try desk.place(plain)
    let result = try desk.collect(["--json"], environment: host.environment)
    #expect(result.status == 0, "\(result.errorText)")
    #expect(line.carried > file.count)
    let name = "bundle-\(bundle.hex).age"
    #expect(desk.names == [name])
    #expect(try desk.read("in/\(name)") == file)
    let mode =
      try FileManager.default.attributesOfItem(atPath: desk.path("in/\(name)"))[
        .posixPermissions] as? Int
    #expect(mode == 0o600)
    let answer = try OrdinaryJSON.decode(result.output)
    #expect(answer["partner"]?.stringValue == desk.partner.hex)
    #expect(answer["bundles"]?.arrayValue?.first?["bundle"]?.stringValue == bundle.hex)
    let opened = try Program.run(
      "age", ["-d", "-i", desk.path("age.txt"), desk.path("in/\(name)")])
    #expect(opened.status == 0 && opened.output == plain)
    // Nothing waits any more, and nothing of it is left.
    let server = desk.desktop.vault.server
    #expect(try server.store.read { try $0.bundles.bundle(bundle)?.state } == .collected)
    #expect(try server.store.read { try $0.bundleParts.sizes(of: bundle) } == [])
    let again = try desk.collect(environment: host.environment)
    #expect(again.status == 0 && again.text.isEmpty, "\(again.errorText)")
    #expect(again.errorText.contains("er ligt niets voor u klaar"))
  }

  @Test("The partner's key does nothing but collect: no command, no shell, no copy, no forwarding")
  func nothingElse() throws {
    let port = "\(host.port)"
    for command in ["id", "sh", "kluis-gate --collect", "kluis-gate; id", "/bin/sh -c id"] {
      let other = try host.openSSH("ssh", "-p", port, host.destination, command)
      #expect(other.status == 64, "\(command): \(other.errorText)")
      #expect(other.output.isEmpty)
    }
    let made = host.path("made-by-a-shell")
    for options in ["-T", "-tt"] {
      _ = try host.openSSH(
        "ssh", options, "-p", port, host.destination, input: "touch \(made)\nexit\n")
      #expect(!FileManager.default.fileExists(atPath: made), "\(options)")
    }
    let forward = try host.openSSH(
      "ssh", "-p", port, "-W", "127.0.0.1:\(port)", host.destination)
    #expect(forward.status == 255 && !forward.text.contains("SSH-2.0"))
    // The members' socket, on the same host, is no place that the key leads to.
    let socket = try host.openSSH(
      "ssh", "-p", port, "-o", "ExitOnForwardFailure=yes", "-N", "-R",
      "\(host.path("r")):\(desk.desktop.vault.socket)", host.destination)
    #expect(socket.status == 255)
    try Data("geheim".utf8).write(to: URL(fileURLWithPath: host.path("source")))
    let copy = try host.openSSH(
      "scp", ["-P", port, "\(host.destination):\(host.path("source"))", host.path("copy")])
    #expect(copy.status != 0 && !FileManager.default.fileExists(atPath: host.path("copy")))
    // A member over this key: the door does not know members.
    desk.desktop.environment = host.environment
    let member = try desk.desktop.kluis(.sanne, "gezin", "list")
    #expect(member.status == 77, "\(member.errorText)")
    #expect(member.output.isEmpty)
  }

  @Test("A line that breaks leaves no file and says nothing is here; once more brings it whole")
  func breaks() throws {
    let (bundle, file) = try desk.place([UInt8](repeating: 1, count: 3 << 20))
    for limit in [2_000, 1 << 20] {
      line.breakAfter(limit)
      let broken = try desk.collect(environment: host.environment)
      #expect(broken.status == 69, "\(limit): \(broken.errorText)")
      #expect(broken.output.isEmpty && desk.names.isEmpty, "\(desk.names)")
    }
    line.breakAfter(.max)
    // Whole on the disk from a time before, and the vault had not heard: it is not fetched again.
    try desk.write("in/bundle-\(bundle.hex).age", [1, 2, 3])
    let taken = try desk.collect(environment: host.environment)
    #expect(taken.status == 1 && taken.errorText.contains("bundle-"), "\(taken.errorText)")
    #expect(try desk.read("in/bundle-\(bundle.hex).age") == [1, 2, 3])
    try FileManager.default.removeItem(atPath: desk.path("in/bundle-\(bundle.hex).age"))
    let whole = try desk.collect(environment: host.environment)
    #expect(whole.status == 0, "\(whole.errorText)")
    #expect(try desk.read("in/bundle-\(bundle.hex).age") == file)
  }

  @Test(
    "Another key, another partner's name, another institution and a wrong passphrase are refused")
  func refused() throws {
    _ = try desk.place([1])
    let environment = ["KLUIS_HOST": "unix:\(desk.desktop.vault.collectSocket)"]
    let before = log
    let stranger = try desk.collect(key: "vreemd.key", environment: environment)
    #expect(stranger.status == 77, "\(stranger.errorText)")
    #expect(stranger.errorText.contains("heeft deze sleutel niet"))
    #expect(log == before)
    let named = try desk.collect(["--partner", "Wijkteam Zuid"], environment: environment)
    #expect(named.status == 64, "\(named.errorText)")
    try desk.write("wachtzin", Array("een andere wachtzin\n".utf8))
    let wrong = try desk.collect(environment: environment)
    #expect(wrong.status == 77 && wrong.errorText.contains("wachtzin"), "\(wrong.errorText)")
    try desk.write("wachtzin", Array((CollectDesk.passphrase + "\n").utf8))
    let other = try Household()
    try desk.write("institution.pub", other.anchor.encode())
    let foreign = try desk.collect(environment: environment)
    #expect(foreign.status == 65, "\(foreign.errorText)")
    try desk.write("institution.pub", [0x7B])
    #expect(try desk.collect(environment: environment).status == 65)
    #expect(desk.names.isEmpty)
    try desk.write("institution.pub", desk.desktop.vault.household.anchor.encode())
    let right = try desk.collect(["--partner", "wijkteam noord"], environment: environment)
    #expect(right.status == 0, "\(right.errorText)")
    #expect(desk.names.count == 1)
  }
}
