import Desk
import Policy
import Testing

import enum VaultClient.RefusalWords

@testable import kluis

/// The service sends codes; whoever adds one to policy is told here to give it a text.
@Suite struct PolicyWordsTests {
  @Test(arguments: Refusal.Code.allCases)
  func everyRefusalOfPolicyHasItsText(_ code: Refusal.Code) {
    #expect(RefusalWords.refusal(code.rawValue) != nil)
  }

  @Test(arguments: WayOn.allCases)
  func everyWayOnOfPolicyHasItsText(_ way: WayOn) {
    #expect(RefusalWords.way(way.rawValue) != nil)
  }

  @Test(arguments: Rule.allCases)
  func everyRuleOfPolicyHasItsText(_ rule: Rule) {
    #expect(Texts.rule(rule.rawValue) != nil)
  }
}
