import Foundation
import StrictJSON
import Testing
import VaultFixture
import VaultTestKit

@Suite("A large file with the tool", .serialized)
struct AttachmentToolTests {
  private static let python = Program.find("python3")
  /// Runs a command and says the most memory that it held at once, KiB. (getrusage(2))
  private static let program = """
    import resource, subprocess, sys
    code = subprocess.call(sys.argv[1:], pass_fds=[3], stdout=subprocess.DEVNULL)
    print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
    sys.exit(code)
    """
  private static let mebibytes = Torture.isOn ? 1024 : 96

  @Test(
    "It costs kluis no more memory than a few parts of it, either way",
    .enabled(if: python != nil, "python3 is not on this machine"))
  func flat() throws {
    let desktop = try Desktop()
    let family = Places.project.appendingPathComponent("Examples/anne.json").path
    let made = try desktop.answer(.sanne, "gezin", "import", family)
    let dossier = try #require(made["dossier"]?.stringValue)
    let file = desktop.path("groot.bin")
    let fill = try Program.run(
      "bash", ["-c", "head -c \(Self.mebibytes)M /dev/urandom > \(file)"])
    #expect(fill.status == 0)
    func peak(_ words: String...) throws -> Int {
      let tool = Places.tools.appendingPathComponent("kluis").path
      let result = try Program.run(
        "bash",
        [
          "-c", "exec 3<\"$0\"; exec \"$@\"", desktop.secret, try #require(Self.python), "-c",
          Self.program, tool,
        ] + words + ["--identity", desktop.identity(.sanne), "--passphrase-fd", "3"],
        environment: desktop.surroundings(.sanne))
      #expect(result.status == 0, "\(result.errorText)")
      let text = result.text.trimmingCharacters(in: .whitespacesAndNewlines)
      return try #require(Int(text))
    }
    let sent = try peak("dossier", "bijlage", "add", dossier, file, "--sectie", "journaal")
    #expect(sent < 50 * 1024, "\(sent) KiB to send")
    let list = try desktop.answer(.sanne, "dossier", "bijlage", "list", dossier)
    let id = try #require(list["attachments"]?.arrayValue?.first?["id"]?.stringValue)
    let saved = desktop.path("terug.bin")
    let fetched = try peak("dossier", "bijlage", "save", dossier, id, "--naar", saved)
    #expect(fetched < 50 * 1024, "\(fetched) KiB to fetch")
    #expect(try Program.run("cmp", [file, saved]).status == 0)
  }
}
