package import Vocabulary

/// A rule of the decision, by a stable name.
package enum Rule: String, CaseIterable, Sendable {
  case memberActive = "member-active"
  case roleHasGround = "role-has-ground"
  case purposeAllowed = "purpose-allowed"
  case roleReads = "role-reads"
  case roleWrites = "role-writes"
  case readsHistory = "reads-history"
  case involved
  case ownTeam = "own-team"
  case grantApproved = "grant-approved"
  case grantInForce = "grant-in-force"
  case grantNamesSections = "grant-names-sections"
  case functionAllows = "function-allows"
  case functionHeld = "function-held"
  case notOneself = "not-oneself"
  case subjectFit = "subject-fit"
  case termAllowed = "term-allowed"
  case emergencyAllowed = "emergency-allowed"
  case emergencyInForce = "emergency-in-force"
  case reasonGiven = "reason-given"
  case sharingAllowed = "sharing-allowed"
  case roleShares = "role-shares"
  case partnerGets = "partner-gets"
  case groundAllowed = "ground-allowed"
}

/// Whether one rule held, for which membership, and on which facts: ids, codes and times only.
package struct RuleOutcome: Equatable, Sendable {
  package struct Fact: Equatable, Sendable {
    package let name: String
    package let value: String
  }

  package let rule: Rule
  /// Nil for rules about the member as a whole.
  package let role: Role?
  package let held: Bool
  package let facts: [Fact]
}

/// One membership or function held against the rules, until the first that does not hold.
struct Trial {
  let role: Role?
  private(set) var outcomes: [RuleOutcome] = []
  private(set) var refusal: Refusal?

  init(role: Role?) {
    self.role = role
  }

  /// Notes the outcome of a rule; when it does not hold, the trial ends in this refusal.
  mutating func rule(
    _ rule: Rule, _ held: Bool, _ facts: KeyValuePairs<String, String> = [:],
    else code: Refusal.Code, sections: [Section] = [], ways: [WayOn] = []
  ) -> Bool {
    let facts = facts.map { RuleOutcome.Fact(name: $0.key, value: $0.value) }
    outcomes.append(RuleOutcome(rule: rule, role: role, held: held, facts: facts))
    if !held { refusal = Refusal(code: code, sections: sections, ways: ways) }
    return held
  }

  /// How far it came; of several refused trials the furthest is the one that is told.
  var rulesHeld: Int { outcomes.count { $0.held } }
}

extension Collection<Section> {
  /// The names in their order, for a fact.
  var names: String { sorted().map(\.name).joined(separator: " ") }
}
