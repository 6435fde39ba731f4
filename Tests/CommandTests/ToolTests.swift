import CommandTree
import Desk
import Directory
import Foundation
import Sodium
import StrictJSON
import Testing
import VaultTestKit

@testable import kluis

/// The tool as a process, as far as it goes without a vault.
@Suite struct ToolTests {
  private let tool = Places.tools.appendingPathComponent("kluis").path
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  private func kluis(
    _ line: String, input: String = "", more: [String: String] = [:]
  ) throws -> ProgramResult {
    var environment = [
      "HOME": scratch.url.path, "XDG_CONFIG_HOME": "", "XDG_STATE_HOME": "", "LANG": "C",
      "LC_ALL": "", "LC_MESSAGES": "", "KLUIS_HOST": "unix:\(scratch.path("no.sock"))",
    ]
    environment.merge(more) { $1 }
    // A session of its own has no terminal, also when somebody runs the tests on one.
    return try Program.run(
      "setsid", ["-w", tool] + line.split(separator: " ").map(String.init),
      input: Array(input.utf8), environment: environment)
  }

  /// An identity file under the passphrase `goed`, with cheap stretching.
  private func identity(mode: Int = 0o600) throws -> String {
    let anchor = Anchor(
      origin: "kluis.example", institution: try SigningKeyPair.generate().publicKey)
    let made = try Identity.create(name: "Anna", anchor: anchor)
    let path = scratch.path("id.json")
    let bytes = try made.encode(
      passphrase: SecretBytes(copying: Array("goed".utf8)),
      limits: PasswordHash.Limits(operations: 1, memory: 8192))
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    return path
  }

  @Test func helpAndVersionAreResults() throws {
    let help = try kluis("dossier open --help --taal nl")
    #expect(help.status == 0)
    #expect(help.text.contains("gebruik: kluis dossier open [opties] DOSSIER"))
    #expect(help.errorText.isEmpty)
    #expect(try kluis("--version").text == "kluis \(Release.version)\n")
  }

  @Test func aMistakeShowsItsUsageAndEndsWith64() throws {
    let result = try kluis("toegang explain", more: ["LANG": "nl_NL.UTF-8"])
    #expect(result.status == 64)
    #expect(result.text.isEmpty)
    #expect(
      result.errorText == """
        kluis: noem een nummer, of --lid en --dossier samen
        gebruik: kluis toegang explain [opties] [NUMMER]

        """)
  }

  @Test func aDryRunContactsNothingAndNeedsNoIdentity() throws {
    let file = Places.project.appendingPathComponent("Examples/anne.json").path
    let result = try kluis("gezin import \(file) --dry-run --json")
    #expect(result.status == 0)
    #expect(result.errorText.isEmpty)
    let answer = try OrdinaryJSON.decode(result.output)
    #expect(answer["dry_run"] == true)
  }

  @Test func importReadsStdinAndTellsAllProblems() throws {
    let result = try kluis("gezin import - --json", input: #"{"schema":"x"}"#)
    #expect(result.status == 65)
    #expect(result.text.isEmpty)
    let error = try OrdinaryJSON.decode(result.errors)["error"]
    #expect(error?["code"] == "import-refused")
    #expect((error?["problems"]?.arrayValue?.count ?? 0) > 1)
  }

  @Test func anIdentityThatOthersCanReadIsRefusedWithTheWayToCloseIt() throws {
    let path = try identity(mode: 0o640)
    let result = try kluis("gezin list --identity \(path) --passphrase-fd 0", input: "goed\n")
    #expect(result.status == 1)
    #expect(result.errorText.contains("hint: chmod 600 '\(path)', "))
  }

  @Test func aLinkIsNoIdentity() throws {
    let path = try identity()
    let link = scratch.path("link.json")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    let result = try kluis("gezin list --identity \(link) --passphrase-fd 0", input: "goed\n")
    #expect(result.status == 1)
    #expect(result.errorText.contains("no identity"))
  }

  @Test func offTerminalThePassphraseNeedsItsFlag() throws {
    let result = try kluis("gezin list --identity \(identity())")
    #expect(result.status == 1)
    #expect(result.errorText.contains("--passphrase-fd"))
  }

  @Test func aWrongPassphraseIsToldAndNotShown() throws {
    let result = try kluis(
      "gezin list --identity \(identity()) --passphrase-fd 0", input: "verkeerd\n")
    #expect(result.status == 77)
    #expect(result.errorText.contains("the passphrase is wrong"))
    #expect(!result.errorText.contains("verkeerd"))
  }

  @Test func anUnreachableVaultEndsWith69AfterTheIdentityWasOpened() throws {
    let result = try kluis(
      "gezin list --json --identity \(identity()) --passphrase-fd 0", input: "goed\n")
    #expect(result.status == 69)
    #expect(try OrdinaryJSON.decode(result.errors)["error"]?["code"] == "unreachable")
  }

  @Test func anAddressThatIsNoneIsToldBeforeThePassphrase() throws {
    let result = try kluis("gezin list", more: ["KLUIS_HOST": "ssh://-oProxyCommand=x"])
    #expect(result.status == 64)
    #expect(result.errorText.contains("KLUIS_HOST"))
  }

  @Test func stdinIsNotBothFileAndPassphrase() throws {
    let result = try kluis("gezin import - --passphrase-fd 0", input: "x")
    #expect(result.status == 64)
    #expect(result.errorText.contains("--passphrase-fd 3"))
  }

  @Test func anAnswerThatDoesNotArriveWholeIsAFailure() throws {
    let result = try Program.run(
      "bash", ["-c", "exec \"$0\" man > /dev/full", tool], environment: ["LANG": "C"])
    #expect(result.status == 1)
    #expect(result.errorText.contains("cannot be written whole"))
  }

  @Test func theGeneratedTextsCome() throws {
    for shell in ["bash", "zsh", "fish"] {
      let result = try kluis("completion \(shell)")
      #expect(result.status == 0)
      #expect(result.text.contains("toegang"))
    }
    #expect(try kluis("man").text.hasPrefix(".TH KLUIS 1"))
    #expect(try OrdinaryJSON.decode(kluis("man --json").output)["page"] != nil)
  }
}
