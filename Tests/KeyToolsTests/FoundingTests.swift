import AuditLog
import Directory
import Foundation
import Glibc
import Sodium
import Store
import Testing
import VaultService
import VaultTestKit
import Vocabulary

@Suite("kluis-keys init makes a vault, or nothing")
struct FoundingTests {
  private let tool: KeyTool
  private let anchor: Anchor
  private let people: (beheerder: EnrolmentRequest, custodian: EnrolmentRequest)

  init() throws {
    tool = try KeyTool()
    anchor = try tool.makeInstitution()
    people = (try tool.makeIdentity("anna", anchor), try tool.makeIdentity("bob", anchor))
  }

  private static let made = [
    "bundle.pub", "institution.pub", "keystore.db", "root.key", "service.key", "vault.db",
    "wrap.key",
  ]

  private func initialise(
    _ folder: String = "vault", origin: String = "kluis.test", custodian: String = "bob.pub",
    passphrase: String = KeyTool.passphrase
  ) throws -> ProgramResult {
    try tool.run(
      [
        "init", "--dir", tool.path(folder), "--origin", origin, "--institution", "De Instelling",
        "--beheerder", "anna.pub", "--custodian", custodian, "--institution-key",
        "institution.key", "--passphrase-fd", "0",
      ], lines: [passphrase])
  }

  @Test(
    "The keystore opens with wrap.key, the directory verifies from institution.pub, the log holds")
  func wholeVault() throws {
    let result = try initialise()
    #expect(result.status == 0, "\(result.errorText)")
    #expect(try tool.files("vault") == Self.made)
    #expect(try tool.mode("vault") == 0o700)
    for file in Self.made { #expect(try tool.mode("vault/" + file) == 0o600, "\(file)") }
    #expect(result.text.contains(people.beheerder.fingerprint.description))
    #expect(result.errorText.contains("root.key"))

    let wrap = try SecretFile.read(tool.path("vault/wrap.key"))
    let derived = try HostKey.wrap(root: SecretFile.read(tool.path("vault/root.key")))
    let isDerived = derived.equals(wrap)
    #expect(isDerived)
    #expect(try Anchor.decode(tool.bytes("vault/institution.pub")) == anchor)

    let vault = try Vault.open(tool.path("vault/vault.db"))
    let records = try vault.tables.directory.records(from: 1, limit: 10)
    let view = try DirectoryView.verify(records: records, anchor: anchor)
    #expect(view.position == 1)
    #expect(view.member(people.beheerder.member)?.function == .beheerder)
    #expect(view.member(people.custodian.member)?.function == .custodian)
    #expect(view.institution == "De Instelling")
    let service = try SigningKeyPair(seed: SecretFile.read(tool.path("vault/service.key")))
    #expect(view.serviceKey == service.publicKey)

    let keystore = try Keystore.open(tool.path("vault/keystore.db"), wrapKey: wrap)
    #expect(keystore.origin == "kluis.test")
    let found = try keystore.tables.tokens.get(.logKey)
    guard let seed = found else {
      Issue.record("no log key")
      return
    }
    let log = try SigningKeyPair(seed: seed)
    #expect(view.logKey == log.publicKey)

    let bytes = try #require(try vault.tables.leaves.bytes(0))
    let leaf = try LogEntry(decoding: bytes)
    #expect(leaf.action == .directory && leaf.actor == nil)
    #expect(leaf.record?.hash == DirectoryRecord.hash(records[0]))
    let newest = try #require(try vault.tables.checkpoint.newest())
    let key = try #require(NoteKey(name: "kluis.test", kind: .log, publicKey: log.publicKey))
    let checkpoint = try Checkpoint.verify(newest.note, origin: "kluis.test", logKey: key)
    #expect(checkpoint.checkpoint.size == 1)
    #expect(checkpoint.checkpoint.root == TreeHash.leaf(bytes))
    #expect(try keystore.tables.log.recorded()?.root == TreeHash.leaf(bytes))
  }

  @Test("The service opens what init made")
  func serviceOpens() throws {
    #expect(try initialise().status == 0)
    let settings = VaultSettings(
      folder: tool.path("vault"),
      policyFolder: Places.project.appendingPathComponent("Policies").path)
    let server = try VaultServer(
      settings: settings, clock: .system,
      wrapKey: SecretFile.read(tool.path("vault/wrap.key")))
    #expect(server.origin == "kluis.test")
  }

  @Test("No secret of the host or the institution lies in any other file than its own")
  func secretsStayHome() throws {
    #expect(try initialise().status == 0)
    let wrap = try SecretFile.read(tool.path("vault/wrap.key"))
    let keystore = try Keystore.open(tool.path("vault/keystore.db"), wrapKey: wrap)
    let found = try keystore.tables.tokens.get(.logKey)
    guard let logSeed = found else {
      Issue.record("no log key")
      return
    }
    let institution = try InstitutionKey.decode(
      tool.bytes("institution.key"), passphrase: KeyTool.secret(KeyTool.passphrase))
    let bundle = try keystore.tables.tokens.get(.bundleKey)
    guard let bundleSeed = bundle else {
      Issue.record("no bundle key")
      return
    }
    var secrets: [(home: String, bytes: [UInt8])] = [
      ("", Self.plain(logSeed)), ("", Self.plain(institution.signing.seed)),
      ("", Self.plain(bundleSeed)),
    ]
    for file in ["root.key", "wrap.key", "service.key"] {
      secrets.append((file, Self.plain(try SecretFile.read(tool.path("vault/" + file)))))
    }
    for file in try tool.files("vault") {
      let contents = Data(try tool.bytes("vault/" + file))
      for secret in secrets where secret.home != file {
        let spellings = [
          Data(secret.bytes), Data(Hex.encode(secret.bytes).utf8),
          Data(Base64.encode(secret.bytes).utf8),
        ]
        for spelling in spellings { #expect(contents.range(of: spelling) == nil, "\(file)") }
      }
    }
    // The search finds what is there.
    let home = Data(try tool.bytes("vault/root.key"))
    #expect(home.range(of: Data(Hex.encode(secrets[3].bytes).utf8)) != nil)
  }

  private static func plain(_ secret: borrowing SecretBytes) -> [UInt8] {
    secret.withSpan { span in span.indices.map { span[$0] } }
  }

  @Test("A second init in the same place is refused and changes no file")
  func twice() throws {
    #expect(try initialise().status == 0)
    let before = try Self.made.map { try tool.bytes("vault/" + $0) }
    let result = try initialise()
    #expect(result.status == 1)
    #expect(result.errorText.contains("never overwritten"))
    #expect(try Self.made.map { try tool.bytes("vault/" + $0) } == before)
    #expect(try !tool.files().contains("vault.new"))
  }

  @Test("An empty folder may be there; a file, or a folder with anything in it, may not")
  func place() throws {
    try FileManager.default.createDirectory(
      atPath: tool.path("empty"), withIntermediateDirectories: false)
    #expect(try initialise("empty").status == 0)
    #expect(try tool.files("empty") == Self.made)
    try FileManager.default.createDirectory(
      atPath: tool.path("full"), withIntermediateDirectories: false)
    try tool.write("full/.hidden", [1])
    #expect(try initialise("full").status == 1)
    #expect(try tool.files("full") == [".hidden"])
    try tool.write("file", [1])
    #expect(try initialise("file").status == 1)
    #expect(try tool.bytes("file") == [1])
  }

  @Test("What cannot be founded leaves nothing behind")
  func nothingHalfMade() throws {
    let before = try tool.files()
    // Another vault's name, the wrong passphrase, one person for two functions, a changed request.
    #expect(try initialise(origin: "kluis.ander").status == 65)
    #expect(try initialise(passphrase: "not the passphrase").status == 77)
    #expect(try initialise(custodian: "anna.pub").status == 65)
    #expect(try tool.files() == before)
    var request = String(decoding: try tool.bytes("bob.pub"), as: UTF8.self)
    request = request.replacingOccurrences(of: "\"bob\"", with: "\"rob\"")
    try tool.write("bob.pub", Array(request.utf8))
    #expect(try initialise().status == 65)
    #expect(try tool.files() == before)
  }

  @Test("An attempt that was cut off is named, not built over")
  func cutOff() throws {
    try FileManager.default.createDirectory(
      atPath: tool.path("vault.new"), withIntermediateDirectories: false)
    let result = try initialise()
    #expect(result.status == 1)
    #expect(result.errorText.contains("vault.new"))
    #expect(try tool.files("vault.new").isEmpty)
  }
}
