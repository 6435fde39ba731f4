import Policy
import Testing
import Vocabulary

/// R12: what four eyes take, as the files say it.
@Suite struct FourEyesTests {
  @Test("R12 a toezichthouder's grant takes two others: the leidinggevende and regie")
  func shipped() throws {
    let rule = try #require(try Shipped.policy().access.rule(for: .grantToezichthouder))
    #expect(rule.seconds == [.role(.leidinggevende), .regie])
    #expect(rule.count == 2)
  }

  /// Per act: who may ask, then who may second in which own function; `n` stands for a stranger.
  static let table: [(act: FourEyesAct, asks: Set<String>, seconds: Set<String>)] = [
    (.grantToezichthouder, ["toezichthouder"], ["regie", "leidinggevende"]),
    // It is taken and not asked for; `kluis` has an act of its own for that.
    (.noodtoegang, ["regie", "jeugdbeschermer"], ["leidinggevende", "fg"]),
    (.policy, ["beheerder"], ["fg", "leidinggevende"]),
    (
      .r3Ground, ["regie", "jeugdbeschermer"],
      ["regie", "jeugdbeschermer", "leidinggevende", "jurist"]
    ),
  ]

  /// Everybody with a ground: who has regie, who is involved, and one of every other role.
  static let people: [(name: String, MemberFacts, DossierFacts)] = [
    ("regie", member(.jeugdbeschermer), dossier([period(.regie)])),
    ("jeugdbeschermer", member(.jeugdbeschermer), dossier([period(.betrokken)])),
    ("leidinggevende", member(.leidinggevende, team: "noord"), dossier()),
    ("jurist", member(.jurist), dossier(grants: [grant(.jurist)])),
    ("toezichthouder", member(.toezichthouder), dossier()),
    ("fg", member(.fg), dossier()), ("beheerder", member(.beheerder), dossier()),
    ("custodian", member(.custodian), dossier()),
  ]

  @Test("R9, R12 every act of four eyes × every function: who asks, who has a say")
  func everyActAndFunction() throws {
    let policy = try Shipped.policy()
    #expect(Set(Self.table.map(\.act)) == Set(FourEyesAct.allCases))
    for row in Self.table {
      for (name, person, dossier) in Self.people {
        let about = row.act.isAboutDossier ? dossier : nil
        let (terms, purpose): (RequestTerms, Purpose?) =
          switch row.act {
          case .grantToezichthouder:
            (
              .grant(
                GrantTerms(
                  grantee: member(.toezichthouder, number: 9), sections: [.kern], from: noon,
                  until: noon + dayLong)), .toezicht
            )
          case .noodtoegang: (.sections([]), .crisis)
          case .policy: (.sections([]), nil)
          case .r3Ground: (.sections([.journaal]), .uitvoering)
          }
        func permits(_ act: Act) -> Bool {
          Policy.decide(
            Question(
              policy: policy, member: person, dossier: about, act: act, purpose: purpose,
              time: noon)
          ).permit != nil
        }
        #expect(
          permits(.requestAct(row.act, terms, validUntil: noon + 1, hasReason: true))
            == row.asks.contains(name),
          "\(name) asks \(row.act.rawValue)")
        let silent = Act.requestAct(row.act, terms, validUntil: noon + 1, hasReason: false)
        #expect(
          permits(silent) == (row.act == .grantToezichthouder && row.asks.contains(name)),
          "\(name) asks \(row.act.rawValue) and does not say why")
        let own: [Function] =
          name == "regie"
          ? [.regie, .role(.jeugdbeschermer)] : [Function(name: name)].compactMap { $0 }
        let other = [member(.custodian, number: 8)]
        #expect(
          own.contains { permits(.second(row.act, as: $0, interested: other)) }
            == row.seconds.contains(name), "\(name) seconds \(row.act.rawValue)")
        #expect(
          !own.contains { permits(.second(row.act, as: $0, interested: [person])) },
          "\(name) seconds what is their own")
        for function in Role.allCases.map(Function.role) + [.regie] where !own.contains(function) {
          #expect(
            !permits(.second(row.act, as: function, interested: other)),
            "\(name) claims \(function.name)")
        }
      }
    }
  }

  @Test("R12 a policy may ask for more than two")
  func three() throws {
    let policy = try Policy(
      rollen: Shipped.bytes("rollen.json"),
      toegang: Shipped.changed("toegang.json", ["vier_ogen", "grant-toezichthouder", "aantal"], 3))
    #expect(policy.access.rule(for: .grantToezichthouder)?.count == 3)
  }
}
