import AuditLog
import Directory
import Dossier
import Records
import Sodium
import Testing
import VaultFixture
import Vocabulary

@testable import VaultClient

@Suite("A jurist is consulted: one approver, one jurist, named sections, until a time", .serialized)
struct GrantConsultTests {
  @Test("R9: regie or leidinggevende suffices; the jurist's view lacks journaal and onderzoek")
  func byOneApprover() throws {
    let family = try GrantFamily()
    for approver in [family.sanne, family.lotte] {
      let fresh = try family.sanne.create(family.gezin).id
      let jan = try family.world.session(.jurist)
      #expect(
        try refusal { _ = try jan.open(fresh, purpose: .juridisch) }?.code == "not-involved")
      try approver.consult(
        jan.member, in: fresh, sections: GrantFamily.juristReads, purpose: .juridisch,
        until: family.tomorrow)
      let opened = try jan.open(fresh, purpose: .juridisch)
      #expect(opened.revisions.map(\.content) == family.contents(GrantFamily.juristReads))
      #expect(opened.sections == GrantFamily.juristReads)
      #expect(opened.notRead == [.journaal, .onderzoek])
      for hidden in [Section.journaal, .onderzoek] {
        let refused = try refusal {
          _ = try jan.open(fresh, sections: [.kern, hidden], purpose: .juridisch)
        }
        #expect(refused?.code == "role-reads-not" && refused?.sections == [hidden.name])
      }
    }
  }

  @Test("R9: who is neither regie nor leidinggevende of the team consults nobody")
  func byOthers() throws {
    let family = try GrantFamily()
    let world = family.world
    let youssef = try world.session(.youssef)
    let jan = world.id(.jurist)
    func consult(_ session: VaultSession, _ jurist: Identifier) throws -> String? {
      try refusal {
        try session.consult(
          jurist, in: family.dossier, sections: [.kern], purpose: .juridisch,
          until: family.tomorrow)
      }?.code
    }
    #expect(try consult(youssef, jan) == "not-involved")
    try family.sanne.involve(youssef.member, in: family.dossier)
    #expect(try consult(youssef, jan) == "act-not-allowed")
    let leiden = try world.session(
      world.newcomer("Leo Leiden", .leidinggevende, team: "Leiden"))
    #expect(try consult(leiden, jan) == "not-involved")
    for person in [Person.fg, .beheerder, .custodian, .toezichthouder] {
      let result = try refusal {
        _ = try world.session(person).probeConsult(jan, family.dossier)
      }
      #expect(result?.code == "act-not-allowed", "\(person)")
    }
    let session = try world.session(.jurist)
    #expect(
      try refusal { _ = try session.open(family.dossier, purpose: .juridisch) }?.code
        == "not-involved")
  }

  @Test(
    "a consult stays within what the role reads and what the policy gives: sections, term, purpose")
  func withinThePolicy() throws {
    let family = try GrantFamily()
    let jan = family.world.id(.jurist)
    func refused(
      _ sections: [Section], _ purpose: Purpose, days: Int64, to member: Identifier
    ) throws -> String? {
      try refusal {
        try family.sanne.consult(
          member, in: family.dossier, sections: sections, purpose: purpose,
          until: family.world.clock.now() + days * MovableClock.day - 60_000)
      }?.code
    }
    #expect(try refused([.kern, .journaal], .juridisch, days: 1, to: jan) == "role-reads-not")
    #expect(try refused([.onderzoek], .juridisch, days: 1, to: jan) == "role-reads-not")
    #expect(try refused([.kern], .juridisch, days: 32, to: jan) == "term-not-allowed")
    #expect(try refused([.kern], .uitvoering, days: 1, to: jan) == "purpose-not-allowed")
    #expect(try refused([.kern], .juridisch, days: 30, to: jan) == nil)
    // A consult is for a jurist; a colleague's client would not even ask.
    #expect(throws: ClientError.notInDirectory) {
      try family.sanne.consult(
        family.world.id(.youssef), in: family.dossier, sections: [.kern], purpose: .juridisch,
        until: family.tomorrow)
    }
  }

  @Test("R9: the grant's boxes open for the one jurist with the role key, and for nobody else")
  func boxesArePersonal() throws {
    let family = try GrantFamily()
    let world = family.world
    let julia = try world.newcomer("Julia Jurist", .jurist)
    let nora = try world.newcomer("Nora Nieuw", .jurist, admit: false)
    let jan = try world.session(.jurist)
    let until = family.tomorrow
    try family.sanne.consult(
      jan.member, in: family.dossier, sections: [.kern, .juridisch], purpose: .juridisch,
      until: until)
    let blocks = try family.boxes(jan, [.kern, .juridisch], .juridisch)
    #expect(blocks.map(\.section) == [.kern, .juridisch])
    let role = try #require(
      try jan.keys.rolePair(.jurist, epoch: 1, in: jan.directory, known: RolePairs()))
    let other = try BoxKeyPair.generate()
    for block in blocks {
      #expect(block.boxes.count == 1)
      let box = try #require(block.boxes.first)
      let share = Share(dossier: family.dossier, section: block.section, generation: 1)
      _ = try share.open(box.bytes, role: role.pair, member: jan.keys.identity.box)
      #expect(throws: (any Error).self, "another jurist, with the role key") {
        _ = try share.open(box.bytes, role: role.pair, member: julia.identity.box)
      }
      #expect(throws: (any Error).self, "the jurist, without the role key") {
        _ = try share.open(box.bytes, role: other, member: jan.keys.identity.box)
      }
      #expect(throws: (any Error).self, "the role key alone") {
        _ = try share.open(box.bytes, role: role.pair)
      }
      let neighbour = Share(dossier: family.dossier, section: .journaal, generation: 1)
      #expect(throws: (any Error).self, "as another section") {
        _ = try neighbour.open(box.bytes, role: role.pair, member: jan.keys.identity.box)
      }
    }
    let asJulia = try world.session(julia)
    #expect(
      try refusal { _ = try asJulia.open(family.dossier, purpose: .juridisch) }?.code
        == "not-involved")
    // Two jurists, each their own boxes.
    try family.lotte.consult(
      asJulia.member, in: family.dossier, sections: [.kern], purpose: .juridisch, until: until)
    #expect(try family.boxes(jan, [.kern], .juridisch)[0].boxes.count == 1)
    #expect(try family.boxes(asJulia, [.kern], .juridisch)[0].boxes.count == 1)
    #expect(
      try asJulia.open(family.dossier, purpose: .juridisch).revisions.map(\.content)
        == family.contents([.kern]))
    try family.sanne.consult(
      nora.identity.member, in: family.dossier, sections: [.kern], purpose: .juridisch,
      until: until)
    let asNora = try world.session(nora)
    #expect(throws: ClientError.noRoleKey) {
      _ = try asNora.open(family.dossier, sections: [.kern], purpose: .juridisch)
    }
  }

  @Test("R9: at its end a consult is refused as ended; it writes in juridisch only, until then")
  func endsByTime() throws {
    let family = try GrantFamily()
    let jan = try family.world.session(.jurist)
    try family.sanne.consult(
      jan.member, in: family.dossier, sections: [.kern, .juridisch], purpose: .juridisch,
      until: family.world.clock.now() + MovableClock.hour)
    var entry = try #require(family.gezin.entries.first { $0.sectie == .juridisch })
    entry.tekst = "Advies van de jurist."
    let writable = try jan.openForWriting(
      family.dossier, sections: [.juridisch], purpose: .juridisch)
    try jan.append([NewRevision(.entry(entry))], to: writable)
    let read = try family.sanne.open(
      family.dossier, sections: [.juridisch], purpose: .uitvoering)
    #expect(read.revisions.last?.content == .entry(entry))
    #expect(read.revisions.last?.author == jan.member)
    #expect(
      try refusal {
        _ = try jan.openForWriting(family.dossier, sections: [.kern], purpose: .juridisch)
      }?.code == "role-writes-not")

    family.world.clock.forward(MovableClock.hour)
    let ended = try refusal { _ = try jan.open(family.dossier, purpose: .juridisch) }
    #expect(ended?.code == "grant-ended" && ended?.ways == ["ask-consult"])
    // What was opened for writing before the end is no longer a way in.
    #expect(
      try refusal { try jan.append([NewRevision(.entry(entry))], to: writable) }?.code
        == "grant-ended")
    #expect(try jan.list(purpose: .juridisch) == [])
  }
}
