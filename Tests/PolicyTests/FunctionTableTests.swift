import Policy
import Testing
import Vocabulary

/// R9, R12: who may do what, as rows of a table: `+` permitted, `n` not-involved, `a` act-not-allowed.
@Suite struct FunctionTableTests {
  static let columns = [
    "create", "involve", "end", "hand", "consult", "endgrant", "request", "sec-regie", "sec-leid",
    "head", "wraps", "explain", "readlog", "copylog", "readdir", "adddir",
    "backup",
  ]

  static let table: [(row: String, cells: String)] = [
    ("regie          ", "+ + + + + + a + a + + a a a + a a"),
    ("betrokken      ", "+ a a a a a a a a + a a a a + a a"),
    ("uninvolved     ", "+ n n n n n a n a + n a a a + a a"),
    ("unknown        ", "+ n n n n n a n a n n a a a + a a"),
    ("regie-is-over  ", "+ n n n n n a n a + n a a a + a a"),
    ("leid-own       ", "a + + + + + a a + + + + a a + a a"),
    ("leid-other     ", "a n n n n n a a n n n n a a + a a"),
    ("jurist-grant   ", "a a a a a a a a a a a a a a + a a"),
    ("toezicht       ", "a a a a a a + a a + a a a a + a a"),
    ("toezicht-unkn  ", "a a a a a a n a a n a a a a + a a"),
    ("fg             ", "a a a a a a a a a a a + + + + + a"),
    ("beheerder      ", "a a a a a a a a a a a a a a + + +"),
    ("custodian      ", "a a a a a a a a a a a a a a + + a"),
  ]

  static func actor(_ row: String) -> (MemberFacts, DossierFacts?)? {
    switch row.filter({ $0 != " " }) {
    case "regie": (member(.jeugdbeschermer), dossier([period(.regie)]))
    case "betrokken": (member(.jeugdbeschermer), dossier([period(.betrokken)]))
    case "uninvolved": (member(.jeugdbeschermer), dossier([period(.regie, of: other)]))
    case "unknown": (member(.jeugdbeschermer), nil)
    case "regie-is-over": (member(.jeugdbeschermer), dossier([period(.regie, until: noon)]))
    case "leid-own": (member(.leidinggevende, team: "noord"), dossier())
    case "leid-other": (member(.leidinggevende, team: "zuid"), dossier())
    case "jurist-grant": (member(.jurist), dossier(grants: [grant(.jurist)]))
    case "toezicht": (member(.toezichthouder), dossier())
    case "toezicht-unkn": (member(.toezichthouder), nil)
    case "fg": (member(.fg), dossier())
    case "beheerder": (member(.beheerder), dossier())
    case "custodian": (member(.custodian), dossier())
    default: nil
    }
  }

  /// A well-formed act, so that only the function decides.
  static func act(_ column: String) -> (Act, Purpose?)? {
    let colleague = member(.jeugdbeschermer, number: 3)
    func terms(_ role: Role) -> GrantTerms {
      GrantTerms(
        grantee: member(role, number: 4), sections: [.kern], from: noon, until: noon + dayLong)
    }
    let supervisor = member(.toezichthouder, number: 4)
    return switch column {
    case "create": (.create, nil)
    case "involve": (.involve(colleague), nil)
    case "end": (.endInvolvement(of: colleague), nil)
    case "hand": (.handOverRegie(to: colleague), nil)
    case "consult": (.grantConsult(terms(.jurist)), .juridisch)
    case "endgrant": (.endGrant, nil)
    case "request":
      (
        .requestAct(
          .grantToezichthouder, .grant(terms(.toezichthouder)), validUntil: noon + 1,
          hasReason: false),
        .toezicht
      )
    case "sec-regie":
      (
        .second(.grantToezichthouder, as: .regie, interested: [supervisor]),
        nil
      )
    case "sec-leid":
      (
        .second(
          .grantToezichthouder, as: .role(.leidinggevende), interested: [supervisor]), nil
      )
    case "head": (.readHead, nil)
    case "wraps": (.readWraps([.kern]), nil)
    case "explain": (.explain, nil)
    case "readlog": (.readLog, nil)
    case "copylog": (.exportLog, nil)
    case "readdir": (.readDirectory, nil)
    case "adddir": (.appendDirectory, nil)
    case "backup": (.backUp, nil)
    default: nil
    }
  }

  @Test("R9 R12 every function × act")
  func everyCell() throws {
    let policy = try Shipped.policy()
    for (row, cells) in Self.table {
      let (who, facts) = try #require(Self.actor(row))
      let marks = cells.split(separator: " ")
      try #require(marks.count == Self.columns.count)
      for (column, mark) in zip(Self.columns, marks) {
        let (act, purpose) = try #require(Self.act(column))
        let decision = Policy.decide(
          Question(
            policy: policy, member: who, dossier: facts, act: act, purpose: purpose, time: noon))
        let expected: Refusal.Code? =
          switch mark {
          case "+": nil
          case "n": .notInvolved
          default: .actNotAllowed
          }
        #expect(decision.code == expected, "\(row) \(column)")
      }
    }
  }

  @Test("a suspended or departed member is refused everything", arguments: Role.allCases)
  func suspended(role: Role) throws {
    let policy = try Shipped.policy()
    let everything = dossier([period(.regie)], grants: [grant(.jurist), grant(.toezichthouder)])
    let acts =
      try Self.columns.map { try #require(Self.act($0)).0 } + [
        .list, .open(.all), .openForWriting(.all), .append([.kern]),
      ]
    for standing in [MemberFacts.Standing.suspended, .departed] {
      for act in acts {
        for purpose in Purpose.allCases {
          let decision = Policy.decide(
            Question(
              policy: policy, member: member(role, team: "noord", standing: standing),
              dossier: everything, act: act, purpose: purpose, time: noon))
          #expect(decision.code == .suspended)
          #expect(decision.trace.count == 1 && decision.refusal?.ways == [.askBeheerder])
        }
      }
    }
  }

  @Test("a member without any membership is refused everything")
  func nobody() throws {
    let nobody = MemberFacts(id: me, person: me, memberships: [])
    for column in Self.columns {
      let (act, purpose) = try #require(Self.act(column))
      let decision = Policy.decide(
        Question(
          policy: try Shipped.policy(), member: nobody, dossier: dossier([period(.regie)]),
          act: act, purpose: purpose, time: noon))
      #expect(decision.code == .actNotAllowed)
    }
    let open = Policy.decide(
      Question(
        policy: try Shipped.policy(), member: nobody, dossier: dossier(), act: .open(.all),
        purpose: .uitvoering, time: noon))
    #expect(open.code == .actNotAllowed)
  }
}
