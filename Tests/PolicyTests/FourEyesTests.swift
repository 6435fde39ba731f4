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

  @Test("R12 a policy may ask for more than two")
  func three() throws {
    let policy = try Policy(
      rollen: Shipped.bytes("rollen.json"),
      toegang: Shipped.changed("toegang.json", ["vier_ogen", "grant-toezichthouder", "aantal"], 3))
    #expect(policy.access.rule(for: .grantToezichthouder)?.count == 3)
  }
}
