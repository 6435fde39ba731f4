import Policy
import Testing
import Vocabulary

/// R12: the requester and two others, one regie and one leidinggevende.
@Suite struct FourEyesTests {
  static let request = PendingRequest(
    requester: id(1), subject: id(2), at: 100, validUntil: 200)

  static func second(_ person: UInt8, _ function: String, agrees: Bool = true) -> Second {
    Second(
      person: id(person), function: Function(name: function) ?? .role(.fg), agrees: agrees)
  }

  static let courses: [(seconds: [Second], state: FourEyesRule.State)] = [
    ([], .open(missing: [.role(.leidinggevende), .regie])),
    ([second(3, "regie")], .open(missing: [.role(.leidinggevende)])),
    ([second(3, "regie"), second(4, "leidinggevende")], .complete),
    (
      [second(3, "regie"), second(3, "leidinggevende")], .open(missing: [.role(.leidinggevende)])
    ),
    ([second(3, "regie"), second(4, "regie")], .open(missing: [.role(.leidinggevende)])),
    ([second(1, "regie"), second(4, "leidinggevende")], .open(missing: [.regie])),
    ([second(2, "regie"), second(4, "leidinggevende")], .open(missing: [.regie])),
    ([second(3, "jurist"), second(4, "leidinggevende")], .open(missing: [.regie])),
    ([second(3, "fg", agrees: false)], .open(missing: [.role(.leidinggevende), .regie])),
    ([second(3, "regie", agrees: false)], .opposed),
    ([second(3, "regie"), second(4, "leidinggevende", agrees: false)], .opposed),
    (
      [
        second(3, "regie"), second(4, "leidinggevende"),
        second(5, "leidinggevende", agrees: false),
      ], .opposed
    ),
  ]

  @Test("R12 two other persons, every function, one tegen ends it", arguments: courses)
  func states(seconds: [Second], state: FourEyesRule.State) throws {
    let rule = try #require(try Shipped.policy().access.rule(for: .grantToezichthouder))
    #expect(rule.state(of: Self.request, seconds: seconds, at: 150) == state)
  }

  @Test("R12 a request stands in [at, validUntil)")
  func times() throws {
    let rule = try #require(try Shipped.policy().access.rule(for: .grantToezichthouder))
    let both = [Self.second(3, "regie"), Self.second(4, "leidinggevende")]
    for (time, state) in [
      (99 as Int64, FourEyesRule.State.expired), (100, .complete), (199, .complete),
      (200, .expired),
    ] {
      #expect(rule.state(of: Self.request, seconds: both, at: time) == state)
    }
  }

  @Test("R12 a policy may ask for more than two")
  func three() throws {
    let policy = try Policy(
      rollen: Shipped.bytes("rollen.json"),
      toegang: Shipped.changed("toegang.json", ["vier_ogen", "grant-toezichthouder", "aantal"], 3))
    let rule = try #require(policy.access.rule(for: .grantToezichthouder))
    let two = [Self.second(3, "regie"), Self.second(4, "leidinggevende")]
    #expect(rule.state(of: Self.request, seconds: two, at: 150) == .open(missing: []))
    let three = two + [Self.second(5, "leidinggevende")]
    #expect(rule.state(of: Self.request, seconds: three, at: 150) == .complete)
  }
}
