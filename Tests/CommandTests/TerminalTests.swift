import Directory
import Foundation
import Sodium
import StrictJSON
import Testing
import VaultTestKit

@testable import kluis

/// The question for the passphrase, on a real terminal.
@Suite struct TerminalTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    let anchor = Anchor(
      origin: "kluis.example", institution: try SigningKeyPair.generate().publicKey)
    let identity = try Identity.create(name: "Anna", anchor: anchor)
    let bytes = try identity.encode(
      passphrase: SecretBytes(copying: Array("goed".utf8)),
      limits: PasswordHash.Limits(operations: 1, memory: 8192))
    let path = scratch.path("id.json")
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
  }

  private func type(_ line: String) throws -> JSONValue {
    let script = scratch.path("terminal.py")
    try Data(terminalScript.utf8).write(to: URL(fileURLWithPath: script))
    let result = try Program.run(
      "python3",
      [
        script, line, Places.tools.appendingPathComponent("kluis").path, "gezin", "list",
        "--identity", scratch.path("id.json"),
      ],
      environment: [
        "HOME": scratch.url.path, "KLUIS_HOST": "unix:\(scratch.path("no.sock"))", "LANG": "C",
        "LC_ALL": "", "LC_MESSAGES": "",
      ])
    return try OrdinaryJSON.decode(result.output)
  }

  @Test func thePassphraseIsAskedWithoutEchoAndTheQuestionErased() throws {
    let told = try type("goed")
    let shown = try #require(told["shown"]?.stringValue)
    #expect(shown.hasPrefix("Passphrase of Anna: \r\u{1B}[K"))
    #expect(told["hidden"] == true)
    #expect(!shown.contains("goed"))
    // The passphrase was right: what failed is the way to the vault.
    #expect(told["exit"] == 69)
  }

  @Test func aWrongPassphraseIsNotShownEither() throws {
    let told = try type("verkeerd")
    #expect(told["shown"]?.stringValue?.contains("verkeerd") == false)
    #expect(told["exit"] == 77)
  }

  @Test func anInterruptGivesTheTerminalBackAndEndsTheProgram() throws {
    let told = try type("^C")
    #expect(told["hidden"] == true)
    #expect(told["restored"] == true)
    #expect(told["signal"] == 2)
  }
}
