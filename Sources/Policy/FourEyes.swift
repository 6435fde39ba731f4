import StrictJSON
package import Vocabulary

/// Acts that need the requester and others besides.
package enum FourEyesAct: String, CaseIterable, Sendable {
  case grantToezichthouder = "grant-toezichthouder"

  /// The role that a grant made by this act is for.
  package var granteeRole: Role {
    switch self {
    case .grantToezichthouder: .toezichthouder
    }
  }
}

/// Who may ask, who must agree, how many, and for how long a request stands.
package struct FourEyesRule: Equatable, Sendable {
  package let requesters: [Function]
  /// Each function must give at least one second.
  package let seconds: [Function]
  /// Seconds that must agree; the requester never counts.
  package let count: Int64
  package let validDays: Int64

  init(_ object: JSONObject) throws(JSONError) {
    try object.allowOnly(["aanvragers", "tweeden", "aantal", "geldig_dagen"])
    requesters = try object.requireFunctions("aanvragers")
    seconds = try object.requireFunctions("tweeden")
    count = try object.requireInt("aantal", within: 0...7)
    validDays = try object.requireInt("geldig_dagen", within: 1...366)
    // A count below the floor is the floor's to refuse, by its name.
    if count >= FloorRule.fewestSeconds && Int64(seconds.count) > count {
      throw object.error(.notAllowed(expected: "at least the number of functions"), "aantal")
    }
  }
}

/// A pending request as its rule needs to see it.
package struct PendingRequest: Equatable, Sendable {
  /// Person ids, not member ids: two accounts of one person are one pair of eyes.
  package let requester: Identifier
  package let subject: Identifier
  /// Milliseconds UTC; valid in [at, validUntil).
  package let at: Int64
  package let validUntil: Int64

  package init(requester: Identifier, subject: Identifier, at: Int64, validUntil: Int64) {
    self.requester = requester
    self.subject = subject
    self.at = at
    self.validUntil = validUntil
  }
}

/// One verified *second*.
package struct Second: Equatable, Sendable {
  package let person: Identifier
  package let function: Function
  package let agrees: Bool

  package init(person: Identifier, function: Function, agrees: Bool) {
    self.person = person
    self.function = function
    self.agrees = agrees
  }
}

extension FourEyesRule {
  package enum State: Equatable, Sendable {
    /// More seconds are needed; the functions that have not spoken yet.
    case open(missing: [Function])
    case complete
    /// One *tegen* ends it, whatever came before or after.
    case opposed
    case expired
  }

  /// Where a request stands; seconds that do not count are passed over.
  ///
  /// A second counts when its function is asked for, it is neither the requester nor the subject,
  /// and the person has not spoken before. Completed means: enough persons, every function.
  package func state(of request: PendingRequest, seconds given: [Second], at time: Int64) -> State {
    var persons: Set<Identifier> = [request.requester, request.subject]
    let counting = given.filter { second in
      seconds.contains(second.function) && persons.insert(second.person).inserted
    }
    if counting.contains(where: { !$0.agrees }) { return .opposed }
    if time < request.at || time >= request.validUntil { return .expired }
    let missing = seconds.filter { function in !counting.contains { $0.function == function } }
    return missing.isEmpty && Int64(counting.count) >= max(count, FloorRule.fewestSeconds)
      ? .complete : .open(missing: missing)
  }
}
