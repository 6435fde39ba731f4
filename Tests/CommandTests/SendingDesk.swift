import Directory
import Dossier
import Foundation
import Sodium
import StrictJSON
import Testing
import VaultClient
import VaultFixture
import VaultTestKit
import Vocabulary

@testable import VaultService

/// Sanne at her desk with a family, a partner that has keys, and a line to the vault that can be cut.
final class SendingDesk {
  let partner: CollectDesk
  let line: CuttingSocket
  /// Everything that is written comes into a folder of its own.
  private let scratch: Scratch

  init() throws {
    partner = try CollectDesk()
    line = try CuttingSocket(before: partner.desktop.vault.socket)
    scratch = try Scratch()
    partner.desktop.environment = ["KLUIS_HOST": "unix:\(line.path)"]
  }

  deinit { line.stop() }

  var dossier: Identifier { partner.dossier }
  func path(_ name: String) -> String { scratch.path(name) }

  /// What lies in the folder.
  var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: scratch.url.path)) ?? []).sorted()
  }

  func remove(_ names: String...) {
    for name in names { try? FileManager.default.removeItem(atPath: path(name)) }
  }

  func read(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path(name))))
  }

  /// `kluis overdracht`, as Sanne.
  func kluis(_ words: String...) throws -> ProgramResult { try kluis(words) }

  func kluis(_ words: [String]) throws -> ProgramResult {
    try partner.desktop.kluis(.sanne, ["overdracht"] + words, language: "nl")
  }

  /// The same, for its answer.
  func answer(_ words: [String]) throws -> JSONValue {
    let result = try partner.desktop.kluis(
      .sanne, ["overdracht"] + words + ["--json"], language: "nl")
    guard result.status == 0 else { throw NoAnswer(errors: result.errorText) }
    return try OrdinaryJSON.decode(result.output)
  }

  private static let rest = [
    "--secties", "plannen", "--doel", "hulp in de wijk", "--grond", "veiligheid-kind",
    "--verteld", "gebeld op 4 maart", "--contact", "Sanne, 070-0000000", "--geldig", "14",
    "--ontbreekt", "taxatie-bijgewerkt=komt nog",
  ]

  /// A preparation for the partner that has keys.
  func prepareForKey(_ name: String = "v.json") throws {
    let directory = partner.desktop.vault.server.writer.published.directory
    let print = try #require(directory.partner(partner.partner)).keys.fingerprint.description
    _ = try answer(
      [
        "prepare", dossier.hex, "--voor", "Wijkteam Noord", "--vingerafdruk", print, "--uit",
        path(name),
      ] + Self.rest)
  }

  /// A preparation for who gets a code.
  func prepareForCode(_ name: String = "v.json") throws {
    _ = try answer(
      [
        "prepare", dossier.hex, "--code", "De Vuurvogel", "--soort", "school", "--uit",
        path(name),
      ] + Self.rest)
  }

  static let fg = ["--fg", "fg@kluis.example"]

  /// The bundle that was sealed into this file.
  func seal(_ name: String = "v.json", to file: String, _ more: [String] = []) throws -> Identifier
  {
    let made = try answer(["seal", path(name), "--uit", path(file)] + Self.fg + more)
    return try #require(made["bundle"]?.stringValue.flatMap { Identifier(hex: $0) })
  }

  /// `kluis overdracht open`, as the partner.
  func open(_ file: String, to folder: String) throws -> ProgramResult {
    try Program.run(
      Places.tools.appendingPathComponent("kluis").path,
      [
        "overdracht", "open", path(file), "--sleutel", partner.path("age.txt"), "--afzender",
        partner.desktop.vault.household.folder + "/bundle.pub", "--naar", path(folder), "--json",
      ], environment: ["HOME": path("home"), "XDG_CONFIG_HOME": "", "XDG_STATE_HOME": ""])
  }

  /// The partner's receipt for an opened folder.
  func receipt(_ folder: String, to name: String) throws {
    let made = try Program.run(
      "bash",
      [
        "-c", "exec \"$@\" 3<\"$0\"", partner.path("wachtzin"),
        Places.tools.appendingPathComponent("kluis").path, "overdracht", "receipt", path(folder),
        "--sleutel", partner.path("minisign.key"), "--naam", "Wijkteam Noord", "--uit", path(name),
        "--passphrase-fd", "3",
      ], environment: ["HOME": path("home"), "XDG_CONFIG_HOME": "", "XDG_STATE_HOME": ""])
    #expect(made.status == 0, "\(made.errorText)")
  }

  /// The family's own record, past the line that is cut.
  func view() throws -> DossierView {
    let session = try partner.desktop.vault.session(.sanne, device: "second")
    return try session.open(dossier, sections: [.kern], purpose: .uitvoering)
      .view(session.directory)
  }

  func ontvangsten(of bundle: Identifier) throws -> [Ontvangst] {
    try view().ontvangsten.map(\.value).filter { $0.bundel == bundle }
  }

  /// As the vault tells it; every row was held against the log for it.
  func bundles() throws -> [ListedBundle] {
    try partner.desktop.vault.session(.sanne, device: "second").bundles(of: dossier)
  }

  func state(of bundle: Identifier) throws -> BundleState? {
    try bundles().first { $0.bundle == bundle }?.state
  }
}
