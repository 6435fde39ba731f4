import Vocabulary

extension Policy {
  /// Decides one question; the same question always has the same answer.
  ///
  /// A member with several memberships is held against the rules for each, in the order of `Role`;
  /// the first that permits is the basis. Rules that need nothing of the dossier come before those
  /// that do, so that a refusal tells nobody whether a dossier exists.
  package static func decide(_ question: Question) -> Decision {
    var member = Trial(role: nil)
    guard
      member.rule(
        .memberActive, question.member.standing == .active,
        ["member": question.member.id.hex, "standing": question.member.standing.rawValue],
        else: .suspended, ways: [.askBeheerder])
    else {
      return Decision(outcome: .refuse(refusal(of: [member])), trace: member.outcomes)
    }
    var trials = [member]
    for attempt in question.attempts {
      var trial = Trial(role: attempt.role)
      let permit = attempt.run(question, &trial)
      trials.append(trial)
      if let permit {
        return Decision(outcome: .permit(permit), trace: trials.flatMap(\.outcomes))
      }
    }
    return Decision(
      outcome: .refuse(refusal(of: Array(trials.dropFirst()))), trace: trials.flatMap(\.outcomes))
  }

  private static func refusal(of trials: [Trial]) -> Refusal {
    var furthest: Trial?
    for trial in trials where trial.refusal != nil && trial.rulesHeld > (furthest?.rulesHeld ?? -1)
    {
      furthest = trial
    }
    // Nobody without a membership, and no act without a function, is let in.
    return furthest?.refusal ?? Refusal(code: .actNotAllowed, sections: [], ways: [])
  }
}

/// One membership, or one function, that might permit.
enum Attempt {
  case content(MemberFacts.Membership, ContentWish)
  case share(MemberFacts.Membership, ShareWish)
  case function(Function, MemberFacts.Membership, FunctionWish)
  /// None of the member's roles is among those that may.
  case noFunction(FunctionWish)

  var role: Role? {
    switch self {
    case .content(let membership, _), .share(let membership, _), .function(_, let membership, _):
      membership.role
    case .noFunction: nil
    }
  }

  func run(_ question: Question, _ trial: inout Trial) -> Permit? {
    switch self {
    case .content(let membership, let wish):
      return wish.permit(question, membership, &trial)
    case .share(let membership, let wish):
      return wish.permit(question, membership, &trial)
    case .function(let function, let membership, let wish):
      return wish.permit(question, function, membership, &trial)
    case .noFunction(let wish):
      let allowed = wish.functions
      let roles = question.member.ordered.map(\.role.name).joined(separator: " ")
      let names = allowed.map(\.name).joined(separator: " ")
      _ = trial.rule(
        .functionAllows, false, ["allowed": names, "roles": roles], else: wish.notAllowed,
        ways: allowed.ways)
      return nil
    }
  }
}

extension Question {
  fileprivate var attempts: [Attempt] {
    if let wish = ContentWish(act) {
      return member.ordered.map { .content($0, wish) }
    }
    if let wish = ShareWish(act) {
      return member.ordered.map { .share($0, wish) }
    }
    let wish = FunctionWish(act, policy.access)
    let attempts = wish.functions.flatMap { function in
      member.ordered.filter { $0.role == function.role }
        .map { Attempt.function(function, $0, wish) }
    }
    return attempts.isEmpty ? [.noFunction(wish)] : attempts
  }
}

extension [Function] {
  /// Whom to ask who may do it.
  var ways: [WayOn] {
    var ways: [WayOn] = []
    if contains(.regie) { ways.append(.askRegie) }
    if contains(.role(.leidinggevende)) { ways.append(.askLeidinggevende) }
    if contains(.role(.beheerder)) { ways.append(.askBeheerder) }
    return ways
  }
}
