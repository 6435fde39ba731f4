import AuditLog
import Directory
import Dossier
import Foundation
import Records
import Testing
import VaultFixture
import Vocabulary

@testable import VaultClient

@Suite("The ground of what was collected without the family's knowledge", .serialized)
struct FourEyesGroundTests {
  private func ask(_ family: GrantFamily) throws -> (Identifier, OpenedRevision) {
    let opened = try family.sanne.open(family.dossier, purpose: .uitvoering)
    let revision = try #require(opened.revisions.first { $0.section == .journaal })
    return (
      try family.sanne.requestGround(
        of: revision, in: opened, purpose: .uitvoering, validUntil: family.tomorrow,
        words: Words("Vader mocht niet weten dat school belde.")), revision
    )
  }

  @Test(
    "R3: the leidinggevende and one more agree; then it stands with the entry, for all who read it")
  func agreed() throws {
    let family = try GrantFamily()
    let youssef = try family.world.session(.youssef)
    try family.sanne.involve(youssef.member, in: family.dossier)
    let (id, revision) = try ask(family)
    #expect(try family.world.session(.fg).requests() == [], "the FG has no say in content")
    #expect(try family.request(youssef).functions == [.role(.jeugdbeschermer)])
    #expect(try !family.lotte.second(family.request(family.lotte), verdict: .akkoord).done)
    #expect(try family.sanne.open(family.dossier, purpose: .uitvoering).grounds == [])
    #expect(try youssef.second(family.request(youssef), verdict: .akkoord).done)
    let read = try family.sanne.open(family.dossier, purpose: .uitvoering)
    #expect(read.grounds.map(\.request.id) == [id])
    #expect(read.grounds.first?.of.entry == revision.entry)
    #expect(
      Set(read.grounds.first?.seconds.map(\.by) ?? []) == [family.lotte.member, youssef.member])
    // Who does not read the section is not told of it.
    let jan = try family.world.session(.jurist)
    try family.sanne.consult(
      jan.member, in: family.dossier, sections: [.kern], purpose: .juridisch,
      until: family.tomorrow)
    #expect(try jan.open(family.dossier, sections: [.kern], purpose: .juridisch).grounds == [])
    #expect(try family.world.findings() == [])
  }

  @Test("R3, R12: a second account of who asks is no other, and two leidinggevenden are not enough")
  func persons() throws {
    let family = try GrantFamily()
    let world = family.world
    let sanneToo = try world.session(
      world.newcomer(
        "Sanne twee", .jeugdbeschermer, team: "Haaglanden", person: family.person(.sanne)))
    try family.lotte.involve(sanneToo.member, in: family.dossier)
    _ = try ask(family)
    let hash = try family.request(family.lotte).hash
    #expect(try sanneToo.requests() == [])
    for function in [SigningFunction.role(.jeugdbeschermer), .regie] {
      let code = try refusal {
        let second = Second(
          at: sanneToo.now(), by: sanneToo.member, function: function, id: .random(),
          request: hash, verdict: .akkoord
        ).sign(with: sanneToo.keys.identity.signing)
        _ = try sanneToo.probe(
          "access.second", [("second", second.json)], .second, dossier: family.dossier,
          purpose: .uitvoering)
      }?.code
      #expect(
        code == (function == .regie ? "act-not-allowed" : "not-oneself"), "\(function.name)")
    }
    let lars = try world.session(
      world.newcomer("Lars Leiding", .leidinggevende, team: "Haaglanden"))
    #expect(try !family.lotte.second(family.request(family.lotte), verdict: .akkoord).done)
    #expect(try !lars.second(family.request(lars), verdict: .akkoord).done)
    #expect(try family.sanne.open(family.dossier, purpose: .uitvoering).grounds == [])
    #expect(try world.findings() == [])
  }

  @Test("R3, R12: a newer revision voids the request; a stranger cannot ask")
  func voided() throws {
    let family = try GrantFamily()
    let (_, revision) = try ask(family)
    let open = try family.request(family.lotte)
    let writable = try family.sanne.openForWriting(
      family.dossier, sections: [.journaal], purpose: .uitvoering)
    try family.sanne.append(
      [NewRevision(revision.content, of: revision.entry, buildingOn: revision.revision)],
      to: writable)
    #expect(throws: ClientError.stale) { try family.lotte.second(open, verdict: .akkoord) }
    #expect(try family.lotte.requests(of: family.dossier) == [])
    #expect(try family.sanne.requests(of: family.dossier).map(\.state) == ["ended"])
    let opened = try family.sanne.open(family.dossier, purpose: .uitvoering)
    let youssef = try family.world.session(.youssef)
    #expect(
      try refusal {
        try youssef.requestGround(
          of: #require(opened.revisions.first), in: opened, purpose: .uitvoering,
          validUntil: family.tomorrow, words: Words("Zomaar."))
      }?.code == "not-involved")
    #expect(
      try refusal {
        try family.lotte.requestGround(
          of: #require(opened.revisions.first), in: opened, purpose: .kwaliteitscontrole,
          validUntil: family.tomorrow, words: Words("Zomaar."))
      }?.code == "act-not-allowed")
    #expect(try family.world.findings() == [])
  }
}
