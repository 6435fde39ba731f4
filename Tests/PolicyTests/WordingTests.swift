import Policy
import Testing

@Suite struct WordingTests {
  @Test("every refusal and every way on has a sentence in both languages, each its own")
  func sentences() {
    let all = Refusal.Code.allCases.map(\.wording) + WayOn.allCases.map(\.wording)
    for wording in all {
      for text in [wording.nl, wording.en] {
        #expect(text.hasSuffix(".") && text.first?.isUppercase == true)
        #expect(text.split(separator: " ").count <= 16, "\(text)")
      }
      #expect(wording.nl != wording.en)
    }
    #expect(Set(all.map(\.nl)).count == all.count && Set(all.map(\.en)).count == all.count)
    let rules = Rule.allCases.map(\.wording) + FloorRule.allCases.map(\.wording)
    #expect(Set(rules.map(\.nl)).count == rules.count && rules.allSatisfy { !$0.en.isEmpty })
  }
}
