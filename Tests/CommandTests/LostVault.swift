import Foundation
import Records
import StrictJSON
import Testing
import VaultFixture
import VaultService
import VaultTestKit

/// A vault with a family, a backup and some work after it, whose service is gone.
final class LostVault {
  let desktop: Desktop
  let dossier: String
  /// The folders of its backup.
  let vault: String
  let keystore: String
  /// Where it comes back.
  let folder: String
  var draft: String { folder + ".herstel.json" }
  var rootKey: String { desktop.vault.household.folder + "/root.key" }
  private let scratch: Scratch

  init() throws {
    let scratch = try Scratch()
    let backups = scratch.path("backups")
    mkdir(backups, 0o700)
    desktop = try Desktop(settings: { _ in { $0.backupFolder = backups } })
    let file = Places.project.appendingPathComponent("Examples/anne.json").path
    dossier = try #require(
      desktop.answer(.sanne, "gezin", "import", file)["dossier"]?.stringValue)
    // The FG's device has to know the directory before it can sign without the vault.
    _ = try desktop.answer(.fg, "fg", "log")
    let made = try desktop.answer(.beheerder, "beheer", "backup", "create")
    let name = try #require(made["name"]?.stringValue)
    (vault, keystore) = ("\(backups)/vault/\(name)", "\(backups)/keystore/\(name)")
    folder = scratch.path("kluis")
    self.scratch = scratch
    _ = try desktop.answer(.sanne, "dossier", "open", dossier)
    desktop.vault.stop()
  }

  func path(_ name: String) -> String { scratch.path(name) }

  /// The words of the command with both folders and the root key.
  func words(_ more: String...) -> [String] {
    ["--vault", vault, "--keystore", keystore, "--dir", folder, "--root-key", rootKey] + more
  }

  /// `kluis beheer backup restore`, for its answer or its failure.
  func restore(
    _ person: Person, _ words: [String], language: String = "nl"
  ) throws -> (result: ProgramResult, answer: JSONValue?) {
    let result = try desktop.kluis(
      person, ["beheer", "backup", "restore"] + words + ["--json"], language: language)
    let bytes = result.status == 0 ? result.output : result.errors
    return (result, try? OrdinaryJSON.decode(bytes))
  }

  /// The same on the vault's host, where nobody has an identity.
  func hostRestore(_ words: [String]) throws -> (result: ProgramResult, answer: JSONValue?) {
    let tool = Places.tools.appendingPathComponent("kluis").path
    let result = try Program.run(
      "setsid", ["-w", tool, "beheer", "backup", "restore"] + words + ["--json", "--taal", "nl"],
      environment: ["HOME": path("host"), "XDG_CONFIG_HOME": "", "XDG_STATE_HOME": ""])
    return (result, try? OrdinaryJSON.decode(result.status == 0 ? result.output : result.errors))
  }

  /// The record at a path; nil when there is none.
  func record(_ path: String) throws -> RestoreFile? {
    guard let bytes = FileManager.default.contents(atPath: path) else { return nil }
    return try RestoreFile(decoding: [UInt8](bytes))
  }

  func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  /// Whether `kluisd` starts on the recovered folder, and its service when it does.
  func serve() throws -> VaultServer {
    try VaultServer(
      settings: VaultSettings(
        folder: folder, policyFolder: Places.project.appendingPathComponent("Policies").path),
      clock: .system, wrapKey: SecretFile.read(folder + "/wrap.key"))
  }
}
