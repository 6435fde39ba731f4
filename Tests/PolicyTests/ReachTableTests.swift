import Policy
import Testing
import Vocabulary

/// R9: who reads and writes what, as a table of its own, and not the code again.
@Suite struct ReachTableTests {
  /// How a member can stand to a dossier.
  enum Relation: String, CaseIterable {
    case unknownDossier, none, regie, betrokken, waarneming, involvementOver, involvementToCome
    case colleagueInvolved, ownTeam, otherTeam, teamOfOtherRegion
    case grant, grantOfTwo, grantEnded, grantExpired, grantToCome, grantUnapproved
    case grantOfColleague, grantForOtherRole

    func facts(_ role: Role) -> DossierFacts? {
      let mine: Role = role == .toezichthouder ? .toezichthouder : .jurist
      let theirs: Role = role == .toezichthouder ? .jurist : .toezichthouder
      switch self {
      case .unknownDossier: return nil
      case .none, .ownTeam, .otherTeam: return dossier()
      case .teamOfOtherRegion: return dossier(region: "west")
      case .regie: return dossier([period(.regie)])
      case .betrokken: return dossier([period(.betrokken)])
      case .waarneming: return dossier([period(.betrokken, until: noon + 1)])
      case .involvementOver: return dossier([period(.regie, until: noon)])
      case .involvementToCome: return dossier([period(.betrokken, since: noon + 1)])
      case .colleagueInvolved: return dossier([period(.regie, of: other)])
      case .grant: return dossier(grants: [Self.grant(mine)])
      case .grantOfTwo: return dossier(grants: [Self.grant(mine, [.kern, .juridisch])])
      case .grantEnded: return dossier(grants: [Self.grant(mine, endedAt: noon)])
      case .grantExpired: return dossier(grants: [Self.grant(mine, until: noon)])
      case .grantToCome: return dossier(grants: [Self.grant(mine, from: noon + 1)])
      case .grantUnapproved: return dossier(grants: [Self.grant(mine, approved: false)])
      case .grantOfColleague: return dossier(grants: [Self.grant(mine, of: other)])
      case .grantForOtherRole: return dossier(grants: [Self.grant(theirs)])
      }
    }

    private static func grant(
      _ role: Role, of member: Identifier = me, _ sections: [Section] = Section.allCases,
      from: Int64 = noon - 10, until: Int64 = noon + 10, endedAt: Int64? = nil,
      approved: Bool = true
    ) -> GrantFacts {
      PolicyTests.grant(
        role, of: member, sections, from: from, until: until, endedAt: endedAt, approved: approved)
    }

    var team: String { self == .ownTeam || self == .teamOfOtherRegion ? "noord" : "zuid" }
  }

  /// Purposes and sections per role: e etiket, k kern, p plannen, j journaal, o onderzoek,
  /// r juridisch.
  static let roles: [Role: (purposes: Set<Purpose>, reads: String, writes: String)] = [
    .jeugdbeschermer: ([.uitvoering, .crisis, .recht], "ekpjor", "ekpjor"),
    .jurist: ([.juridisch, .recht], "ekpr", "r"),
    .leidinggevende: ([.kwaliteitscontrole, .klacht], "ekpjor", ""),
    .toezichthouder: ([.toezicht], "ekpjor", ""),
    .fg: ([], "", ""),
    .beheerder: ([], "", ""),
    .custodian: ([], "", ""),
  ]

  /// The relations that let a role in, with the basis that the log names.
  static let bases: [Role: [Relation: Basis.Kind]] = [
    .jeugdbeschermer: [.regie: .regie, .betrokken: .betrokken, .waarneming: .betrokken],
    .jurist: [.grant: .grant, .grantOfTwo: .grant],
    .leidinggevende: [.ownTeam: .team],
    .toezichthouder: [.grant: .grant, .grantOfTwo: .grant],
  ]

  /// The relations that are refused with a reason of their own; every other: not-involved.
  static let ends: [Role: [Relation: Refusal.Code]] = {
    let grants: [Relation: Refusal.Code] = [
      .grantEnded: .grantEnded, .grantExpired: .grantEnded, .grantUnapproved: .secondPairNeeded,
    ]
    return [.jurist: grants, .toezichthouder: grants]
  }()

  static let letters: [Section: Character] = [
    .etiket: "e", .kern: "k", .plannen: "p", .journaal: "j", .onderzoek: "o", .juridisch: "r",
  ]

  @Test("R9 every role × relation × section × right × purpose", arguments: Role.allCases)
  func everyCell(role: Role) throws {
    let policy = try Shipped.policy()
    let row = try #require(Self.roles[role])
    for relation in Relation.allCases {
      let facts = relation.facts(role)
      let who = member(role, team: relation.team, region: "oost")
      for section in Section.allCases {
        let letter = try #require(Self.letters[section])
        for writes in [false, true] {
          for purpose in Purpose.allCases.map(Optional.some) + [nil] {
            let asked = AskedSections.these([section])
            let decision = Policy.decide(
              Question(
                policy: policy, member: who, dossier: facts,
                act: writes ? .openForWriting(asked) : .open(asked), purpose: purpose, time: noon))
            let reach = writes ? row.writes : row.reads
            let wrongSection: Refusal.Code = writes ? .roleWritesNot : .roleReadsNot
            let expected: Refusal.Code?
            if role.rawValue >= Role.fg.rawValue {
              expected = wrongSection
            } else if purpose.map({ !row.purposes.contains($0) }) ?? true {
              expected = .purposeNotAllowed
            } else if !reach.contains(letter) {
              expected = wrongSection
            } else if Self.bases[role]?[relation] != nil {
              let unnamed = relation == .grantOfTwo && letter != "k" && letter != "r"
              expected = unnamed ? wrongSection : nil
            } else {
              expected = Self.ends[role]?[relation] ?? .notInvolved
            }
            #expect(
              decision.code == expected,
              "\(role) \(relation) \(section) writes=\(writes) \(purpose?.rawValue ?? "-")")
            if let permit = decision.permit {
              #expect(permit.basis.kind == Self.bases[role]?[relation])
              #expect(permit.role == role && permit.sections == [section] && permit.notRead == [])
              #expect(permit.duties.contains(.log))
              #expect(permit.duties.contains(.noExport) == (role == .toezichthouder))
            }
            #expect(decision.trace.allSatisfy { $0.held } == (expected == nil))
          }
        }
      }
    }
  }

  @Test(
    "all: the readable part, the rest named",
    arguments: [
      (Role.jeugdbeschermer, Relation.regie, Purpose.uitvoering, "ekpjor", ""),
      (.jurist, .grant, .juridisch, "ekpr", "jo"),
      (.jurist, .grantOfTwo, .juridisch, "kr", "epjo"),
      (.leidinggevende, .ownTeam, .klacht, "ekpjor", ""),
      (.toezichthouder, .grantOfTwo, .toezicht, "kr", "epjo"),
    ])
  func all(role: Role, relation: Relation, purpose: Purpose, read: String, rest: String) throws {
    let permit = Policy.decide(
      Question(
        policy: try Shipped.policy(), member: member(role, team: relation.team),
        dossier: relation.facts(role), act: .open(.all), purpose: purpose, time: noon)
    ).permit
    func sections(_ letters: String) -> [Section] {
      Section.allCases.filter { Self.letters[$0].map(letters.contains) ?? false }
    }
    #expect(permit?.sections == sections(read))
    #expect(permit?.notRead == sections(rest))
  }

  @Test("asked by name it is all or nothing, and the sections in the way are named")
  func wholeOrNothing() throws {
    let decision = Policy.decide(
      Question(
        policy: try Shipped.policy(), member: member(.jurist),
        dossier: dossier(grants: [grant(.jurist)]),
        act: .open(.these([.kern, .onderzoek, .journaal])), purpose: .juridisch, time: noon))
    #expect(decision.code == .roleReadsNot)
    #expect(decision.refusal?.sections == [.journaal, .onderzoek])
  }

  @Test("an unknown dossier and a stranger's dossier get the same refusal, to the letter")
  func nothingTellsThatADossierExists() throws {
    let policy = try Shipped.policy()
    let subject = member(.jeugdbeschermer, number: 3)
    let terms = GrantTerms(
      grantee: member(.jurist, number: 4), sections: [.kern], from: noon, until: noon + dayLong)
    let acts: [Act] = [
      .open(.all), .open(.these([.kern])), .openForWriting(.all), .append([.kern]),
      .involve(subject), .endInvolvement(of: subject), .handOverRegie(to: subject),
      .grantConsult(terms), .endGrant, .readWraps([.kern]), .explain,
      .second(.grantToezichthouder, as: .regie, interested: [subject]),
    ]
    for role in Role.allCases where role != .fg {
      for act in acts {
        for purpose in Purpose.allCases {
          func ask(_ facts: DossierFacts?) -> Refusal? {
            Policy.decide(
              Question(
                policy: policy, member: member(role, team: "zuid"), dossier: facts, act: act,
                purpose: purpose, time: noon)
            ).refusal
          }
          let unknown = ask(nil)
          #expect(unknown != nil)
          #expect(unknown == ask(dossier([period(.regie, of: other)])), "\(role) \(act)")
        }
      }
    }
  }
}
