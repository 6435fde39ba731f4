import Policy
import Testing
import Vocabulary

/// What must hold besides the function: another person, a fit colleague, a term, a purpose.
@Suite struct ConditionTests {
  static func ask(
    _ act: Act, _ who: MemberFacts = member(.jeugdbeschermer),
    _ facts: DossierFacts? = dossier([period(.regie)]), _ purpose: Purpose? = nil,
    at time: Int64 = noon
  ) throws -> Decision {
    Policy.decide(
      Question(
        policy: try Shipped.policy(), member: who, dossier: facts, act: act, purpose: purpose,
        time: time))
  }

  static func terms(
    _ role: Role = .jurist, _ sections: Set<Section> = [.kern], from: Int64 = noon,
    days: Int64 = 30, grantee: MemberFacts? = nil
  ) -> GrantTerms {
    GrantTerms(
      grantee: grantee ?? member(role, number: 4), sections: sections, from: from,
      until: from + days * dayLong)
  }

  @Test("R12 nobody involves oneself, under a second account either")
  func notOneself() throws {
    let leader = member(.leidinggevende, number: 1, person: 7, team: "noord")
    let sameHuman = member(.jeugdbeschermer, number: 3, person: 7)
    for act in [Act.involve(sameHuman), .handOverRegie(to: sameHuman)] {
      #expect(try Self.ask(act, leader).code == .notOneself)
    }
    let same = member(.toezichthouder, number: 4, person: 7)
    let another = member(.toezichthouder, number: 5)
    for (requester, subject) in [(same, another), (another, same)] {
      let second = Act.second(
        .grantToezichthouder, as: .role(.leidinggevende), interested: [requester, subject])
      #expect(try Self.ask(second, leader).code == .notOneself)
    }
    let jurist = member(.jurist, number: 4, person: 7)
    let consult = try Self.ask(
      .grantConsult(Self.terms(grantee: jurist)), leader, dossier(), .juridisch)
    #expect(consult.code == .notOneself)
  }

  static let colleagues: [(role: Role, standing: MemberFacts.Standing, code: Refusal.Code?)] = [
    (Role.jeugdbeschermer, MemberFacts.Standing.active, nil),
    (.jeugdbeschermer, .suspended, .subjectUnfit), (.jeugdbeschermer, .departed, .subjectUnfit),
    (.jurist, .active, .subjectUnfit), (.leidinggevende, .active, .subjectUnfit),
    (.fg, .active, .subjectUnfit), (.beheerder, .active, .subjectUnfit),
  ]

  @Test("only an active colleague of the right role can be given something", arguments: colleagues)
  func fit(role: Role, standing: MemberFacts.Standing, code: Refusal.Code?) throws {
    let subject = member(role, number: 3, standing: standing)
    #expect(try Self.ask(.involve(subject)).code == code)
    #expect(try Self.ask(.handOverRegie(to: subject)).code == code)
  }

  static let consults: [(terms: GrantTerms, purpose: Purpose?, code: Refusal.Code?)] = [
    (terms(), .juridisch, nil),
    (terms(.jurist, [.etiket, .kern, .plannen, .juridisch]), .recht, nil),
    (terms(.jurist, [.kern, .journaal]), .juridisch, .roleReadsNot),
    (terms(.jurist, []), .juridisch, .roleReadsNot),
    (terms(), .uitvoering, .purposeNotAllowed),
    (terms(), nil, .purposeNotAllowed),
    (terms(days: 31), .juridisch, .termNotAllowed),
    (terms(days: 0), .juridisch, .termNotAllowed),
    (terms(days: -1), .juridisch, .termNotAllowed),
    (terms(from: noon - 30 * dayLong), .juridisch, .termNotAllowed),
    (terms(from: noon - 30 * dayLong + 1), .juridisch, nil),
    (terms(from: noon + 7 * dayLong), .juridisch, nil),
    (terms(from: noon + 7 * dayLong + 1), .juridisch, .termNotAllowed),
    (terms(.toezichthouder), .juridisch, .subjectUnfit),
    (
      GrantTerms(
        grantee: member(.jurist, number: 4), sections: [.kern], from: .min, until: .max),
      .juridisch, .termNotAllowed
    ),
  ]

  @Test("a consult: the jurist's sections, purposes and at most 30 days", arguments: consults)
  func consult(terms: GrantTerms, purpose: Purpose?, code: Refusal.Code?) throws {
    let decision = try Self.ask(
      .grantConsult(terms), member(.jeugdbeschermer), dossier([period(.regie)]), purpose)
    #expect(decision.code == code)
    if code == nil { #expect(decision.permit?.sections == terms.sections.sorted()) }
  }

  static let requests: [(days: Int64, validUntil: Int64, code: Refusal.Code?)] = [
    (14, noon + 14 * dayLong, nil), (15, noon + dayLong, .termNotAllowed),
    (14, noon + 14 * dayLong + 1, .termNotAllowed), (14, noon, .termNotAllowed),
    (14, Int64.max, .termNotAllowed), (14, Int64.min, .termNotAllowed),
  ]

  @Test("R12 a request for supervision: 14 days of access, 14 days to decide", arguments: requests)
  func request(days: Int64, validUntil: Int64, code: Refusal.Code?) throws {
    let terms = Self.terms(.toezichthouder, [.kern, .onderzoek], days: days)
    let decision = try Self.ask(
      .requestAct(.grantToezichthouder, .grant(terms), validUntil: validUntil, hasReason: false),
      member(.toezichthouder, number: 4), dossier(), .toezicht)
    #expect(decision.code == code)
  }

  @Test("who approves makes wraps only of what the own role reads")
  func wraps() throws {
    #expect(try Self.ask(.readWraps([.kern, .onderzoek])).permit?.sections == [.kern, .onderzoek])
    #expect(try Self.ask(.readWraps([])).code == .roleReadsNot)
  }

  static let grantMoments: [(time: Int64, ended: Int64?, code: Refusal.Code?)] = [
    (noon - 11, nil, .notInvolved),
    (noon - 10, nil, nil), (noon + 9, nil, nil), (noon + 10, nil, .grantEnded),
    (noon - 1, noon, nil), (noon, noon, .grantEnded), (noon + 5, noon + 99, nil),
    (noon + 10, noon + 99, .grantEnded),
  ]

  @Test("a grant holds in [from, until), or to its end", arguments: grantMoments)
  func grantTimes(time: Int64, ended: Int64?, code: Refusal.Code?) throws {
    for role in [Role.jurist, .toezichthouder] {
      let facts = dossier(grants: [grant(role, endedAt: ended)])
      let decision = try Self.ask(
        .open(.these([.kern])), member(role), facts, role == .jurist ? .juridisch : .toezicht,
        at: time)
      #expect(decision.code == code)
      if let permit = decision.permit {
        #expect(permit.until == min(noon + 10, ended ?? .max))
      }
    }
  }

  @Test("an involvement holds in [since, until)")
  func involvementTimes() throws {
    let facts = dossier([period(.betrokken, until: noon + 10)])
    for (time, code) in [
      (noon - 11, .notInvolved), (noon - 10, nil), (noon + 9, nil),
      (noon + 10, .notInvolved),
    ] as [(Int64, Refusal.Code?)] {
      let decision = try Self.ask(
        .open(.all), member(.jeugdbeschermer), facts, .uitvoering, at: time)
      #expect(decision.code == code)
      #expect(code != nil || decision.permit?.until == noon + 10)
    }
  }

  @Test("of several grants the one that covers the request is the basis")
  func severalGrants() throws {
    let facts = dossier(grants: [
      grant(.jurist, until: noon - 1, number: 61), grant(.jurist, [.kern], number: 62),
      grant(.jurist, [.etiket, .plannen], number: 63),
      grant(.jurist, [.juridisch], approved: false, number: 64),
    ])
    func basis(_ sections: AskedSections) throws -> Identifier? {
      try Self.ask(.open(sections), member(.jurist), facts, .juridisch).permit?.basis.id
    }
    #expect(try basis(.these([.kern])) == id(62))
    #expect(try basis(.these([.plannen])) == id(63))
    #expect(try basis(.all) == id(63))
    #expect(try basis(.these([.kern, .plannen])) == nil)
    #expect(try basis(.these([.juridisch])) == nil)
  }

  @Test("of several memberships the first that permits is the basis, always the same")
  func severalMemberships() throws {
    let both: [MemberFacts.Membership] = [
      .init(.leidinggevende, team: "noord"), .init(.jeugdbeschermer),
    ]
    let facts = dossier([period(.betrokken)])
    for memberships in [both, both.reversed()] {
      let who = MemberFacts(id: me, person: me, memberships: memberships)
      #expect(try Self.ask(.open(.all), who, facts, .uitvoering).permit?.role == .jeugdbeschermer)
      #expect(try Self.ask(.open(.all), who, facts, .klacht).permit?.role == .leidinggevende)
      #expect(try Self.ask(.open(.all), who, facts, .toezicht).code == .purposeNotAllowed)
    }
    let teams = MemberFacts(
      id: me, person: me,
      memberships: [.init(.leidinggevende, team: "noord"), .init(.leidinggevende, team: "zuid")])
    #expect(try Self.ask(.open(.all), teams, dossier(), .klacht).permit?.basis.kind == .team)
  }

  @Test("a list needs a role that reads, and per dossier a basis")
  func list() throws {
    #expect(try Self.ask(.list, member(.jeugdbeschermer), nil, .uitvoering).permit != nil)
    #expect(try Self.ask(.list, member(.fg), nil, .datalek).code == .roleReadsNot)
    #expect(try Self.ask(.list, member(.jurist), nil, .klacht).code == .purposeNotAllowed)
    let strange = dossier([period(.regie, of: other)])
    #expect(
      try Self.ask(.list, member(.jeugdbeschermer), strange, .uitvoering).code == .notInvolved)
    let mine = try Self.ask(.list, member(.jeugdbeschermer), dossier([period(.regie)]), .crisis)
    #expect(mine.permit?.sections == [.etiket])
  }

  @Test("R9 an append needs the basis again, and the right to write")
  func append() throws {
    #expect(try Self.ask(.append([.kern, .journaal])).permit?.basis.kind == .regie)
    let jurist = dossier(grants: [grant(.jurist)])
    #expect(try Self.ask(.append([.juridisch]), member(.jurist), jurist).permit != nil)
    let refused = try Self.ask(.append([.juridisch, .kern]), member(.jurist), jurist)
    #expect(refused.code == .roleWritesNot && refused.refusal?.sections == [.kern])
    #expect(try Self.ask(.append([])).code == .roleWritesNot)
  }

  @Test("R11 noodtoegang is a way on only while the policy has it active")
  func noodtoegang() throws {
    let passive = try Policy(
      rollen: Shipped.bytes("rollen.json"),
      toegang: Shipped.changed("toegang.json", ["noodtoegang", "actief"], false))
    for (policy, offered) in [(passive, false), (try Shipped.policy(), true)] {
      for role in Role.allCases {
        let refusal = Policy.decide(
          Question(
            policy: policy, member: member(role), dossier: nil, act: .open(.all),
            purpose: .crisis, time: noon)
        ).refusal
        #expect(
          refusal?.ways.contains(.noodtoegang) == (offered && role == .jeugdbeschermer))
      }
    }
  }

  @Test("the trace names each rule with ids, codes and times, and ends where it failed")
  func trace() throws {
    let decision = try Self.ask(
      .open(.these([.kern])), member(.jurist), dossier(grants: [grant(.jurist, endedAt: noon)]),
      .juridisch)
    #expect(
      decision.trace.map(\.rule) == [
        .memberActive, .roleHasGround, .purposeAllowed, .roleReads, .involved, .grantInForce,
      ])
    #expect(decision.trace.map(\.held) == [true, true, true, true, true, false])
    #expect(decision.trace.last?.facts.first { $0.name == "grant" }?.value == id(60).hex)
    #expect(decision.trace.last?.facts.first { $0.name == "end" }?.value == String(noon))
    #expect(decision.trace.dropFirst().allSatisfy { $0.role == .jurist })
  }
}
