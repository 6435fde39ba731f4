import AuditLog
import Directory
import Dossier
import Foundation
import Records
import Sodium
import StrictJSON
import Testing
import VaultFixture
import VaultService
import Vocabulary

@testable import VaultClient

@Suite("A toezichthouder gets access under four eyes, or not at all", .serialized)
struct GrantToezichtTests {
  @Test(
    "R9, R12: two others agree, in either order; one of them is not enough",
    arguments: [[0, 1], [1, 0]])
  func bothOrders(order: [Int]) throws {
    let family = try GrantFamily()
    let tessa = try family.world.session(.toezichthouder)
    try family.asks(tessa)
    let seconds = [family.lotte, family.sanne]
    let first = seconds[order[0]]
    let last = seconds[order[1]]
    let open = try family.request(first)
    #expect(try first.second(open, verdict: .akkoord).grant == nil)
    #expect(
      try refusal { _ = try tessa.open(family.dossier, purpose: .toezicht) }?.code
        == "second-pair-needed")
    #expect(try last.second(family.request(last), verdict: .akkoord).grant != nil)
    let opened = try tessa.open(family.dossier, purpose: .toezicht)
    #expect(opened.revisions.map(\.content) == family.contents([.etiket, .journaal]))
    #expect(opened.notRead == [.kern, .plannen, .onderzoek, .juridisch])
    #expect(try tessa.list(purpose: .toezicht).map(\.id) == [family.dossier])
    #expect(
      try refusal {
        _ = try tessa.openForWriting(
          family.dossier, sections: [.journaal], purpose: .toezicht)
      }?.code == "role-writes-not")
    #expect(try tessa.requests(of: family.dossier) == [])
    // An id acts once: nobody can reopen, end or repeat it.
    #expect(throws: ClientError.stale) { try last.second(open, verdict: .tegen) }
    #expect(try tessa.open(family.dossier, purpose: .toezicht).head == opened.head)
    family.world.clock.forward(MovableClock.day + MovableClock.hour)
    let later = try family.world.session(.toezichthouder)
    #expect(
      try refusal { _ = try later.open(family.dossier, purpose: .toezicht) }?.code
        == "grant-ended")
  }

  @Test("R9, R12: one tegen ends the request, before or after an akkoord")
  func tegenEnds() throws {
    for first in [Second.Verdict.akkoord, .tegen] {
      let family = try GrantFamily()
      let tessa = try family.world.session(.toezichthouder)
      try family.asks(tessa)
      let open = try family.request(family.lotte)
      try family.lotte.second(open, verdict: first)
      if first == .akkoord {
        #expect(
          try family.sanne.second(family.request(family.sanne), verdict: .tegen).grant == nil)
      }
      #expect(throws: ClientError.stale) { try family.sanne.second(open, verdict: .akkoord) }
      #expect(throws: ClientError.stale) { try family.lotte.second(open, verdict: .akkoord) }
      #expect(try family.sanne.requests(of: family.dossier) == [])
      #expect(
        try refusal { _ = try tessa.open(family.dossier, purpose: .toezicht) }?.code
          == "not-involved")
    }
  }

  @Test(
    "R9, R12: a second account of the requester, or of the other second, is no second pair of eyes")
  func persons() throws {
    let family = try GrantFamily()
    let world = family.world
    // The directory itself keeps the functions of one person apart.
    #expect(throws: DirectoryError.separation) {
      _ = try world.newcomer(
        "Tessa als leiding", .leidinggevende, team: "Haaglanden",
        person: family.person(.toezichthouder))
    }
    func account(_ name: String, of person: Person) throws -> VaultSession {
      try world.session(
        world.newcomer(
          name, person.function, team: person.team, person: family.person(person)))
    }
    let tessa = try world.session(.toezichthouder)
    let tessaToo = try account("Tessa twee", of: .toezichthouder)
    let lotteToo = try account("Lotte twee", of: .leidinggevende)
    let sanneToo = try account("Sanne twee", of: .sanne)
    try family.asks(tessa)
    let hash = try family.request(family.sanne).hash
    func agrees(_ session: VaultSession, _ function: SigningFunction? = nil) throws -> String? {
      try refusal {
        // As a client that holds back nothing: the service decides.
        let second = Second(
          at: session.now(), by: session.member, function: function ?? session.approvingFunction,
          id: .random(), request: hash, verdict: .akkoord
        ).sign(with: session.keys.identity.signing)
        _ = try session.probe(
          "access.second", [("second", second.json)], .second, dossier: family.dossier,
          purpose: .toezicht)
      }?.code
    }
    for function in [SigningFunction.regie, .role(.leidinggevende), .role(.toezichthouder)] {
      #expect(try agrees(tessaToo, function) == "act-not-allowed")
    }
    #expect(try agrees(family.lotte) == nil)
    #expect(try agrees(family.lotte) == "second-pair-needed", "the same account twice")
    #expect(try agrees(lotteToo) == "second-pair-needed", "the same person twice")
    #expect(
      try refusal { _ = try tessa.open(family.dossier, purpose: .toezicht) }?.code
        == "second-pair-needed")
    // Sanne agrees with regie, hands it to her own second account, and that one is Sanne again.
    let other = try world.newcomer("Olga Ander", .toezichthouder)
    let asOther = try world.session(other)
    try family.asks(asOther, [.kern])
    let second = try #require(
      family.sanne.requests(of: family.dossier).first {
        $0.request.requester == asOther.member
      })
    #expect(try family.sanne.second(second, verdict: .akkoord).grant == nil)
    try family.lotte.handOverRegie(
      to: sanneToo.member, in: family.dossier, closing: family.regieRecord)
    #expect(
      try refusal { try sanneToo.second(second, verdict: .akkoord) }?.code
        == "second-pair-needed")
    // Another person completes it.
    #expect(
      try lotteToo.second(
        #require(lotteToo.requests(of: family.dossier).first { $0.hash == second.hash }),
        verdict: .akkoord
      ).grant != nil)
    #expect(try asOther.open(family.dossier, purpose: .toezicht).sections == [.kern])
  }

  @Test(
    "R9, R12: two of one function are not two functions; nobody seconds in a function not theirs")
  func functions() throws {
    let family = try GrantFamily()
    let world = family.world
    let tessa = try world.session(.toezichthouder)
    let lars = try world.session(
      world.newcomer("Lars Leiding", .leidinggevende, team: "Haaglanden"))
    try family.asks(tessa)
    let open = try family.request(family.lotte)
    #expect(try family.lotte.second(open, verdict: .akkoord).grant == nil)
    #expect(try lars.second(family.request(lars), verdict: .akkoord).grant == nil)
    #expect(
      try refusal { _ = try tessa.open(family.dossier, purpose: .toezicht) }?.code
        == "second-pair-needed")
    let youssef = try world.session(.youssef)
    try family.sanne.involve(youssef.member, in: family.dossier)
    let claims: [(VaultSession, SigningFunction)] = [
      (lars, .regie), (youssef, .regie), (youssef, .role(.leidinggevende)),
      (youssef, .role(.jeugdbeschermer)), (tessa, .role(.toezichthouder)), (tessa, .regie),
    ]
    for (session, function) in claims {
      let code = try refusal {
        _ = try session.probeSecond(open.hash, as: function, family.dossier, known: true)
      }?.code
      #expect(code == "act-not-allowed", "\(session.role) as \(function)")
    }
    #expect(try family.sanne.second(family.request(family.sanne), verdict: .akkoord).grant != nil)
  }

  @Test("R9, R12: an expired request cannot be agreed to")
  func expired() throws {
    let family = try GrantFamily()
    let tessa = try family.world.session(.toezichthouder)
    try family.asks(tessa, validFor: MovableClock.hour)
    let open = try family.request(family.sanne)
    #expect(try family.lotte.second(open, verdict: .akkoord).grant == nil)
    let halfway = try family.request(family.sanne)
    family.world.clock.forward(MovableClock.hour)
    #expect(try family.sanne.requests(of: family.dossier) == [])
    // Our client knows that it is over and makes no grant; one that does gets nothing either.
    #expect(
      try refusal { try family.sanne.second(halfway, verdict: .akkoord) }?.code
        == "second-pair-needed")
    #expect(
      try refusal { try family.complete(halfway, by: family.sanne, open.request.objects.sections) }?
        .code == "second-pair-needed")
    #expect(
      try refusal { _ = try tessa.open(family.dossier, purpose: .toezicht) }?.code
        == "not-involved")
  }

  @Test("R9, R12: another policy in between voids the request; a new one under it holds")
  func policyChanged() throws {
    let family = try GrantFamily()
    let tessa = try family.world.session(.toezichthouder)
    try family.asks(tessa)
    let open = try family.request(family.lotte)
    #expect(try family.lotte.second(open, verdict: .akkoord).grant == nil)
    let halfway = try family.request(family.sanne)
    try family.world.approve(AccessVault.days(13))
    #expect(throws: ClientError.stale) {
      try family.sanne.second(halfway, verdict: .akkoord)
    }
    #expect(
      try refusal { _ = try tessa.open(family.dossier, purpose: .toezicht) }?.code
        == "not-involved")
    try family.asks(tessa)
    for second in [family.sanne, family.lotte] {
      try second.second(family.request(second), verdict: .akkoord)
    }
    #expect(
      try tessa.open(family.dossier, purpose: .toezicht).sections == [.etiket, .journaal])
  }

  @Test(
    "R9, R12: the last second's grant is the one that was asked for: its sections, and no others")
  func objectsAreFixed() throws {
    let family = try GrantFamily()
    let tessa = try family.world.session(.toezichthouder)
    try family.asks(tessa, [.etiket])
    try family.lotte.second(family.request(family.lotte), verdict: .akkoord)
    let open = try family.request(family.sanne)
    #expect(
      try family.complete(open, by: family.sanne, [.etiket, .journaal]) == .failed("objects"))
    #expect(
      try refusal { _ = try tessa.open(family.dossier, purpose: .toezicht) }?.code
        == "second-pair-needed")
    #expect(try family.complete(open, by: family.sanne, [.etiket]) == .done)
    #expect(try tessa.open(family.dossier, purpose: .toezicht).sections == [.etiket])
    #expect(
      try refusal {
        _ = try tessa.open(family.dossier, sections: [.journaal], purpose: .toezicht)
      }?.code == "role-reads-not")
  }

  @Test(
    "R9, R12: the boxes are for that toezichthouder alone; without etiket there is no label in a list"
  )
  func boxesArePersonal() throws {
    let family = try GrantFamily()
    let world = family.world
    let tessa = try world.session(.toezichthouder)
    let tom = try world.newcomer("Tom Toezicht", .toezichthouder)
    try family.asks(tessa, [.kern])
    for second in [family.sanne, family.lotte] {
      try second.second(family.request(second), verdict: .akkoord)
    }
    let blocks = try family.boxes(tessa, [.kern], .toezicht)
    let box = try #require(blocks.first?.boxes.first)
    let role = try #require(
      try tessa.keys.rolePair(.toezichthouder, epoch: 1, in: tessa.directory, known: RolePairs()))
    let share = Share(dossier: family.dossier, section: .kern, generation: 1)
    _ = try share.open(box.bytes, role: role.pair, member: tessa.keys.identity.box)
    #expect(throws: (any Error).self) {
      _ = try share.open(box.bytes, role: role.pair, member: tom.identity.box)
    }
    #expect(throws: (any Error).self) {
      _ = try share.open(
        box.bytes, role: BoxKeyPair.generate(), member: tessa.keys.identity.box)
    }
    let asTom = try world.session(tom)
    #expect(
      try refusal { _ = try asTom.open(family.dossier, purpose: .toezicht) }?.code
        == "not-involved")
    #expect(try asTom.requests() == [], "another's request is not shown")
    #expect(try tessa.list(purpose: .toezicht) == [])
    #expect(try tessa.open(family.dossier, purpose: .toezicht).sections == [.kern])
  }

  @Test(
    "a request stays within the policy: sections and terms, and only a toezichthouder makes one")
  func requestsWithinThePolicy() throws {
    let family = try GrantFamily()
    let tessa = try family.world.session(.toezichthouder)
    let now = family.world.clock.now()
    func code(_ purpose: Purpose, until: Int64, validUntil: Int64) throws -> String? {
      try refusal {
        try tessa.requestAccess(
          to: family.dossier, sections: [.kern], purpose: purpose, until: until,
          validUntil: validUntil)
      }?.code
    }
    let day = MovableClock.day
    #expect(try code(.toezicht, until: now + 15 * day, validUntil: now + day) == "term-not-allowed")
    #expect(
      try code(.kwaliteitscontrole, until: now + day, validUntil: now + day)
        == "purpose-not-allowed")
    #expect(try code(.toezicht, until: now + 14 * day - 60_000, validUntil: now + day) == nil)
    #expect(
      try refusal { _ = try family.sanne.probeRequest(family.dossier) }?.code == "act-not-allowed")
  }
}

extension GrantFamily {
  /// Completes a request with a grant of these sections, as a client that holds back nothing.
  @discardableResult
  func complete(
    _ open: OpenRequest, by session: VaultSession, _ sections: [Section]
  ) throws -> CallResult {
    let request = open.request
    guard case .grantToezichthouder(let access) = request.objects,
      let purpose = request.purpose
    else { return .other("no grant") }
    let made = try session.makeGrant(
      GrantOrder(
        dossier: dossier, member: access.member, role: .toezichthouder,
        sort: .toezicht, sections: sections, purpose: purpose,
        until: access.until, request: open.hash), session.accessState(of: dossier))
    let second = Second(
      at: session.now(), by: session.member, function: session.approvingFunction, id: .random(),
      request: open.hash, verdict: .akkoord
    ).sign(with: session.keys.identity.signing)
    var ask = Ask(
      method: "access.second",
      args: .object([
        ("boxes", .array(made.boxes)), ("grant", made.signed.json), ("second", second.json),
      ]), action: .grant, alone: .second, dossier: dossier, purpose: purpose)
    ask.earlier = [.second]
    ask.usableFailure = "objects"
    return try session.perform(ask) { reply in
      reply.outcome == .permit ? .done : .failed("objects")
    }
  }
}
