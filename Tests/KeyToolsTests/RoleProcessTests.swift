import Directory
import Sodium
import Testing
import VaultClient
import VaultFixture
import VaultService
import VaultTestKit
import Vocabulary

@Suite("kluis-keys role and lookup, as a process at a real service")
struct RoleProcessTests {
  private let tool: KeyTool
  private let vault: RunningVault

  init() throws {
    tool = try KeyTool()
    vault = try RunningVault(Household())
    for person in [Person.custodian, .beheerder, .fg] {
      try tool.write(
        "\(person)",
        vault.household.ring(person).identity.encode(
          passphrase: KeyTool.secret(KeyTool.passphrase), limits: KeyTool.cheap))
    }
  }

  private func draft(
    _ words: [String], as person: Person = .custodian, to file: String = "draft"
  ) throws -> ProgramResult {
    try tool.run(
      words + ["--identity", "\(person)", "--draft", file, "--passphrase-fd", "0"],
      lines: [KeyTool.passphrase],
      environment: [
        "KLUIS_HOST": "unix:" + vault.socket, "XDG_STATE_HOME": tool.path("state-\(person)"),
      ])
  }

  /// The second signature and the submission, as `kluis beheer sign` does them.
  private func finish(_ file: String = "draft", by second: Person = .beheerder) throws
    -> DirectoryView
  {
    let session = try vault.session(second)
    var draft = try #require(try DraftFile.decode(tool.bytes(file)).drafts.first)
    let identity = vault.household.ring(second)
    try draft.sign(
      as: identity.identity.member, with: identity.identity.signing, on: session.directory)
    try session.appendToDirectory(draft.record(on: session.directory))
    return session.directory
  }

  @Test("A custodian makes a role key and a lookup key and admits a member, who can open both")
  func roleLookupAdmission() throws {
    let made = try draft(["role", "new", "jeugdbeschermer"], to: "role")
    #expect(made.status == 0, "\(made.errorText)")
    #expect(try tool.mode("role") == 0o600)
    #expect(made.errorText.contains("there is one custodian"))
    #expect(made.errorText.contains("kluis-keys custody give"))
    #expect(made.text.contains(Person.beheerder.rawValue))
    #expect(try finish("role").roleEpoch(.jeugdbeschermer)?.epoch == 2)
    let lookup = try draft(["lookup", "new"], to: "lookup")
    #expect(lookup.status == 0, "\(lookup.errorText)")
    #expect(try finish("lookup").lookupKey?.epoch == 2)

    let admitted = try draft(
      ["role", "admit", "jeugdbeschermer", Person.sanne.rawValue], to: "admission")
    #expect(admitted.status == 0, "\(admitted.errorText)")
    let view = try finish("admission")
    let admission = try #require(view.admission(of: vault.member(.sanne)))
    #expect(admission.epoch == 2)
    let epoch = try #require(view.roleEpoch(.jeugdbeschermer))
    let sanne = vault.household.ring(.sanne)
    let pair = try RoleSecret.open(admission.box, of: epoch, with: sanne.identity.box)
    #expect(pair.publicKey == epoch.box)
    // Throws unless it is the newest lookup key.
    _ = try LookupKey.open(
      #require(admission.lookupBox), of: #require(view.lookupKey), with: sanne.identity.box)
    // Sealed to her alone.
    let youssef = vault.household.ring(.youssef)
    #expect(throws: (any Error).self) {
      _ = try RoleSecret.open(admission.box, of: epoch, with: youssef.identity.box)
    }
  }

  @Test("The FG makes the FG's key, kept by the FG alone; a custodian cannot")
  func fg() throws {
    let custodian = try draft(["role", "new", "fg"])
    #expect(custodian.status == 77)
    #expect(try !tool.files().contains("draft"))
    let made = try draft(["role", "new", "fg"], as: .fg)
    #expect(made.status == 0, "\(made.errorText)")
    let epoch = try #require(try finish().roleEpoch(.fg))
    #expect(epoch.custody.map(\.member) == [vault.member(.fg)])
  }

  @Test(
    "A beheerder makes, keeps and gives no role key (77), though their signature would do",
    arguments: [
      ["role", "new", "jurist"], ["role", "admit", "jurist", Person.jurist.rawValue],
      ["lookup", "new"],
    ])
  func beheerder(words: [String]) throws {
    let result = try draft(words, as: .beheerder)
    #expect(result.status == 77)
    #expect(result.errorText.contains("made and kept by a custodian"))
    #expect(try !tool.files().contains("draft"))
  }

  @Test("A draft of a directory that has moved on is refused by the second signer's check")
  func stale() throws {
    #expect(try draft(["role", "new", "jurist"], to: "first").status == 0)
    #expect(try draft(["lookup", "new"], to: "second").status == 0)
    _ = try finish("first")
    #expect(throws: DirectoryError.order) { _ = try finish("second") }
  }

  @Test("Whom nobody is called, or who has another function, is not admitted")
  func wrongMember() throws {
    #expect(try draft(["role", "admit", "jurist", "Niemand"]).status == 64)
    #expect(try draft(["role", "admit", "jurist", "ffffffffffffffff"]).status == 64)
    #expect(try draft(["role", "admit", "jurist", Person.sanne.rawValue]).status == 77)
    let prefix = String(vault.member(.jurist).hex.prefix(12))
    #expect(try draft(["role", "admit", "jurist", prefix]).status == 0)
  }
}
