import Policy

extension RuleSet {
  /// How many others must agree to a toezichthouder's grant, and in which functions, by their names.
  var toezichthouderNumbers: (others: Int, functions: [String]) {
    // The floor guarantees the rule; without it nobody could ever agree.
    guard let rule = policy.access.rule(for: .grantToezichthouder) else { return (.max, []) }
    return (Int(rule.count), rule.seconds.map(\.name))
  }
}
