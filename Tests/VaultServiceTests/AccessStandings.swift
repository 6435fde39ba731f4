import Directory
import Dossier
import Foundation
import Records
import VaultFixture
import Vocabulary

@testable import VaultClient

/// How a person stands to one prepared dossier, as the story of that dossier says.
enum Standing: Equatable {
  case regie
  case involved
  /// A jurist's or toezichthouder's grant that runs, and what it names.
  case granted(Set<Section>)
  /// A grant that ended by its time.
  case grantEnded
  case ownTeam
  /// Nothing that counts now: never, no longer, not yet, of another team, or no such dossier.
  case none
}

/// One dossier of the table: how it came to be, and how everybody stands to it.
struct PreparedDossier: Sendable {
  let story: String
  let id: Identifier
  let exists: Bool
  let regie: Person?
  let standings: [Person: Standing]
  /// The pending request of the toezichthouder; random bytes where there is none.
  var request: [UInt8]

  func standing(_ person: Person) -> Standing { standings[person] ?? .none }
}

/// A vault with a dossier for every way in which somebody can stand to one.
struct AccessStandings {
  let world: AccessVault
  let gezin: Gezin
  let dossiers: [PreparedDossier]
  /// A jurist who is consulted nowhere.
  let otherJurist: Identifier

  private static let juristReads: Set<Section> = [.etiket, .kern, .plannen, .juridisch]

  init() throws {
    let world = try AccessVault()
    self.world = world
    let gezin = try Families.gezin("sjors")
    self.gezin = gezin
    otherJurist = try world.newcomer("Julia Jurist", .jurist).identity.member
    let sanne = try world.session(.sanne)
    let youssef = try world.session(.youssef)
    let lotte = try world.session(.leidinggevende)
    let tessa = try world.session(.toezichthouder)
    let start = world.clock.now()
    let soon = start + MovableClock.hour
    let late = start + 5 * MovableClock.day
    var made: [PreparedDossier] = []
    func add(
      _ story: String, by owner: VaultSession, regie: Person? = nil,
      _ others: [Person: Standing] = [:],
      _ prepare: (Identifier, _ regieRecord: Identifier) throws -> Void = { _, _ in }
    ) throws {
      let id = try owner.create(gezin).id
      let opened = try owner.open(id, sections: [.etiket], purpose: .uitvoering)
      try prepare(id, opened.involvement[0].id)
      let holder = regie ?? (owner.member == sanne.member ? .sanne : .youssef)
      var standings = others
      standings[holder] = .regie
      // The leidinggevende leads Sanne's team, not Youssef's.
      standings[.leidinggevende] = holder == .sanne ? .ownTeam : Standing.none
      made.append(
        PreparedDossier(
          story: story, id: id, exists: true, regie: holder, standings: standings, request: []))
    }
    func grants(
      _ id: Identifier, jurist: [Section], toezicht: [Section], until: Int64
    ) throws {
      try sanne.consult(
        world.id(.jurist), in: id, sections: jurist, purpose: .juridisch, until: until)
      try world.supervise(
        id, tessa, sections: toezicht, until: until, leidinggevende: lotte, regie: sanne)
    }

    try add("regie Sanne, nobody else", by: sanne)
    try add("regie Youssef of the other team", by: youssef)
    try add("Youssef involved", by: sanne, [.youssef: .involved]) { id, _ in
      try sanne.involve(world.id(.youssef), in: id)
    }
    try add("Sanne involved, regie Youssef", by: youssef, [.sanne: .involved]) { id, _ in
      try youssef.involve(world.id(.sanne), in: id)
    }
    try add("Youssef was involved, ended by Sanne", by: sanne) { id, _ in
      let record = try sanne.involve(world.id(.youssef), in: id)
      try sanne.endInvolvement(record, of: world.id(.youssef), in: id)
    }
    try add("Youssef's waarneming ended by itself", by: sanne) { id, _ in
      try sanne.involve(world.id(.youssef), in: id, until: soon)
    }
    try add("Youssef's waarneming runs", by: sanne, [.youssef: .involved]) { id, _ in
      try sanne.involve(world.id(.youssef), in: id, until: late)
    }
    try add("regie handed over from Sanne to Youssef", by: sanne, regie: .youssef) { id, regie in
      try sanne.handOverRegie(to: world.id(.youssef), in: id, closing: regie)
    }
    try add(
      "whole grants", by: sanne,
      [
        .jurist: .granted(Self.juristReads), .toezichthouder: .granted(Set(Section.allCases)),
      ]
    ) { id, _ in
      try grants(
        id, jurist: Self.juristReads.sorted(), toezicht: Section.allCases, until: late)
    }
    try add(
      "grants of some sections", by: sanne,
      [
        .jurist: .granted([.kern, .juridisch]), .toezichthouder: .granted([.etiket, .journaal]),
      ]
    ) { id, _ in
      try grants(
        id, jurist: [.kern, .juridisch], toezicht: [.etiket, .journaal], until: late)
    }
    try add(
      "grants that ended", by: sanne, [.jurist: .grantEnded, .toezichthouder: .grantEnded]
    ) { id, _ in
      try grants(
        id, jurist: Self.juristReads.sorted(), toezicht: Section.allCases, until: soon)
    }
    try add("a grant that has not begun", by: sanne) { id, _ in
      try sanne.consultLater(
        world.id(.jurist), in: id, sections: [.kern], from: start + 3 * MovableClock.day,
        until: late)
    }
    for place in made.indices {
      let dossier = made[place].id
      try tessa.requestAccess(
        to: dossier, sections: [.kern], purpose: .toezicht, until: late, validUntil: late)
      made[place].request = try tessa.requests(of: dossier).last?.hash ?? []
    }
    made.append(
      PreparedDossier(
        story: "unknown", id: .random(), exists: false, regie: nil, standings: [:],
        request: [UInt8](repeating: 7, count: 32)))
    dossiers = made
    world.clock.forward(2 * MovableClock.hour)
  }
}

extension VaultSession {
  /// A consult whose grant begins later than it is made; no command of ours makes one.
  func consultLater(
    _ jurist: Identifier, in dossier: Identifier, sections: [Section], from: Int64, until: Int64
  ) throws {
    let made = try makeGrant(
      GrantOrder(
        dossier: dossier, member: jurist, role: .jurist, sort: .consult, sections: sections,
        purpose: .juridisch, until: until, request: nil), accessState(of: dossier))
    let now = try Grant.decode(made.signed.bytes)
    let later = Grant(
      at: now.at, by: now.by, byFunction: now.byFunction, dossier: dossier, epoch: now.epoch,
      from: from, head: now.head, id: now.id, member: jurist, policy: now.policy,
      purpose: now.purpose, role: now.role, sections: now.sections, sort: now.sort, until: until
    ).sign(with: keys.identity.signing)
    try bring(later, made.boxes, dossier: dossier, purpose: .juridisch)
  }
}
