import Policy
import Testing

@Suite struct WordingTests {
  @Test("every rule of the floor has a sentence in both languages, each its own")
  func sentences() {
    let all = FloorRule.allCases.map(\.wording)
    #expect(Set(all.map(\.nl)).count == all.count && Set(all.map(\.en)).count == all.count)
    #expect(all.allSatisfy { !$0.nl.isEmpty && $0.nl != $0.en })
  }
}
