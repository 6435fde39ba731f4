import AuditLog
import Directory
import Dossier
import Records
import Testing
import VaultFixture
import Vocabulary

@testable import VaultClient

@Suite("The list of a leidinggevende", .serialized)
struct AccessListTests {
  @Test(
    "R9: own team's families only, for quality control or a complaint; one entry names them all")
  func ownTeam() throws {
    let world = try AccessVault()
    let sanne = try world.session(.sanne)
    let youssef = try world.session(.youssef)
    let lotte = try world.session(.leidinggevende)
    let names = ["sjors", "anne", "dylan"]
    var own: [Identifier: String] = [:]
    for name in names {
      let gezin = try Families.gezin(name)
      own[try sanne.create(gezin).id] = gezin.etiket
    }
    let theirs = try youssef.create(Families.gezin("anne")).id
    try youssef.involve(sanne.member, in: theirs)
    // Handed over to the other team: no longer this leidinggevende's.
    let moved = try sanne.create(Families.gezin("dylan")).id
    let regie = try sanne.open(moved, sections: [.etiket], purpose: .uitvoering).involvement[0]
    try sanne.handOverRegie(to: youssef.member, in: moved, closing: regie.id)

    let fg = try world.session(.fg)
    for purpose in [Purpose.kwaliteitscontrole, .klacht] {
      let before = try fg.wholeLog().count
      let listed = try lotte.list(purpose: purpose)
      #expect(Dictionary(uniqueKeysWithValues: listed.map { ($0.id, $0.etiket) }) == own)
      let leaves = try fg.wholeLog()[before...].filter { $0.actor == lotte.member }
      #expect(leaves.count == 1)
      let leaf = try #require(leaves.first)
      #expect(leaf.action == .list && leaf.purpose == purpose && leaf.sections == [.etiket])
      #expect(
        leaf.dossiers
          == listed.map {
            LogEntry.DossierHead(
              dossier: $0.id, head: LogEntry.Head(n: $0.head.n, h: $0.head.h))
          })
    }
    for purpose in Purpose.allCases where ![.kwaliteitscontrole, .klacht].contains(purpose) {
      #expect(try refusal { _ = try lotte.list(purpose: purpose) }?.code == "purpose-not-allowed")
    }
    let leiden = try world.session(
      world.newcomer("Leo Leiden", .leidinggevende, team: "Leiden"))
    #expect(Set(try leiden.list(purpose: .klacht).map(\.id)) == [theirs, moved])
    let nobody = try world.session(world.newcomer("Lia Los", .leidinggevende))
    #expect(try nobody.list(purpose: .klacht) == [], "a leidinggevende without a team")
    #expect(Set(try sanne.list(purpose: .uitvoering).map(\.id)) == Set(own.keys).union([theirs]))
  }

  @Test("a list shows the newest label and head after a write")
  func newestHead() throws {
    let family = try GrantFamily()
    let opened = try family.sanne.open(
      family.dossier, sections: [.etiket], purpose: .uitvoering)
    let label = try #require(opened.revisions.first)
    let writable = try family.sanne.openForWriting(
      family.dossier, sections: [.etiket], purpose: .uitvoering)
    let head = try family.sanne.append(
      [NewRevision(.etiket("gezin met een nieuwe naam"), of: label.entry, buildingOn: 1)],
      to: writable)
    let listed = try family.lotte.list(purpose: .klacht)
    #expect(listed.map(\.etiket) == ["gezin met een nieuwe naam"])
    #expect(listed.map(\.head) == [head])
  }

  @Test("a colleague who came after this session began is looked up, not taken for a forger")
  func newColleague() throws {
    let family = try GrantFamily()
    let world = family.world
    let nina = try world.session(
      world.newcomer("Nina Nieuw", .jeugdbeschermer, team: "Haaglanden"))
    let theirs = try nina.create(Families.gezin("anne")).id
    #expect(
      Set(try family.lotte.list(purpose: .klacht).map(\.id)) == [family.dossier, theirs])
    try family.sanne.involve(nina.member, in: family.dossier)
    let late = try world.session(
      world.newcomer("Lars Leiding", .leidinggevende, team: "Haaglanden"))
    let opened = try family.sanne.open(
      family.dossier, sections: [.etiket], purpose: .uitvoering)
    try late.handOverRegie(
      to: nina.member, in: family.dossier, closing: opened.involvement[0].id)
    #expect(
      try nina.open(family.dossier, purpose: .uitvoering).involvement.map(\.by)
        == [family.sanne.member, family.sanne.member, late.member])
  }
}
