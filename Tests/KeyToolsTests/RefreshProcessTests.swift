import Directory
import Foundation
import Sodium
import Testing
import VaultClient
import VaultFixture
import VaultService
import VaultTestKit
import Vocabulary

@Suite("kluis-keys role renew and refresh, as processes of two custodians")
struct RefreshProcessTests {
  private let tool: KeyTool
  private let vault: RunningVault
  private let coen: KeyRing

  init() throws {
    tool = try KeyTool()
    let household = try Household()
    vault = try RunningVault(household, enrol: false)
    coen = KeyRing(try Identity.create(name: "Coen Custos", anchor: household.anchor))
    try vault.enrolEverybody(custodians: [coen])
    for (name, ring) in [
      ("cato", household.ring(.custodian)), ("coen", coen), ("sanne", household.ring(.sanne)),
    ] {
      try tool.write(
        name,
        ring.identity.encode(
          passphrase: KeyTool.secret(KeyTool.passphrase), limits: KeyTool.cheap))
    }
  }

  private func run(_ words: [String], as name: String) throws -> ProgramResult {
    try tool.run(
      words + ["--identity", name, "--passphrase-fd", "0"], lines: [KeyTool.passphrase],
      environment: [
        "KLUIS_HOST": "unix:" + vault.socket, "XDG_STATE_HOME": tool.path("state-\(name)"),
      ])
  }

  @Test(
    "One draft renews a role for all who remain; two custodians refresh and verify; the leaver gets nothing"
  )
  func departure() throws {
    let sanne = try vault.session(.sanne)
    let dossier = try sanne.create(Families.gezin("sjors")).id
    let bram = try vault.session(.beheerder)
    func sign(_ draft: DirectoryDraft, _ people: [Person]) throws {
      var draft = draft
      for person in people {
        let ring = vault.household.ring(person)
        try draft.sign(
          as: ring.identity.member, with: ring.identity.signing, on: bram.directory)
      }
      try bram.appendToDirectory(draft.record(on: bram.directory))
    }
    try sign(
      DirectoryDraft(
        .suspension(vault.member(.youssef)), at: Int64(Date().timeIntervalSince1970 * 1000),
        on: bram.directory), [.custodian, .beheerder])
    let renewed = try run(["role", "renew", "jeugdbeschermer", "--draft", "renew"], as: "cato")
    #expect(renewed.status == 0, "\(renewed.errorText)")
    let drafts = try DraftFile.decode(tool.bytes("renew")).drafts
    #expect(drafts.count == 2, "the role's key and Sanne; Youssef is suspended")
    for draft in drafts { try sign(draft, [.beheerder]) }
    #expect(bram.directory.admission(of: vault.member(.sanne))?.epoch == 2)
    #expect(bram.directory.admissions(of: vault.member(.youssef)).allSatisfy { $0.epoch == 1 })

    let status = try run(["refresh", "status"], as: "coen")
    #expect(status.text.contains("dossiers due: 1") && status.text.contains("sections of them: 6"))
    #expect(try run(["refresh", "run"], as: "sanne").status == 77)
    let proposed = try run(["refresh", "run"], as: "cato")
    #expect(proposed.status == 0, "\(proposed.errorText)")
    #expect(proposed.text.contains("dossiers proposed: 1"))
    #expect(proposed.errorText.contains("proposed: 1 / 1"))
    // Called again it has nothing to do; and who proposed does not check.
    #expect(try run(["refresh", "run"], as: "cato").text.contains("dossiers proposed: 0"))
    #expect(try run(["refresh", "check"], as: "cato").text.contains("own proposals: 1"))
    let checked = try run(["refresh", "check"], as: "coen")
    #expect(checked.status == 0, "\(checked.errorText)")
    #expect(checked.text.contains("dossiers refreshed: 1"))
    let verified = try run(["refresh", "verify", "--json"], as: "coen")
    #expect(verified.status == 0, "\(verified.errorText)")
    #expect(verified.text.contains(#""findings":0"#) && verified.text.contains(#""due":0"#))
    #expect(try sanne.open(dossier, purpose: .uitvoering).sections == Section.allCases)
  }

  @Test("A custodian who was not there when the key was made is told so (65), and nothing changes")
  func notKept() throws {
    _ = try vault.session(.sanne).create(Families.gezin("sjors"))
    #expect(
      try run(["role", "renew", "leidinggevende", "--draft", "renew"], as: "cato").status == 0)
    let late = KeyRing(try Identity.create(name: "Late Custos", anchor: vault.household.anchor))
    try tool.write(
      "late",
      late.identity.encode(
        passphrase: KeyTool.secret(KeyTool.passphrase), limits: KeyTool.cheap))
    let bram = try vault.session(.beheerder)
    for draft in try DraftFile.decode(tool.bytes("renew")).drafts {
      var draft = draft
      let ring = vault.household.ring(.beheerder)
      try draft.sign(as: ring.identity.member, with: ring.identity.signing, on: bram.directory)
      try bram.appendToDirectory(draft.record(on: bram.directory))
    }
    var draft = try DirectoryDraft(
      .account(
        Account(late.identity.enrolment, function: .custodian, person: .random(), team: nil)),
      at: Int64(Date().timeIntervalSince1970 * 1000), on: bram.directory)
    for person in [Person.custodian, .beheerder] {
      let ring = vault.household.ring(person)
      try draft.sign(as: ring.identity.member, with: ring.identity.signing, on: bram.directory)
    }
    try bram.appendToDirectory(draft.record(on: bram.directory))
    let result = try run(["refresh", "run"], as: "late")
    #expect(result.status == 65)
    #expect(result.errorText.contains("was not given into your keeping"))
    #expect(try run(["refresh", "status"], as: "cato").text.contains("waiting for a check: 0"))
  }
}
