import Foundation
import StrictJSON
import Testing
import VaultFixture
import VaultTestKit

/// The whole way that a laptop goes: kluis, ssh, sshd, the forced command, the gate, the vault.
@Suite(
  "Remote access with OpenSSH itself", .serialized,
  .enabled(if: RemoteHost.isPossible, "sshd or ssh-keygen is not installed: not tried"))
struct RemoteTests {
  private let desktop: Desktop
  private let line: BreakingSocket
  private let host: RemoteHost

  init() throws {
    desktop = try Desktop()
    line = try BreakingSocket(before: desktop.vault.socket)
    host = try RemoteHost(socket: line.path)
    desktop.environment = host.environment
  }

  private func imported() throws -> String {
    let file = Places.project.appendingPathComponent("Examples/anne.json").path
    let answer = try desktop.answer(.sanne, "gezin", "import", file)
    return try #require(answer["dossier"]?.stringValue)
  }

  @Test("R1, R9: over ssh a family is imported, listed and opened; who is not involved is refused")
  func wholeWay() throws {
    let id = try imported()
    let list = try desktop.kluis(.sanne, "gezin", "list")
    #expect(list.status == 0, "\(list.errorText)")
    #expect(list.text.contains(id))
    let open = try desktop.kluis(.sanne, "dossier", "open", id)
    #expect(open.status == 0, "\(open.errorText)")
    #expect(open.text.contains("LET OP"))
    #expect(open.errors.isEmpty, "\(open.errorText)")
    let refused = try desktop.kluis(.youssef, "dossier", "open", id)
    #expect(refused.status == 77)
    #expect(refused.output.isEmpty)
    #expect(refused.errorText.contains("ref: "))
    // The vault saw all of this through the gate, and nothing reached it another way.
    #expect(line.carried > 0)
  }

  @Test("The key can do nothing but reach the gate: no command, no shell, no terminal")
  func nothingElse() throws {
    let port = "\(host.port)"
    for command in ["id", "sh", "kluis-gate; id", "kluis-gate id", "/bin/sh -c id"] {
      let other = try host.openSSH("ssh", "-p", port, host.destination, command)
      #expect(other.status == 64, "\(command): \(other.errorText)")
      #expect(other.output.isEmpty)
      #expect(other.errorText.contains("this account serves the vault only"))
    }
    // A shell would make a file of the first line.
    let file = host.path("made-by-a-shell")
    for options in ["-T", "-tt"] {
      let shell = try host.openSSH(
        "ssh", options, "-p", port, host.destination, input: "touch \(file)\nexit\n")
      #expect(!FileManager.default.fileExists(atPath: file), "\(options)")
      #expect(shell.status != 0 || !shell.text.contains("$ "))
    }
    let terminal = try host.openSSH("ssh", "-tt", "-p", port, host.destination, "kluis-gate")
    #expect(terminal.errorText.contains("PTY allocation request failed"))
  }

  @Test("The key forwards no port, in neither direction, and no socket")
  func noForwarding() throws {
    let port = "\(host.port)"
    // The host's own sshd is there to be reached, and would greet.
    let there = try host.openSSH(
      "ssh", "-p", port, "-W", "127.0.0.1:\(port)", host.destination)
    #expect(there.status == 255)
    #expect(!there.text.contains("SSH-2.0"))
    #expect(there.errorText.contains("administratively prohibited"))
    for forward in ["127.0.0.1:0:127.0.0.1:\(port)", "\(host.path("r")):127.0.0.1:\(port)"] {
      let back = try host.openSSH(
        "ssh", "-p", port, "-o", "ExitOnForwardFailure=yes", "-N", "-R", forward,
        host.destination)
      #expect(back.status == 255, "\(forward)")
      #expect(back.errorText.contains("forwarding failed"))
    }
  }

  @Test("The key copies no file, in neither direction, by scp or sftp")
  func noCopies() throws {
    let source = host.path("source")
    try Data("geheim".utf8).write(to: URL(fileURLWithPath: source))
    let copy = host.path("copy")
    let port = "\(host.port)"
    for words in [[], ["-O"]] {
      let away = try host.openSSH(
        "scp", words + ["-P", port, "\(host.destination):\(source)", copy])
      #expect(away.status != 0)
      let there = try host.openSSH(
        "scp", words + ["-P", port, source, "\(host.destination):\(copy)"])
      #expect(there.status != 0)
    }
    let session = try host.openSSH(
      "sftp", ["-P", port, host.destination], input: "get \(source) \(copy)\n")
    #expect(session.status != 0)
    #expect(!FileManager.default.fileExists(atPath: copy))
  }

  @Test(
    "A connection that breaks in an answer ends with 69, a clear text and no half output",
    arguments: [BreakingSocket.End.closed, .killed])
  func breaks(_ end: BreakingSocket.End) throws {
    let id = try imported()
    line.breakAfter(.max)
    #expect(try desktop.kluis(.sanne, "dossier", "open", id).status == 0)
    let whole = line.carried
    for limit in [1, whole - 3000, whole - 1] {
      line.breakAfter(limit, by: end)
      let broken = try desktop.kluis(.sanne, "dossier", "open", id)
      #expect(broken.status == 69, "after \(limit) of \(whole): \(broken.errorText)")
      #expect(broken.output.isEmpty)
      #expect(broken.errorText.hasPrefix("kluis: "))
      #expect(broken.errorText.contains("e verbinding met de kluis viel weg"))
      #expect(broken.errorText.contains("\nhint: "))
    }
    let told = try desktop.kluis(.sanne, "dossier", "open", id, "--json")
    #expect(told.status == 69)
    #expect(told.output.isEmpty)
    #expect(try Self.error(told)["code"] == "connection-lost")
    // And the next one is whole again: nothing on the device was spoilt.
    line.breakAfter(.max)
    let after = try desktop.kluis(.sanne, "dossier", "open", id)
    #expect(after.status == 0, "\(after.errorText)")
  }

  @Test("Another host key than the known one ends with 69 before anything is sent")
  func wrongHostKey() throws {
    try host.know("stranger")
    let result = try desktop.kluis(.sanne, "gezin", "list")
    #expect(result.status == 69)
    #expect(result.output.isEmpty)
    #expect(result.errorText.contains("kluis: ssh kreeg geen verbinding met de kluis\nhint: "))
    #expect(result.errorText.contains("HOST IDENTIFICATION HAS CHANGED"))
    let told = try desktop.kluis(.sanne, "gezin", "list", "--json")
    #expect(told.status == 69)
    #expect(try Self.error(told)["code"] == "unreachable")
    #expect(line.carried == 0)
    try host.know("host")
    #expect(try desktop.kluis(.sanne, "gezin", "list").status == 0)
  }

  @Test("A host without its service ends with 69 and says whom to ask")
  func serviceDown() throws {
    line.stop()
    try FileManager.default.removeItem(atPath: line.path)
    let result = try desktop.kluis(.sanne, "gezin", "list")
    #expect(result.status == 69)
    #expect(result.output.isEmpty)
    #expect(
      result.errorText.contains("kluis: de kluismachine is bereikt, maar de kluis draait er niet"))
    #expect(result.errorText.contains("hint: vraag de beheerder of kluisd draait"))
  }

  @Test("A host that is not there ends with 69")
  func hostDown() throws {
    host.stop()
    let result = try desktop.kluis(.sanne, "gezin", "list")
    #expect(result.status == 69)
    #expect(result.output.isEmpty)
    #expect(result.errorText.contains("kluis: ssh kreeg geen verbinding met de kluis\nhint: "))
  }

  @Test("A dossier of 400 entries comes whole")
  func manyEntries() throws {
    let file = desktop.path("veel.json")
    let texts = try Self.large(400, to: file)
    let made = try desktop.answer(.sanne, "gezin", "import", file)
    let id = try #require(made["dossier"]?.stringValue)
    let opened = try desktop.answer(.sanne, "dossier", "open", id)
    let read = opened["revisions"]?.arrayValue?.compactMap { $0["content"]?["tekst"]?.stringValue }
    #expect(read.map(Set.init)?.isSuperset(of: texts) == true)
    #expect((read?.count ?? 0) >= 400)
    let shown = try desktop.kluis(.sanne, "dossier", "open", id)
    #expect(shown.text.contains("aantekening nummer 399"))
  }

  /// The example family with more entries; their texts.
  private static func large(_ count: Int, to path: String) throws -> Set<String> {
    var family = try #require(
      JSONSerialization.jsonObject(with: Data(Families.bytes("anne"))) as? [String: Any])
    let entries = try #require(family["entries"] as? [[String: Any]])
    let texts = (0..<count).map {
      "aantekening nummer \($0) " + String(repeating: "en verder ging het zo ", count: 30)
        + "tot slot."
    }
    let person = try #require((family["betrokkenen"] as? [[String: Any]])?.first?["id"] as? String)
    family["entries"] =
      entries
      + texts.enumerated().map { index, text -> [String: Any] in
        [
          "id": "veel\(index)", "sectie": "journaal", "soort": "gesprek",
          "datum": "2025-03-\(index % 28 + 1 < 10 ? "0" : "")\(index % 28 + 1)", "bron": "school",
          "aard": "feit", "over": [person], "tekst": text,
        ]
      }
    try JSONSerialization.data(withJSONObject: family).write(to: URL(fileURLWithPath: path))
    return Set(texts)
  }

  /// The error object; ssh and the gate may have written lines before it.
  private static func error(_ result: ProgramResult) throws -> JSONValue {
    // By bytes: a line of ssh ends with CR LF, which is one character.
    let line = try #require(result.errors.split(separator: 0x0A).last)
    let object = try OrdinaryJSON.decode(Array(line))
    return try #require(object["error"])
  }
}
