import Directory
import Foundation
import Minisign
import Sodium
import Store
import Testing
import VaultService
import VaultTestKit

@Suite("kluis-keys bundle-key: the public half that the beheerder and the FG sign")
struct BundleKeyProcessTests {
  private let tool: KeyTool

  init() throws {
    tool = try KeyTool()
    let anchor = try tool.makeInstitution()
    _ = (try tool.makeIdentity("anna", anchor), try tool.makeIdentity("bob", anchor))
    let made = try tool.run(
      [
        "init", "--dir", tool.path("vault"), "--origin", "kluis.test", "--institution",
        "De Instelling", "--beheerder", "anna.pub", "--custodian", "bob.pub",
        "--institution-key", "institution.key", "--passphrase-fd", "0",
      ], lines: [KeyTool.passphrase])
    try #require(made.status == 0, "\(made.errorText)")
  }

  private func show(_ more: String...) throws -> ProgramResult {
    try tool.run(["bundle-key", "--dir", tool.path("vault")] + more)
  }

  private func open() throws -> Keystore {
    try Keystore.open(
      tool.path("vault/keystore.db"), wrapKey: SecretFile.read(tool.path("vault/wrap.key")))
  }

  /// The public half of what lies in the keystore.
  private func kept() throws -> [UInt8] {
    let found = try open().tables.tokens.get(.bundleKey)
    guard let seed = found else { return [] }
    return try SigningKeyPair(seed: seed).publicKey
  }

  @Test("init draws it: bundle.pub has the public half of what lies in keystore.db, and its number")
  func founded() throws {
    let file = try MinisignKey(decoding: tool.bytes("vault/bundle.pub"))
    #expect(try file.key == kept())
    #expect(file.number == Array(BLAKE2b.hash(file.key).prefix(8)))
    let before = try tool.bytes("vault/bundle.pub")
    let shown = try show()
    #expect(shown.status == 0, "\(shown.errorText)")
    #expect(shown.text.contains(BundleKey(key: file.key).fingerprint.description))
    #expect(!shown.errorText.contains("made now"))
    #expect(try tool.bytes("vault/bundle.pub") == before)
    #expect(try file.key == kept())
  }

  @Test("A vault that has none gets one, once; a lost or changed bundle.pub is written anew")
  func older() throws {
    let first = try kept()
    do {
      let keystore = try open()
      try keystore.begin()
      _ = try keystore.tables.tokens.remove(.bundleKey)
      try keystore.commit()
    }
    try FileManager.default.removeItem(atPath: tool.path("vault/bundle.pub"))
    let made = try show()
    #expect(made.status == 0, "\(made.errorText)")
    #expect(made.errorText.contains("made now"))
    let key = try kept()
    #expect(key.count == 32 && key != first)
    #expect(try MinisignKey(decoding: tool.bytes("vault/bundle.pub")).key == key)
    #expect(made.text.contains(BundleKey(key: key).fingerprint.description))
    try tool.write("vault/bundle.pub", Array("another".utf8))
    #expect(try show().status == 0)
    #expect(try MinisignKey(decoding: tool.bytes("vault/bundle.pub")).key == key)
    #expect(try kept() == key)
    #expect(try tool.mode("vault/bundle.pub") == 0o600)
  }

  @Test("Without W, with another W or beside a running service nothing is shown, drawn or written")
  func refusals() throws {
    let before = (key: try kept(), file: try tool.bytes("vault/bundle.pub"))
    try tool.write("other.key", Array((String(repeating: "ab", count: 32) + "\n").utf8))
    let other = try show("--wrap-key", "other.key")
    #expect(other.status == 65 && other.text.isEmpty, "\(other.errorText)")
    let missing = try show("--wrap-key", "nowhere.key")
    #expect(missing.status == 1 && missing.text.isEmpty)
    #expect(missing.errorText.contains("--wrap-key"))
    let folder = try tool.run(
      ["bundle-key", "--dir", tool.path("nowhere"), "--wrap-key", "other.key"])
    #expect(folder.status == 69)
    do {
      let settings = VaultSettings(
        folder: tool.path("vault"),
        policyFolder: Places.project.appendingPathComponent("Policies").path)
      let server = try VaultServer(
        settings: settings, clock: .system,
        wrapKey: SecretFile.read(tool.path("vault/wrap.key")))
      let beside = try show()
      #expect(beside.status == 69 && beside.text.isEmpty)
      #expect(server.origin == "kluis.test")
    }
    #expect(try kept() == before.key)
    #expect(try tool.bytes("vault/bundle.pub") == before.file)
  }
}
