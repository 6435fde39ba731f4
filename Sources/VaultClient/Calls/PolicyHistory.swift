import AuditLog
import Directory
package import Records
import StrictJSON
import Vocabulary

/// A policy set that was in force, and by whose word.
package struct PolicyStep: Equatable, Sendable {
  package let set: PolicySet
  /// From when, milliseconds, as the service says; the log says it too.
  package let since: Int64
  /// Nil for the first set of the vault.
  package let request: RequestAct?
  package let seconds: [Second]
}

extension VaultSession {
  /// Every set that was in force, oldest first, each step approved by whom the set before it names.
  package func policyHistory() throws(ClientError) -> [PolicyStep] {
    try policySteps(to: nil)
  }

  /// Demands that this set came, by approved steps, from the one that this device knows.
  ///
  /// The walk is from the vault's first set: an approval acts once, and only the whole shows that.
  func demandApproved(_ hash: [UInt8]) throws(ClientError) {
    guard state.pins.policy != hash else { return }
    _ = try policySteps(to: hash)
  }

  private func policySteps(to wanted: [UInt8]?) throws(ClientError) -> [PolicyStep] {
    let ask = Ask(method: "policy.history", args: [:], action: .policyRead)
    let steps = try perform(ask) { reply throws(CheckFailure) in
      let steps = try readSteps(reply.fields)
      guard let first = steps.first, let last = steps.last else { throw .tampered(.policy) }
      try demand(first.request == nil, .policy)
      var used: Set<Identifier> = []
      for (before, step) in zip(steps, steps.dropFirst()) {
        try demand(approved(step, by: before.set), .policy)
        try demand(step.request.map { used.insert($0.id).inserted } ?? false, .policy)
      }
      if let wanted { try demand(last.set.hash == wanted, .policy) }
      // Only a service that lost or hides a set does not know the one that it showed before.
      if let pin = state.pins.policy {
        try demand(steps.contains { $0.set.hash == pin }, .policy)
      }
      return steps
    }
    if let last = steps.last { try state.raise(policy: last.set.hash) }
    return steps
  }

  private func readSteps(_ fields: JSONObject) throws(CheckFailure) -> [PolicyStep] {
    let items = try checked(.answer) { () throws(JSONError) in
      try fields.allowOnly(["outcome", "receipt", "sets"])
      return try fields.requireObjects("sets")
    }
    var steps: [PolicyStep] = []
    for item in items {
      let (set, since) = try checked(.policy) { () throws(JSONError) in
        try item.allowOnly(["hash", "request", "seconds", "since"] + PolicyFiles.keys)
        return (try PolicySet.read(item), try item.requireTime("since"))
      }
      guard let set else { throw .tampered(.policy) }
      var request: RequestAct?
      var seconds: [Second] = []
      if item["request"] != nil {
        let found = try readApproval(item)
        (request, seconds) = (found.request, found.seconds)
      }
      steps.append(PolicyStep(set: set, since: since, request: request, seconds: seconds))
    }
    return steps
  }

  /// A request with its seconds, every signature verified and every second about this request.
  func readApproval(
    _ item: JSONObject
  ) throws(CheckFailure) -> (request: RequestAct, hash: [UInt8], seconds: [Second]) {
    let (signed, others) = try checked(.answer) { () throws(JSONError) in
      var others: [Signed] = []
      for second in try item.requireObjects("seconds") { others.append(try Signed(second)) }
      return (try Signed(item.requireObject("request")), others)
    }
    let request: RequestAct = try againstDirectory { directory throws(CheckFailure) in
      try directory.verified(signed, or: .record) { $0.requester }
    }
    let hash = RequestAct.hash(signed.bytes)
    var seconds: [Second] = []
    for other in others {
      let second: Second = try againstDirectory { directory throws(CheckFailure) in
        try directory.verified(other, or: .record) { $0.by }
      }
      try demand(second.request == hash, .record)
      seconds.append(second)
    }
    return (request, hash, seconds)
  }

  /// Whether the people whom `before` names approved this set in its place.
  private func approved(_ step: PolicyStep, by before: PolicySet) -> Bool {
    guard let request = step.request, case .policy(let change) = request.objects,
      change.hash == step.set.hash, change.previous == before.hash, request.policy == before.hash,
      let rule = before.rules.rule(for: .policy),
      let asker = directory.member(request.requester)?.function,
      before.rules.requesters(of: .policy).contains(.role(asker)),
      step.seconds.allSatisfy({ holds($0.function, $0.by) })
    else { return false }
    return FourEyes.check(
      request, hash: RequestAct.hash(request.encode()), persons: persons(request.interested),
      votes: votes(step.seconds), rule: rule, now: step.since) == .complete
  }

  /// Whether the directory ever gave this member this function; an account has one for good.
  private func holds(_ function: SigningFunction, _ member: Identifier) -> Bool {
    guard let role = directory.member(member)?.function else { return false }
    return function == .role(role)
  }

  func persons(_ members: [Identifier]) -> Set<Identifier> {
    Set(members.map { directory.person(of: $0) ?? $0 })
  }

  func votes(_ seconds: [Second]) -> [FourEyes.Vote] {
    seconds.map { FourEyes.Vote($0, person: directory.person(of: $0.by) ?? $0.by) }
  }
}
