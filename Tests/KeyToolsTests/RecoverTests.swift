import Foundation
import SLIP39
import Sodium
import Testing
import VaultClient
import VaultFixture
import VaultService
import VaultTestKit

@Suite("kluis-keys recover, as a process")
struct RecoverTests {
  private let tool: KeyTool
  private let household: Household
  /// Sheets of three holders, any two of whom have the root key.
  private let sheets: [String]

  init() throws {
    tool = try KeyTool()
    household = try Household()
    let vault = try RunningVault(household)
    _ = try vault.session(.sanne).create(Families.gezin("sjors"))
    vault.stop()
    sheets = try Self.divide(SecretFile.read(household.folder + "/root.key"))
  }

  private static func divide(_ root: borrowing SecretBytes) throws -> [String] {
    let set = try MnemonicSet.split(root, threshold: 2, count: 3)
    return try (0..<3).map { index in
      try set.text(of: index).withSpan { bytes in
        String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
      }
    }
  }

  private var words: [String] {
    [
      "recover", "--vault", household.folder, "--keystore", household.folder, "--dir",
      tool.path("recovered"), "--service-key", household.folder + "/service.key",
    ]
  }

  private func typed(_ sheets: [String]) throws -> TypedTerminal {
    try TypedTerminal.run(
      Places.tools.appendingPathComponent("kluis-keys").path, words,
      lines: sheets.map { ("Words of the next sheet: ", $0) }, environment: ["LC_ALL": "C"],
      folder: tool.scratch.url)
  }

  /// The sheet with another word in a place, counted from 1.
  private func sheet(_ index: Int, _ place: Int, _ word: String) -> String {
    var list = sheets[index].split(separator: " ").map(String.init)
    list[place - 1] = list[place - 1] == word ? "acid" : word
    return list.joined(separator: " ")
  }

  @Test("Holders type their words on the host's terminal: a wrong word is named and asked again")
  func typedWords() throws {
    let foreign = try Self.divide(SecretBytes.random(32))
    let terminal = try typed([
      sheet(0, 7, "huisbezoek"), sheet(0, 7, "academic"), sheets[0], sheets[0], foreign[1], "",
      sheets[2],
    ])
    #expect(terminal.exit == 0, "\(terminal.shown)")
    #expect(terminal.hidden == Array(repeating: true, count: 7))
    for text in [
      "word 7 is not in the list of words", "the words do not belong together",
      "share 1 is right; 1 more", "share 1 was given already",
      "this share does not belong to the first one", "no words were typed",
      "share 3 is right; 0 more", "revisions and sections that do not open: 0",
    ] {
      #expect(terminal.shown.contains(text), "\(text)")
    }
    // Neither what was typed nor a word of a sheet is ever shown.
    #expect(!terminal.shown.contains("huisbezoek"))
    let pairs = zip(sheets[0].split(separator: " "), sheets[0].split(separator: " ").dropFirst())
    for (first, second) in pairs { #expect(!terminal.shown.contains("\(first) \(second)")) }
    let isSame = try SecretFile.read(tool.path("recovered/wrap.key")).equals(
      SecretFile.read(household.folder + "/wrap.key"))
    #expect(isSame)
    // And it serves.
    let server = try VaultServer(
      settings: VaultSettings(
        folder: tool.path("recovered"),
        policyFolder: Places.project.appendingPathComponent("Policies").path),
      clock: .system, wrapKey: SecretFile.read(tool.path("recovered/wrap.key")))
    server.stop()
  }

  @Test("Sheets of another key, too few sheets, no terminal: each said, and no folder is made")
  func refused() throws {
    let foreign = try Self.divide(SecretBytes.random(32))
    let wrong = try typed([foreign[0], foreign[1]])
    #expect(wrong.exit == 65 && wrong.shown.contains("keystore.db does not open with this key"))
    func given(_ lines: [String]) throws -> ProgramResult {
      try tool.run(words + ["--shares-fd", "0"], lines: lines)
    }
    let few = try given([sheets[1]])
    #expect(few.status == 1 && few.errorText.contains("too few words came"), "\(few.errorText)")
    let typo = try given([sheet(1, 9, "academic"), sheets[2], sheets[0]])
    #expect(typo.status == 65 && typo.errorText.contains("do not belong together"))
    let nobody = try tool.run(words)
    #expect(nobody.status == 1 && nobody.errorText.contains("nobody can type words here"))
    #expect(try tool.files() == [])
  }
}
