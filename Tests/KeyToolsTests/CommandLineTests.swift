import Testing
import VaultTestKit

@Suite("kluis-keys, its command line")
struct CommandLineTests {
  static let commands: [[String]] = [
    [], ["identity"], ["identity", "new"], ["identity", "show"], ["identity", "passwd"],
    ["institution"], ["institution", "new"], ["init"], ["role"], ["role", "new"],
    ["role", "admit"], ["lookup"], ["lookup", "new"],
  ]

  @Test(
    "Every command explains itself on stdout, in both languages, and exits 0", arguments: commands)
  func help(command: [String]) throws {
    let tool = try KeyTool()
    let dutch = try tool.run(command + ["--help", "--taal", "nl"])
    let english = try tool.run(command + ["--help"])
    #expect(dutch.status == 0 && english.status == 0)
    #expect(dutch.text.contains("gebruik: " + (["kluis-keys"] + command).joined(separator: " ")))
    #expect(english.text.contains("usage: " + (["kluis-keys"] + command).joined(separator: " ")))
    #expect(dutch.errorText.isEmpty && english.errorText.isEmpty)
  }

  @Test("A mistake exits 64 with the usage line on stderr; the locale chooses the language")
  func mistake() throws {
    let tool = try KeyTool()
    let result = try tool.run(["init"], environment: ["LC_ALL": "nl_NL.UTF-8"])
    #expect(result.status == 64)
    #expect(result.text.isEmpty)
    #expect(result.errorText.contains("gebruik: kluis-keys init"))
  }

  @Test("With --json a failure is one object with code, hint and exit")
  func json() throws {
    let tool = try KeyTool()
    let result = try tool.run(["identity", "show", "absent", "--json"])
    #expect(result.status == 1)
    #expect(result.errorText.hasPrefix("{\"error\":{\"code\":\"file-not-readable\""))
    #expect(result.errorText.hasSuffix("\"exit\":1}}\n"))
  }

  @Test("Without a vault at KLUIS_HOST: 69 and no draft; a file that is no draft: 65 and untouched")
  func drafts() throws {
    let tool = try KeyTool()
    let anchor = try tool.makeInstitution()
    _ = try tool.makeIdentity("bob", anchor)
    let environment = [
      "KLUIS_HOST": "unix:" + tool.path("nothing.sock"), "XDG_STATE_HOME": tool.path("state"),
    ]
    let words = [
      "role", "new", "jurist", "--identity", "bob", "--draft", "d", "--passphrase-fd", "0",
    ]
    let away = try tool.run(words, lines: [KeyTool.passphrase], environment: environment)
    #expect(away.status == 69, "\(away.errorText)")
    #expect(try !tool.files().contains("d"))
    try tool.write("d", Array("waiting".utf8))
    let waiting = try tool.run(words, lines: [KeyTool.passphrase], environment: environment)
    #expect(waiting.status == 65)
    #expect(try tool.bytes("d") == Array("waiting".utf8))
  }
}
