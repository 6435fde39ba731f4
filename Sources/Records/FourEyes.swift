package import Vocabulary

/// Whether enough other people agreed to a request: one pure question.
///
/// Four eyes are the requester and others. The requester never counts, nor does whom it is for; two
/// accounts of one person are one person.
/// - Source: Docs/protocol.md, Four eyes
package enum FourEyes {
  /// What the policy asks for one act.
  package struct Rule: Equatable, Sendable {
    /// How many others must agree.
    package let others: Int
    /// Seats that must each be filled by another person: any one of the seat's functions.
    ///
    /// Only functions that have a seat may say anything at all.
    package let seats: [Set<SigningFunction>]

    package init(others: Int, seats: [Set<SigningFunction>]) {
      self.others = max(others, seats.count)
      self.seats = seats
    }

    /// Seats of one function each, such as leidinggevende and regie.
    package init(others: Int, required: [SigningFunction]) {
      self.init(others: others, seats: required.map { [$0] })
    }

    package var allowed: Set<SigningFunction> { seats.reduce(into: []) { $0.formUnion($1) } }

    /// The seats that stay empty when these functions sit down as well as they can.
    package func empty(after functions: [SigningFunction]) -> [Set<SigningFunction>] {
      var taken: [Int: Int] = [:]
      for person in functions.indices {
        var tried: Set<Int> = []
        _ = seat(person, functions, &taken, &tried)
      }
      return seats.indices.filter { taken[$0] == nil }.map { seats[$0] }
    }

    /// Finds a seat for one person, moving others where that helps: an augmenting path.
    private func seat(
      _ person: Int, _ functions: [SigningFunction], _ taken: inout [Int: Int],
      _ tried: inout Set<Int>
    ) -> Bool {
      for place in seats.indices where seats[place].contains(functions[person]) {
        guard tried.insert(place).inserted else { continue }
        if let other = taken[place], !seat(other, functions, &taken, &tried) { continue }
        taken[place] = person
        return true
      }
      return false
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
    /// Valid so far; how many are still needed and which seats are open.
    case pending(others: Int, seats: [Set<SigningFunction>])
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
  ///   - persons: the persons behind `request.interested`.
  ///   - now: milliseconds UTC; for a check afterwards, the time of the leaf.
  package static func check(
    _ request: RequestAct, hash: [UInt8], persons: Set<Identifier>, votes: [Vote], rule: Rule,
    now: Int64
  ) -> Outcome {
    var seen: Set<Identifier> = []
    let end = request.isReviewed ? .max : request.validUntil
    for vote in votes {
      let second = vote.second
      guard second.request == hash else { return .refused(.otherRequest) }
      guard !request.interested.contains(second.by), !persons.contains(vote.person)
      else { return .refused(.requester) }
      guard seen.insert(vote.person).inserted else { return .refused(.samePerson) }
      guard rule.allowed.contains(second.function) else { return .refused(.function) }
      guard (request.at..<end).contains(second.at) else { return .refused(.time) }
    }
    if votes.contains(where: { $0.second.verdict == .tegen }) { return .refused(.tegen) }
    guard now < end else { return .refused(.expired) }
    let open = rule.empty(after: votes.map(\.second.function))
    let missing = max(rule.others - votes.count, open.count)
    return missing == 0 ? .complete : .pending(others: missing, seats: open)
  }
}
