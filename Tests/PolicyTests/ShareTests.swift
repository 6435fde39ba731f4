import Calendar
import Policy
import Sharing
import Testing
import Vocabulary

/// R18, R21: what goes to whom, as a table of its own, and not the file again.
@Suite struct ShareTests {
  static let letters: [Section: Character] = [
    .etiket: "e", .kern: "k", .plannen: "p", .journaal: "j", .onderzoek: "o", .juridisch: "r",
  ]

  /// Sections, whether the BSN goes, and the grounds besides consent.
  static let kinds: [PartnerKind: (sections: String, bsn: Bool, grounds: Set<String>)] = [
    .wijkteam: ("kp", true, ["wettelijke-plicht", "vitaal-belang", "veiligheid-kind"]),
    .school: ("kp", false, ["vitaal-belang", "veiligheid-kind"]),
    .ggz: ("kp", true, ["vitaal-belang", "veiligheid-kind"]),
    .veiligThuis: ("kpj", true, ["meldcode", "vitaal-belang", "veiligheid-kind"]),
    .raad: ("kpor", true, ["raadsonderzoek", "wettelijke-plicht", "vitaal-belang"]),
    .politie: ("k", false, ["wettelijke-plicht", "vitaal-belang"]),
    .gecertificeerdeInstelling: (
      "kpjor", true, ["maatregel", "wettelijke-plicht", "vitaal-belang", "veiligheid-kind"]
    ),
    .overig: ("kp", false, []),
  ]

  static let until = noon + 7 * dayLong

  func decide(
    _ act: Act, _ who: MemberFacts = member(.jeugdbeschermer),
    _ facts: DossierFacts? = dossier([period(.regie)]), policy: Policy? = nil
  ) throws -> Decision {
    Policy.decide(
      Question(
        policy: try policy ?? Shipped.policy(), member: who, dossier: facts, act: act, purpose: nil,
        time: noon))
  }

  func share(
    _ sections: Set<Section>, _ kind: PartnerKind = .gecertificeerdeInstelling,
    ground: String = SharePolicy.consent, until: Int64 = until
  ) -> Act {
    .share(sections, ShareTerms(kind: kind, ground: ground, until: until))
  }

  @Test("R21 every kind of partner × section: no more than its task needs, the label to nobody")
  func sections() throws {
    let sharing = try #require(try Shipped.policy().sharing)
    #expect(Set(Self.kinds.keys) == Set(PartnerKind.allCases))
    for (kind, row) in Self.kinds {
      #expect(sharing[kind].bsn == row.bsn && sharing[kind].consent)
      for section in Section.allCases {
        let letter = try #require(Self.letters[section])
        let decision = try decide(share([section], kind))
        let gets = row.sections.contains(letter)
        #expect(decision.code == (gets ? nil : .partnerGetsNot), "\(kind) \(section)")
        #expect(decision.trace.allSatisfy { $0.held } == gets)
        if gets {
          #expect(decision.permit?.sections == [section] && decision.permit?.duties == [.log])
          #expect(decision.permit?.basis.kind == .regie)
        } else {
          #expect(decision.refusal?.sections == [section])
        }
      }
    }
  }

  @Test("R18 every kind of partner × ground: consent, or a ground that the policy has for it")
  func grounds() throws {
    let policy = try #require(try Shipped.policy().sharing)
    for (kind, row) in Self.kinds {
      for ground in policy.grounds.map(\.code) + ["toestemming", "omdat-het-kan", ""] {
        let decision = try decide(share([.kern], kind, ground: ground))
        let held = ground == "toestemming" || row.grounds.contains(ground)
        #expect(decision.code == (held ? nil : .groundNotAllowed), "\(kind) \(ground)")
        #expect(held || decision.refusal?.ways == [.chooseGround])
      }
    }
  }

  @Test("a ground in the member's own words does not stand in the trace")
  func traceHasCodesOnly() throws {
    let decision = try decide(share([.kern], ground: "de buurman vroeg erom"))
    let facts = decision.trace.flatMap(\.facts)
    #expect(!facts.contains { $0.value.contains("buurman") })
    #expect(facts.contains { $0.name == "ground" && $0.value == "none" })
  }

  @Test("a bundle is valid until the end of a Dutch day, as long as the policy says, no longer")
  func term() throws {
    let today = try #require(DutchClock(milliseconds: noon)).date
    let last = try #require(today.adding(days: 31).flatMap(DutchClock.start))
    for (until, held) in [
      (last, true), (last + 1, false), (noon + 1, true), (noon, false), (noon - dayLong, false),
      (Int64.max, false), (Int64.min, false),
    ] {
      let code = try decide(share([.kern], until: until)).code
      #expect(code == (held ? nil : .termNotAllowed), "\(until)")
    }
  }

  @Test("R9 who shares: only by the right to share, and by the member's own ground")
  func members() throws {
    let everything = dossier([period(.regie)], grants: [grant(.jurist), grant(.toezichthouder)])
    for role in Role.allCases {
      let decision = try decide(share([.kern]), member(role, team: "noord"), everything)
      #expect(decision.code == (role == .jeugdbeschermer ? nil : .roleSharesNot), "\(role)")
    }
    for (facts, code) in [
      (dossier([period(.betrokken)]), nil), (dossier([period(.regie, of: other)]), .notInvolved),
      (dossier([period(.regie, until: noon)]), .notInvolved), (nil, .notInvolved),
    ] as [(DossierFacts?, Refusal.Code?)] {
      #expect(try decide(share([.kern]), member(.jeugdbeschermer), facts).code == code)
    }
    #expect(try decide(share([])).code == .roleSharesNot)
  }

  @Test("R11 a noodtoegang reads and does not share")
  func emergency() throws {
    let facts = DossierFacts(
      id: family, team: "noord", involvement: [period(.regie, of: other)],
      emergencies: [EmergencyFacts(id: id(70), member: me, until: noon + 10)])
    let opened = Policy.decide(
      Question(
        policy: try Shipped.policy(), member: member(.jeugdbeschermer), dossier: facts,
        act: .open(.all), purpose: .crisis, time: noon))
    #expect(opened.permit?.basis.kind == .noodtoegang)
    #expect(try decide(share([.kern]), member(.jeugdbeschermer), facts).code == .notInvolved)
    #expect(try decide(.bundle([.kern]), member(.jeugdbeschermer), facts).code == .notInvolved)
  }

  @Test("a jurist whom the policy lets share does so within the grant, not beyond it")
  func grants() throws {
    let rights = Dictionary(
      uniqueKeysWithValues: Section.allCases.map { ($0.name, ["lezen", "delen"]) })
    let policy = try Policy(
      rollen: Shipped.changed("rollen.json", ["rollen", "jurist", "secties"], rights),
      toegang: Shipped.bytes("toegang.json"), overdracht: Shipped.bytes("overdracht.json"))
    let facts = dossier(grants: [grant(.jurist, [.kern, .juridisch])])
    for act in [share([.kern, .juridisch]), .bundle([.kern])] {
      let permit = try decide(act, member(.jurist), facts, policy: policy).permit
      #expect(permit?.basis.kind == .grant && permit?.until == noon + 10)
    }
    for act in [share([.kern, .plannen]), .bundle([.plannen])] {
      let refusal = try decide(act, member(.jurist), facts, policy: policy).refusal
      #expect(refusal?.code == .roleSharesNot && refusal?.sections == [.plannen])
    }
  }

  @Test("a set without overdracht.json shares nothing; what was sealed before can be recalled")
  func noPolicy() throws {
    let two = try Policy(
      rollen: Shipped.bytes("rollen.json"), toegang: Shipped.bytes("toegang.json"))
    #expect(two.sharing == nil)
    for kind in PartnerKind.allCases {
      #expect(try decide(share([.kern], kind), policy: two).code == .noSharePolicy)
    }
    #expect(try decide(.bundle([.kern]), policy: two).permit != nil)
  }

  @Test("R20 what comes after the sealing: who shares these sections, or the team's leidinggevende")
  func afterwards() throws {
    let mine = dossier([period(.regie)])
    let all = Set(Section.allCases)
    #expect(try decide(.bundle(all), member(.jeugdbeschermer), mine).permit?.basis.kind == .regie)
    let leader = try decide(.bundle([.kern]), member(.leidinggevende, team: "noord"), mine)
    #expect(leader.permit?.basis.kind == .team)
    let others: [(MemberFacts, Refusal.Code)] = [
      (member(.leidinggevende, team: "zuid"), .notInvolved),
      (member(.jurist), .roleSharesNot), (member(.toezichthouder), .roleSharesNot),
      (member(.fg), .roleSharesNot), (member(.beheerder), .roleSharesNot),
      (member(.custodian), .roleSharesNot),
    ]
    for (who, code) in others {
      #expect(try decide(.bundle([.kern]), who, mine).code == code)
    }
  }

  @Test("no such bundle and a stranger's bundle get the same refusal, to the letter")
  func nothingTellsThatABundleExists() throws {
    // Of this set a jeugdbeschermer does not share everything.
    let policy = try Policy(
      rollen: Shipped.changed(
        "rollen.json", ["rollen", "jeugdbeschermer", "secties", "onderzoek"], ["lezen"]),
      toegang: Shipped.bytes("toegang.json"), overdracht: Shipped.bytes("overdracht.json"))
    for role in Role.allCases {
      let who = member(role, team: "zuid")
      let unknown = try decide(.bundle([]), who, nil, policy: policy).refusal
      let strangers = try decide(
        .bundle([.kern, .onderzoek]), who, dossier([period(.regie, of: other)]), policy: policy
      ).refusal
      #expect(unknown != nil && unknown == strangers, "\(role)")
    }
  }

  @Test("every ground that is shipped is of use to somebody")
  func groundsAreUsed() throws {
    let policy = try #require(try Shipped.policy().sharing)
    let used = Set(PartnerKind.allCases.flatMap { policy[$0].grounds })
    #expect(Set(policy.grounds.map(\.code)) == used)
  }
}
