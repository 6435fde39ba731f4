import Foundation
import Records
import Store
import Testing
import VaultClient
import VaultFixture
import VaultTestKit
import Vocabulary

@testable import VaultService

@Suite("R9: a grant ends early, at once, and both sides see who has access")
struct GrantEndTests {
  private let vault: RunningVault
  private let sanne: VaultSession
  private let dossier: Identifier
  private let grant: Identifier

  init() throws {
    vault = try RunningVault(Household())
    sanne = try vault.session(.sanne)
    dossier = try sanne.create(Families.gezin("sjors")).id
    grant = try sanne.consult(
      vault.member(.jurist), in: dossier, sections: [.juridisch, .plannen], purpose: .juridisch,
      until: Date.milliseconds + 86_400_000)
  }

  private func reads() throws -> Bool {
    do {
      _ = try vault.session(.jurist).open(
        dossier, sections: [.plannen], purpose: .juridisch)
      return true
    } catch ClientError.refused(let refusal) {
      #expect(refusal.code == "grant-ended")
      return false
    }
  }

  @Test(
    "Ended by regie: the next open is refused, in a running session too, and the boxes are gone")
  func endedByRegie() throws {
    let jurist = try vault.session(.jurist, device: "other")
    _ = try jurist.open(dossier, sections: [.plannen], purpose: .juridisch)
    #expect(try reads())
    try sanne.endGrant(grant, in: dossier)
    #expect(try !reads())
    #expect(throws: ClientError.self) {
      _ = try jurist.open(dossier, sections: [.juridisch], purpose: .juridisch)
    }
    let stored = try vault.server.store.read { tables in
      try tables.wraps.wraps(of: #require(try tables.dossiers.number(of: dossier)))
    }
    #expect(!stored.isEmpty && stored.allSatisfy { $0.grant == nil })
    #expect(throws: ClientError.stale) { try sanne.endGrant(grant, in: dossier) }
  }

  @Test("Its sections become due for a refresh, and the copied log has no finding")
  func dueAndVerified() throws {
    try sanne.endGrant(grant, in: dossier)
    let due = try vault.session(.custodian).dueRefreshes()
    #expect(due.map(\.dossier) == [dossier])
    let parts = try #require(due.first).parts.filter { !$0.why.isEmpty }
    #expect(Set(parts.map(\.section)) == [.juridisch, .plannen])
    #expect(parts.allSatisfy { $0.why == ["grant-ended"] })
    let folder = vault.household.scratch.path("copy")
    _ = try vault.session(.fg).copyLog(into: folder)
    #expect(LogCopyVerifier(anchor: vault.household.anchor).verify(folder: folder).findings == [])
  }

  @Test("After a restart it is still ended: the service believes the signed record")
  func restarted() throws {
    try sanne.endGrant(grant, in: dossier)
    vault.stop()
    let again = try RunningVault(vault.household, enrol: false)
    let error = #expect(throws: ClientError.self) {
      _ = try again.session(.jurist, device: "other").open(
        dossier, sections: [.plannen], purpose: .juridisch)
    }
    #expect(error?.code == "grant-ended")
  }

  @Test("A leidinggevende of the team ends it; a colleague, the grantee and the FG do not")
  func whoMayEnd() throws {
    for person in [Person.youssef, .jurist, .fg, .toezichthouder] {
      #expect(throws: ClientError.self, "\(person)") {
        try vault.session(person).endGrant(grant, in: dossier)
      }
    }
    #expect(try reads())
    try vault.session(.leidinggevende).endGrant(grant, in: dossier)
    #expect(try !reads())
  }

  @Test("Regie, leidinggevende, grantee and FG see the same list; a stranger sees none")
  func bothSides() throws {
    for person in [Person.sanne, .leidinggevende, .jurist, .fg] {
      let seen = try vault.session(person, device: "other").access(to: dossier)
      #expect(seen.involvement.map(\.member) == [vault.member(.sanne)], "\(person)")
      #expect(seen.grants.map(\.grant.member) == [vault.member(.jurist)], "\(person)")
      #expect(seen.grants.allSatisfy { $0.holds(at: Date.milliseconds) })
    }
    for person in [Person.youssef, .toezichthouder] {
      #expect(throws: ClientError.self) { _ = try vault.session(person).access(to: dossier) }
    }
    try sanne.endGrant(grant, in: dossier)
    let after = try sanne.access(to: dossier)
    #expect(after.grants.first?.end?.by == vault.member(.sanne))
    #expect(after.grants.allSatisfy { !$0.holds(at: Date.milliseconds) })
  }

  @Test("A grant that is over by time cannot be ended, nor one of another family")
  func onlyItsOwn() throws {
    let other = try sanne.create(Families.gezin("anne")).id
    #expect(throws: ClientError.stale) { try sanne.endGrant(grant, in: other) }
    #expect(throws: ClientError.stale) { try sanne.endGrant(.random(), in: dossier) }
  }
}
