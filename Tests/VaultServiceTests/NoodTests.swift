import AuditLog
import Directory
import Dossier
import Foundation
import Records
import Sodium
import StrictJSON
import Synchronization
import Testing
import VaultFixture
import VaultTestKit
import Vocabulary

@testable import VaultClient
@testable import VaultService

@Suite("Noodtoegang: at once, for hours, seen by others, reviewed", .serialized)
struct NoodTests {
  private static let hour: Int64 = 3_600_000
  private static let minute: Int64 = 60_000

  @Test("R11: at once, with a reason, to read and to write; marked in answer, list and log")
  func atOnce() throws {
    let world = try NoodWorld()
    let youssef = try world.session(.youssef)
    let refused = try refusal { _ = try youssef.open(world.dossier, purpose: .uitvoering) }
    #expect(refused?.code == "not-involved" && refused?.ways.last == "noodtoegang")
    let taken = try world.take(youssef)
    let opened = try youssef.open(world.dossier, purpose: .uitvoering)
    #expect(opened.emergency == EmergencyAccess(request: taken.request, until: taken.until))
    #expect(opened.sections == Section.allCases && !opened.revisions.isEmpty)
    #expect(try youssef.list(purpose: .uitvoering).map(\.isByEmergency) == [true])
    let writable = try youssef.openForWriting(
      world.dossier, sections: [.etiket], purpose: .crisis)
    #expect(writable.emergency?.request == taken.request)
    let label = try #require(opened.revisions.first { $0.section == .etiket })
    try youssef.append(
      [
        NewRevision(
          .etiket("gezin Bosman, crisis"), of: label.entry, buildingOn: label.revision)
      ], to: writable)
    for action in [LogAction.open, .openForWriting, .append] {
      let entry = try #require(world.entries(action).last { $0.actor == youssef.member })
      #expect(entry.basis == LogEntry.Basis(.noodtoegang, id: taken.request), "\(action)")
    }
    // Others who are involved see no mark; the words are for the FG and who must review.
    let sanne = try world.session(.sanne)
    #expect(try sanne.open(world.dossier, purpose: .uitvoering).emergency == nil)
    #expect(try sanne.list(purpose: .uitvoering).map(\.isByEmergency) == [false])
    for reader in [Person.fg, .leidinggevende] {
      #expect(try world.session(reader).words(at: taken.entry).content == .text(world.words))
    }
    #expect(try world.verify().findings == [])
  }

  @Test("R11: at most 24 hours by the service's clock; it ends by itself")
  func ends() throws {
    let world = try NoodWorld()
    let youssef = try world.session(.youssef)
    let taken = try world.take(youssef)
    #expect(taken.until - world.clock.now() <= 24 * Self.hour)
    #expect(taken.until - world.clock.now() > 24 * Self.hour - Self.minute)
    world.clock.pass(until: taken.until - 2 * Self.minute)
    _ = try world.session(.youssef).open(world.dossier, purpose: .crisis)
    world.clock.pass(until: taken.until)
    let later = try world.session(.youssef)
    #expect(
      try world.code { _ = try later.open(world.dossier, purpose: .crisis) } == "not-involved")
    #expect(try later.list(purpose: .crisis).isEmpty)
    let hour = try world.take(later, hours: 1)
    #expect(hour.until - world.clock.now() <= Self.hour)
    #expect(try world.verify().findings == [])
  }

  @Test("R11: a clock that is set back does not prolong it; one that is set forward ends it")
  func clockMoved() throws {
    let world = try NoodWorld()
    try world.take(try world.session(.youssef), hours: 1)
    world.clock.pass(50 * Self.minute)
    _ = try world.session(.youssef).open(world.dossier, purpose: .crisis)
    world.clock.set(by: -10 * Self.hour)
    let back = try world.session(.youssef)
    _ = try back.open(world.dossier, purpose: .crisis)
    world.clock.pass(11 * Self.minute)
    #expect(try world.code { _ = try back.open(world.dossier, purpose: .crisis) } == "not-involved")
    #expect(try world.verify().findings == [])

    let ahead = try NoodWorld()
    let youssef = try ahead.session(.youssef)
    try ahead.take(youssef, hours: 2)
    ahead.clock.set(by: 3 * Self.hour)
    #expect(
      try ahead.code { _ = try youssef.open(ahead.dossier, purpose: .crisis) } == "not-involved")
  }

  @Test(
    "R11: no role without it, no reason, no 25 hours, no other purpose; each refusal in the log")
  func refusals() throws {
    let world = try NoodWorld()
    let others = Person.allCases.filter { $0.function != .jeugdbeschermer }
    for person in others {
      let session = try world.session(person)
      #expect(
        try world.code { try world.demand(session, words: world.words) }
          == "emergency-not-allowed", "\(person)")
    }
    #expect(others.count == 6)
    let youssef = try world.session(.youssef)
    #expect(try world.code { try world.demand(youssef, words: nil) } == "reason-needed")
    #expect(
      try world.code { try world.demand(youssef, hours: 25, words: world.words) }
        == "term-not-allowed")
    #expect(
      try world.code { try world.demand(youssef, dossier: .random(), words: world.words) }
        == "not-involved")
    #expect(throws: ClientError.self) {
      try world.demand(youssef, purpose: .uitvoering, words: world.words)
    }
    #expect(
      try world.entries(.noodtoegang).map(\.reason)
        == others.map { _ in "emergency-not-allowed" } + [
          "reason-needed", "term-not-allowed", "not-involved",
        ])
    #expect(try world.kinds().isEmpty, "nobody is alarmed by what was refused")
    try world.demand(youssef, words: world.words)
    #expect(try world.kinds() == ["noodtoegang"])
    #expect(try world.verify().findings == [])
  }

  @Test("R11, R12: leidinggevende and FG review it; never oneself, nor one person twice")
  func review() throws {
    let world = try NoodWorld()
    let youssef = try world.session(.youssef)
    let taken = try world.take(youssef)
    let own = try #require(youssef.requests().first)
    #expect(own.functions == [] && own.due != nil && own.leaves == [taken.entry])
    #expect(throws: ClientError.inputRefused(.recordRefused)) {
      try youssef.second(own, verdict: .akkoord)
    }
    // As a client that holds back nothing.
    for function in [SigningFunction.role(.leidinggevende), .role(.fg), .role(.jeugdbeschermer)] {
      let second = Second(
        at: world.clock.now(), by: youssef.member, function: function, id: .random(),
        request: own.hash, verdict: .akkoord
      ).sign(with: youssef.keys.identity.signing)
      #expect(
        try world.code {
          _ = try youssef.probe(
            "access.second", [("second", second.json)], .second, dossier: world.dossier,
            purpose: .crisis)
        } == "act-not-allowed")
    }
    for person in [Person.sanne, .jurist, .toezichthouder, .beheerder] {
      #expect(try world.session(person).requests().isEmpty, "\(person)")
    }
    let lotte = try world.session(.leidinggevende)
    let open = try #require(lotte.requests().first)
    #expect(open.functions == [.role(.leidinggevende)])
    #expect(try !lotte.second(open, verdict: .akkoord).done)
    #expect(try lotte.requests().isEmpty, "who said something has had a say")
    #expect(
      try world.code { _ = try lotte.second(open, verdict: .akkoord) } == "second-pair-needed")
    let fg = try world.session(.fg)
    #expect(try world.code { _ = try fg.open(world.dossier, purpose: .crisis) } != nil)
    #expect(try fg.second(#require(fg.requests().first), verdict: .akkoord).done)
    #expect(try fg.requests().isEmpty)
    // Agreed is not ended: it lasts as long as it was taken for.
    _ = try youssef.open(world.dossier, purpose: .crisis)
    #expect(try youssef.list(purpose: .crisis).count == 1)
    #expect(try world.verify().findings == [])
  }

  @Test("R11: one tegen of a reviewer ends it at once, and it cannot be agreed to any more")
  func tegen() throws {
    let world = try NoodWorld()
    let youssef = try world.session(.youssef)
    try world.take(youssef)
    let writable = try youssef.openForWriting(
      world.dossier, sections: [.etiket], purpose: .crisis)
    let opened = try youssef.open(world.dossier, sections: [.etiket], purpose: .crisis)
    let fg = try world.session(.fg)
    let lotte = try world.session(.leidinggevende)
    let open = try #require(lotte.requests().first)
    try fg.second(#require(fg.requests().first), verdict: .tegen)
    #expect(
      try world.code { _ = try youssef.open(world.dossier, purpose: .crisis) } == "not-involved")
    let label = try #require(opened.revisions.first)
    #expect(
      try world.code {
        try youssef.append(
          [NewRevision(.etiket("te laat"), of: label.entry, buildingOn: label.revision)],
          to: writable)
      } == "not-involved")
    #expect(throws: ClientError.stale) { try lotte.second(open, verdict: .akkoord) }
    let report = try world.verify()
    #expect(report.findings == [] && report.lateReviews == [])
  }
}
