import Foundation
import Policy
import Testing
import Vocabulary

/// R11: noodtoegang, as far as one question to the policy goes.
@Suite struct EmergencyTests {
  private static let hour: Int64 = 3_600_000

  private static func take(
    _ who: MemberFacts, _ facts: DossierFacts? = dossier([period(.regie, of: other)]),
    hours: Int64 = 24, hasReason: Bool = true, purpose: Purpose? = .crisis,
    policy: Policy? = nil
  ) throws -> Decision {
    let until = noon + hours * hour
    return Policy.decide(
      Question(
        policy: try policy ?? Shipped.policy(), member: who, dossier: facts,
        act: .takeEmergency(
          EmergencyTerms(until: until, validUntil: noon + dayLong, hasReason: hasReason)),
        purpose: purpose, time: noon))
  }

  private static func policy(_ noodtoegang: [String: Any]) throws -> Policy {
    let whole: [String: Any] = [
      "actief": true, "uren": 24, "beoordeling_werkdagen": 3, "rollen": ["jeugdbeschermer"],
      "crisisteams": [String](),
    ]
    return try Policy(
      rollen: Shipped.bytes("rollen.json"),
      toegang: Shipped.changed(
        "toegang.json", ["noodtoegang"], whole.merging(noodtoegang) { _, new in new }))
  }

  @Test(
    "R11 a role without noodtoegang is refused by a code that says so", arguments: Role.allCases)
  func roles(role: Role) throws {
    let who = member(role, team: "noord")
    let decision = try Self.take(who)
    #expect((decision.permit != nil) == (role == .jeugdbeschermer))
    if role != .jeugdbeschermer { #expect(decision.code == .emergencyNotAllowed) }
    #expect(try Self.take(who, policy: Self.policy(["actief": false])).code == .emergencyNotAllowed)
  }

  @Test("R11 with no role named, only jeugdbeschermers of a crisis team have it")
  func crisisTeams() throws {
    let policy = try Self.policy(["rollen": [String](), "crisisteams": ["Crisis"]])
    func may(_ role: Role, _ team: String?) throws -> Bool {
      try Self.take(member(role, team: team), policy: policy).permit != nil
    }
    #expect(try may(.jeugdbeschermer, "Crisis"))
    #expect(try !may(.jeugdbeschermer, "noord") && !may(.jeugdbeschermer, nil))
    #expect(try !may(.leidinggevende, "Crisis") && !may(.jurist, "Crisis"))
    #expect(throws: PolicyError.self) { try Self.policy(["rollen": ["jurist"]]) }
    #expect(throws: PolicyError.self) { try Self.policy(["rollen": ["fg"]]) }
  }

  @Test("R11 always with a reason, for at most 24 hours, for a purpose of the role")
  func terms() throws {
    let who = member(.jeugdbeschermer)
    #expect(try Self.take(who).permit != nil)
    #expect(try Self.take(who, hasReason: false).code == .reasonNeeded)
    #expect(try Self.take(who, hasReason: false).refusal?.ways == [.giveReason])
    for hours in [Int64(25), 0, -1, (Int64.max - noon) / Self.hour] {
      #expect(try Self.take(who, hours: hours).code == .termNotAllowed, "\(hours)")
    }
    #expect(try Self.take(who, hours: 9, policy: Self.policy(["uren": 8])).code == .termNotAllowed)
    #expect(try Self.take(who, purpose: .toezicht).code == .purposeNotAllowed)
    #expect(try Self.take(who, purpose: nil).code == .purposeNotAllowed)
    #expect(try Self.take(who, nil).code == .notInvolved, "no such dossier")
  }

  @Test("R11 in force it opens all sections to read and to append, until its end and for no other")
  func inForce() throws {
    let taken = EmergencyFacts(id: id(70), member: me, until: noon + 1)
    let facts = DossierFacts(
      id: family, team: "noord", involvement: [period(.regie, of: other)], emergencies: [taken])
    func ask(
      _ act: Act, _ who: MemberFacts = member(.jeugdbeschermer), at time: Int64 = noon,
      _ policy: Policy? = nil
    ) throws -> Decision {
      Policy.decide(
        Question(
          policy: try policy ?? Shipped.policy(), member: who, dossier: facts, act: act,
          purpose: .crisis, time: time))
    }
    let whole: [Act] = [.list, .open(.all), .openForWriting(.all), .append([.journaal])]
    for act in whole {
      let permit = try ask(act).permit
      #expect(permit?.basis.kind == .noodtoegang && permit?.basis.id == id(70), "\(act)")
      #expect(permit?.until == noon + 1)
      #expect(try ask(act, at: noon + 1).code == .notInvolved, "its end is its end")
      #expect(try ask(act, member(.jeugdbeschermer, number: 8)).code == .notInvolved)
      #expect(
        try ask(act, member(.jeugdbeschermer), at: noon, Self.policy(["actief": false])).code
          == .notInvolved)
    }
    #expect(try ask(.open(.all)).permit?.sections == Section.allCases)
    // It is for reading and writing, not for letting others in or deciding about them.
    let colleague = member(.jeugdbeschermer, number: 3)
    let others: [Act] = [
      .involve(colleague), .handOverRegie(to: member(.jeugdbeschermer)), .endGrant,
      .endInvolvement(of: colleague), .readWraps([.kern]),
      .requestAct(.r3Ground, .sections([.kern]), validUntil: noon + 1, hasReason: true),
      .second(.r3Ground, as: .role(.jeugdbeschermer), interested: [colleague]),
    ]
    for act in others { #expect(try ask(act).permit == nil, "\(act)") }
    // Whoever is involved as well opens on that ground.
    let involved = DossierFacts(
      id: family, team: "noord", involvement: [period(.betrokken)], emergencies: [taken])
    let decision = Policy.decide(
      Question(
        policy: try Shipped.policy(), member: member(.jeugdbeschermer), dossier: involved,
        act: .open(.all), purpose: .crisis, time: noon))
    #expect(decision.permit?.basis.kind == .betrokken)
  }

  @Test("R11, R12 nobody reviews one's own, not with a second account either")
  func reviewers() throws {
    let taker = member(.jeugdbeschermer, number: 1, person: 1)
    func reviews(_ who: MemberFacts, as function: Function) throws -> Refusal.Code? {
      Policy.decide(
        Question(
          policy: try Shipped.policy(), member: who, dossier: dossier(),
          act: .second(.noodtoegang, as: function, interested: [taker]), purpose: nil, time: noon)
      ).code
    }
    let lotte = member(.leidinggevende, number: 2, person: 2, team: "noord")
    #expect(try reviews(lotte, as: .role(.leidinggevende)) == nil)
    #expect(try reviews(member(.fg, number: 3), as: .role(.fg)) == nil, "without content")
    #expect(
      try reviews(
        member(.leidinggevende, number: 4, person: 1, team: "noord"), as: .role(.leidinggevende))
        == .notOneself)
    #expect(try reviews(member(.fg, number: 5, person: 1), as: .role(.fg)) == .notOneself)
    #expect(try reviews(taker, as: .role(.jeugdbeschermer)) == .actNotAllowed)
    #expect(
      try reviews(member(.leidinggevende, number: 6, team: "zuid"), as: .role(.leidinggevende))
        == .notInvolved)
  }

  /// Milliseconds of a time with its zone.
  private static func at(_ text: String) throws -> Int64 {
    Int64(try Date(text, strategy: .iso8601).timeIntervalSince1970 * 1000)
  }

  @Test(
    "R11 the review's term is three Dutch working days: weekends, holidays, summer time, leap day",
    arguments: [
      ("2026-11-18T10:00:00+01:00", "2026-11-24T00:00:00+01:00", "Wednesday: Thu, Fri, Mon"),
      ("2026-11-21T23:59:59+01:00", "2026-11-26T00:00:00+01:00", "Saturday: Mon, Tue, Wed"),
      ("2026-11-23T00:00:00+01:00", "2026-11-27T00:00:00+01:00", "Monday does not count itself"),
      ("2026-12-23T12:00:00+01:00", "2026-12-30T00:00:00+01:00", "Christmas on Friday, Saturday"),
      (
        "2027-03-25T16:00:00+01:00", "2027-04-02T00:00:00+02:00", "Good Friday, Easter, summer time"
      ),
      ("2027-04-26T09:00:00+02:00", "2027-05-01T00:00:00+02:00", "King's day on Tuesday"),
      ("2027-05-05T09:00:00+02:00", "2027-05-12T00:00:00+02:00", "Ascension on Thursday"),
      ("2027-10-29T23:30:00+02:00", "2027-11-04T00:00:00+01:00", "summer time ends in the term"),
      ("2028-02-28T09:00:00+01:00", "2028-03-03T00:00:00+01:00", "over 29 February"),
    ])
  func reviewTerm(taken: String, end: String, why: String) throws {
    let emergency = try Shipped.policy().access.emergency
    #expect(emergency.reviewEnd(after: try Self.at(taken)) == (try Self.at(end)), "\(why)")
  }
}
