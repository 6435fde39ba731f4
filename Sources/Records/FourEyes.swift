package import Vocabulary

/// Whether enough other people agreed to a request: one pure question.
///
/// Four eyes are the requester and others. The requester never counts, nor does whom it is for; two
/// accounts of one person are one person.
/// - Source: Docs/protocol.md, Four eyes
package enum FourEyes {
  /// What the policy asks.
  package struct Rule: Equatable, Sendable {
    /// How many others must agree.
    package let others: Int
    /// Functions that must each be filled by another person, such as leidinggevende and regie.
    package let required: [SigningFunction]
    /// Functions that may say something at all; at least the required ones.
    package let allowed: Set<SigningFunction>

    package init(
      others: Int, required: [SigningFunction], allowed: Set<SigningFunction> = []
    ) {
      self.others = max(others, required.count)
      self.required = required
      self.allowed = allowed.union(required)
    }
  }

  /// A second whose signature was verified and whose function was found true at that moment, with
  /// the person that the directory names behind the account.
  package struct Vote: Equatable, Sendable {
    package let second: Second
    package let person: Identifier

    package init(_ second: Second, person: Identifier) {
      self.second = second
      self.person = person
    }
  }

  package enum Outcome: Equatable, Sendable {
    case complete
    /// Valid so far; how many are still needed and which required functions are open.
    case pending(others: Int, functions: [SigningFunction])
    case refused(Reason)
  }

  package enum Reason: Error, Equatable, Sendable, CustomStringConvertible {
    case expired
    /// A second over other bytes than this request's.
    case otherRequest
    /// The requester, or whom it is for, as a second.
    case requester
    case samePerson
    /// A function that has no say in this act.
    case function
    /// A second from before the request or after its end.
    case time
    case tegen

    package var description: String {
      switch self {
      case .expired: "the request is no longer valid"
      case .otherRequest: "a second is about another request, or the request was changed"
      case .requester: "who asks, or gets, access cannot also agree to it"
      case .samePerson: "two of the seconds are the same person"
      case .function: "a second has a function that does not decide about this"
      case .time: "a second was given outside the time of the request"
      case .tegen: "a second was against it, and that ends the request"
      }
    }

    package var hint: String {
      switch self {
      case .expired, .tegen: "make a new request, if it is still needed"
      case .requester, .samePerson, .function: "ask somebody else with the right function"
      case .otherRequest, .time: "do not rely on it, and report it to the FG"
      }
    }
  }

  /// Judges a request with the seconds it has so far.
  ///
  /// - Parameters:
  ///   - hash: `RequestAct.hash` of the request's exact bytes.
  ///   - persons: the persons behind the requester and behind the member whom it is for.
  ///   - now: milliseconds UTC; for a check afterwards, the time of the leaf.
  package static func check(
    _ request: RequestAct, hash: [UInt8], persons: Set<Identifier>, votes: [Vote], rule: Rule,
    now: Int64
  ) -> Outcome {
    var seen: Set<Identifier> = []
    for vote in votes {
      let second = vote.second
      guard second.request == hash else { return .refused(.otherRequest) }
      guard second.by != request.requester, second.by != request.objects.member,
        !persons.contains(vote.person)
      else { return .refused(.requester) }
      guard seen.insert(vote.person).inserted else { return .refused(.samePerson) }
      guard rule.allowed.contains(second.function) else { return .refused(.function) }
      guard (request.at..<request.validUntil).contains(second.at) else { return .refused(.time) }
    }
    if votes.contains(where: { $0.second.verdict == .tegen }) { return .refused(.tegen) }
    guard now < request.validUntil else { return .refused(.expired) }
    // Each vote has one function and one person, so filling them in any order finds every fit.
    var open = rule.required
    for vote in votes {
      if let index = open.firstIndex(of: vote.second.function) { open.remove(at: index) }
    }
    let missing = max(rule.others - votes.count, open.count)
    return missing == 0 ? .complete : .pending(others: missing, functions: open)
  }
}
