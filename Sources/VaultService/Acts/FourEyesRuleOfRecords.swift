import Records

extension RuleSet {
  /// The policy's numbers for a toezichthouder's grant, as the check over signed records takes them.
  var toezichthouderRule: FourEyes.Rule {
    let numbers = toezichthouderNumbers
    return FourEyes.Rule(
      others: numbers.others, required: numbers.functions.compactMap(SigningFunction.init(name:)))
  }
}
