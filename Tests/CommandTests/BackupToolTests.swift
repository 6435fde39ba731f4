import Foundation
import StrictJSON
import Testing
import VaultFixture
import VaultService
import VaultTestKit

@Suite("Backup and restore, command by command", .serialized)
struct BackupToolTests {
  private let desktop: Desktop
  private let backups: String

  init() throws {
    desktop = try Desktop(settings: { household in
      let folder = household.scratch.path("backups")
      mkdir(folder, 0o700)
      return { $0.backupFolder = folder }
    })
    backups = desktop.vault.household.scratch.path("backups")
  }

  private func keys(_ words: String...) throws -> (result: ProgramResult, answer: JSONValue?) {
    let tool = Places.tools.appendingPathComponent("kluis-keys").path
    let result = try Program.run(tool, words + ["--taal", "nl", "--json"], environment: [:])
    return (result, try? OrdinaryJSON.decode(result.output))
  }

  @Test("Host lost: backup, check, recover, two signatures, start, open; each by its own command")
  func lostHost() throws {
    let file = Places.project.appendingPathComponent("Examples/anne.json").path
    let id = try #require(
      desktop.answer(.sanne, "gezin", "import", file)["dossier"]?.stringValue)
    // The FG's device has to know the directory before it can sign without the vault.
    _ = try desktop.answer(.fg, "fg", "log")
    let made = try desktop.answer(.beheerder, "beheer", "backup", "create")
    let name = try #require(made["name"]?.stringValue)
    let (vault, keystore) = ("\(backups)/vault/\(name)", "\(backups)/keystore/\(name)")
    for folder in [vault, keystore] {
      let verified = try desktop.answer(.beheerder, "beheer", "backup", "verify", folder)
      #expect(verified["findings"] == .array([]) && verified["entry"]?.intValue != nil)
    }
    let checked = try keys("check-backup", "--vault", vault, "--keystore", keystore)
    #expect(checked.result.status == 0 && checked.answer?["missing"] == .int(0))
    _ = try desktop.answer(.sanne, "dossier", "open", id)
    let refused = try desktop.kluis(.sanne, "beheer", "backup", "create")
    #expect(refused.status == 77)

    let household = desktop.vault.household
    desktop.vault.stop()
    let folder = household.scratch.path("recovered")
    let recovered = try keys(
      "recover", "--vault", vault, "--keystore", keystore, "--dir", folder, "--root-key",
      household.folder + "/root.key")
    #expect(recovered.result.status == 0, "\(recovered.result.errorText)")
    #expect(recovered.answer?["missing"] == .int(0))

    let kluisd = Places.tools.appendingPathComponent("kluisd").path
    let policies = Places.project.appendingPathComponent("Policies").path
    let socket = household.scratch.path("r")
    let words = [
      "--dir", folder, "--policies", policies, "--socket", socket, "--allow-unlocked-memory",
    ]
    let unsigned = try Program.run(kluisd, words, environment: [:])
    #expect(unsigned.status == 65 && unsigned.errorText.contains("restore.json"))
    let draft = household.scratch.path("herstel.json")
    // Who may not sign, does not.
    let wrong = try desktop.kluis(
      .sanne, "beheer", "restore", "draft", folder + "/restore.json", "--draft", draft, "--json")
    #expect(wrong.status == 77)
    _ = try desktop.answer(
      .beheerder, "beheer", "restore", "draft", folder + "/restore.json", "--draft", draft)
    let twice = try desktop.kluis(.beheerder, "beheer", "restore", "sign", draft, "--json")
    #expect(twice.status == 77)
    _ = try desktop.answer(.fg, "beheer", "restore", "sign", draft)
    try FileManager.default.removeItem(atPath: folder + "/restore.json")
    try FileManager.default.copyItem(atPath: draft, toPath: folder + "/restore.json")

    let process = Process()
    process.executableURL = URL(fileURLWithPath: kluisd)
    process.arguments = words
    process.environment = [:]
    try process.run()
    defer {
      process.terminate()
      process.waitUntilExit()
    }
    let deadline = Date(timeIntervalSinceNow: 20)
    while !FileManager.default.fileExists(atPath: socket), Date() < deadline { usleep(20_000) }
    desktop.environment["KLUIS_HOST"] = "unix:\(socket)"
    let told = try desktop.kluis(.sanne, "dossier", "open", id)
    #expect(told.status == 0, "\(told.errorText)")
    #expect(told.errorText.contains("de kluis is hersteld") && told.errorText.contains("Fatima"))
    let again = try desktop.kluis(.sanne, "dossier", "open", id)
    #expect(again.status == 0 && !again.errorText.contains("hersteld"))
    let fg = try desktop.kluis(.fg, "fg", "verify")
    #expect(fg.status == 0 && fg.errorText.contains("hersteld op"), "\(fg.errorText)\(fg.text)")
  }
}
