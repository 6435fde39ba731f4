import Policy
import Records
import Vocabulary

extension ActContext {
  /// The roles of those who decide about an act: who must be able to read why it is asked.
  func deciders(of act: RequestAct.Act) -> Set<Role> {
    Set((rules.fourEyes(act)?.allowed ?? []).map(\.role))
  }
}

extension RuleSet {
  /// What the policy asks for this act, as the check over signed records takes it; nil for an act
  /// that the policy does not know.
  func fourEyes(_ act: RequestAct.Act) -> FourEyes.Rule? {
    FourEyesAct(act).flatMap { policy.access.rule(for: $0) }.map { rule in
      FourEyes.Rule(
        others: Int(rule.count),
        seats: rule.seats.map { Set($0.compactMap { SigningFunction(name: $0.name) }) })
    }
  }
}
