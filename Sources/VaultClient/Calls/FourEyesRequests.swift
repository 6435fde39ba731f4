import AuditLog
import Directory
package import Records
import Sodium
import StrictJSON
package import Vocabulary

/// A request under four eyes as it stands, every signature on it verified.
package struct OpenRequest: Equatable, Sendable {
  package let request: RequestAct
  package let seconds: [Second]
  /// As the service says: open, done or ended.
  package let state: String
  /// H of the request's exact bytes: what a second signs.
  package let hash: [UInt8]
}

extension FourEyes.Rule {
  /// A toezichthouder's grant: leidinggevende and regie, unless policy asks more. (Docs/protocol.md, Four eyes)
  package static let toezicht = FourEyes.Rule(
    others: 2, required: [.role(.leidinggevende), .regie])
}

extension VaultSession {
  /// Asks, as toezichthouder, for access to named sections of one dossier.
  ///
  /// - Parameters:
  ///   - until: the end of the access, milliseconds.
  ///   - validUntil: the end of the request itself; at most 14 days from now.
  /// - Returns: the request's id.
  @discardableResult
  package func requestAccess(
    to dossier: Identifier, sections: [Section], purpose: Purpose, until: Int64,
    validUntil: Int64
  ) throws(ClientError) -> Identifier {
    let state = try accessState(of: dossier)
    let time = now()
    guard until > time, validUntil > time, validUntil - time <= RequestAct.longestValidity,
      !sections.isEmpty
    else { throw .inputRefused(.recordRefused) }
    let act = RequestAct(
      act: .grantToezichthouder, at: time, dossier: dossier, head: state.head, id: .random(),
      objects: RequestAct.Objects(
        member: member, role: .toezichthouder, sections: Set(sections), until: until),
      policy: state.policy, purpose: purpose, requester: member, validUntil: validUntil)
    let signed = act.sign(with: keys.identity.signing)
    let ask = Ask(
      method: "access.request",
      args: .object([("request", signed.json)]), action: .requestAct, dossier: dossier,
      purpose: purpose)
    return try perform(ask) { reply throws(CheckFailure) in
      try demandRecord(reply.leaf, signed, RequestAct.kind)
      return act.id
    }
  }

  /// Open requests, of one dossier or of all that this member may decide about.
  package func requests(
    of dossier: Identifier? = nil
  ) throws(ClientError) -> [OpenRequest] {
    let ask = Ask(
      method: "access.requests",
      args: .object(present: [("dossier", dossier.map { .id($0) })]), action: .requestsRead,
      dossier: dossier)
    return try perform(ask) { reply throws(CheckFailure) in
      let items = try checked(.answer) { () throws(JSONError) in
        try reply.fields.allowOnly(["outcome", "receipt", "requests"])
        return try reply.fields.requireObjects("requests")
      }
      var requests: [OpenRequest] = []
      for item in items { requests.append(try openRequest(item)) }
      return requests
    }
  }

  /// Says `akkoord` or `tegen` to a request; the second that completes it makes the grant too.
  ///
  /// - Parameters:
  ///   - contrary: H of the contrary view in words, when there is one.
  ///   - rule: what policy asks; whether this second is the last is decided by it.
  /// - Returns: the grant's id when access was given.
  @discardableResult
  package func second(
    _ open: OpenRequest, verdict: Second.Verdict, contrary: [UInt8]? = nil,
    rule: FourEyes.Rule = .toezicht
  ) throws(ClientError) -> Identifier? {
    let request = open.request
    guard request.requester != member, request.objects.member != member else {
      throw .inputRefused(.recordRefused)
    }
    let second = Second(
      at: now(), by: member, contrary: contrary, function: approvingFunction, id: .random(),
      request: open.hash, verdict: verdict)
    let signed = second.sign(with: keys.identity.signing)
    guard completes(open, with: second, rule) else {
      return try send(signed, for: request, grant: nil)
    }
    let state = try accessState(of: request.dossier)
    let made = try makeGrant(
      GrantOrder(
        dossier: request.dossier, member: request.objects.member, role: request.objects.role,
        sort: .toezicht, sections: request.objects.sections, purpose: request.purpose,
        until: request.objects.until, request: open.hash), state)
    return try send(signed, for: request, grant: made)
  }

  private func send(
    _ second: Signed, for request: RequestAct, grant: MadeGrant?
  ) throws(ClientError) -> Identifier? {
    var ask = Ask(
      method: "access.second",
      args: .object(present: [
        ("boxes", grant.map { .array($0.boxes) }), ("grant", grant?.signed.json),
        ("second", second.json),
      ]), action: grant == nil ? .second : .grant, alone: .second, dossier: request.dossier,
      purpose: request.purpose)
    if grant != nil { ask.earlier = [.second] }
    return try perform(ask) { reply throws(CheckFailure) in
      try demandRecord(reply.earlier.first ?? reply.leaf, second, Second.kind)
      // Where policy asks for more seconds than we knew of, the grant was not taken.
      guard let grant, !reply.earlier.isEmpty else { return nil }
      try demandRecord(reply.leaf, grant.signed, Grant.kind)
      return grant.id
    }
  }

  private func completes(_ open: OpenRequest, with second: Second, _ rule: FourEyes.Rule) -> Bool {
    let votes = (open.seconds + [second]).map { second in
      FourEyes.Vote(second, person: directory.person(of: second.by) ?? second.by)
    }
    let persons = [open.request.requester, open.request.objects.member]
      .map { directory.person(of: $0) ?? $0 }
    return FourEyes.check(
      open.request, hash: open.hash, persons: Set(persons), votes: votes, rule: rule,
      now: second.at) == .complete
  }

  private func openRequest(_ item: JSONObject) throws(CheckFailure) -> OpenRequest {
    let (request, seconds, state) = try checked(.answer) { () throws(JSONError) in
      try item.allowOnly(["request", "seconds", "state"])
      var seconds: [Signed] = []
      for second in try item.requireObjects("seconds") { seconds.append(try Signed(second)) }
      return (
        try Signed(item.requireObject("request")), seconds, try item.requireString("state")
      )
    }
    let act: RequestAct = try againstDirectory { directory throws(CheckFailure) in
      try directory.verified(request, or: .record) { $0.requester }
    }
    let hash = RequestAct.hash(request.bytes)
    var votes: [Second] = []
    for signed in seconds {
      let second: Second = try againstDirectory { directory throws(CheckFailure) in
        try directory.verified(signed, or: .record) { $0.by }
      }
      try demand(second.request == hash, .record)
      votes.append(second)
    }
    try demand(["open", "done", "ended"].contains(state), .answer)
    return OpenRequest(request: act, seconds: votes, state: state, hash: hash)
  }
}
