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
  /// In which functions this member may say something about it; none for one's own.
  package let functions: [SigningFunction]
  /// Entries of the request and of each second, in their order: where their words are.
  package let leaves: [Int]
  /// The end of the term for reviewing a noodtoegang, milliseconds; nil for another act.
  package let due: Int64?
}

/// What came of a second.
package struct Seconded: Equatable, Sendable {
  /// Whether it was the last one, and what was asked is done.
  package let done: Bool
  /// The id of the grant that it made.
  package let grant: Identifier?
}

extension VaultSession {
  /// Asks, as toezichthouder, for access to named sections of one dossier.
  ///
  /// - Parameters:
  ///   - until: the end of the access, milliseconds.
  ///   - validUntil: the end of the request itself; at most 14 days from now.
  ///   - words: why, for the FG and for those who decide.
  /// - Returns: the request's id.
  @discardableResult
  package func requestAccess(
    to dossier: Identifier, sections: [Section], purpose: Purpose, until: Int64,
    validUntil: Int64, words: Words? = nil
  ) throws(ClientError) -> Identifier {
    let state = try accessState(of: dossier)
    let time = now()
    guard until > time, validUntil > time, validUntil - time <= RequestAct.longestValidity,
      !sections.isEmpty
    else { throw .inputRefused(.recordRefused) }
    return try ask(
      RequestAct(
        at: time, id: .random(),
        objects: .grantToezichthouder(
          RequestAct.Access(
            member: member, role: .toezichthouder, sections: Set(sections), until: until)),
        place: RequestAct.Place(dossier: dossier, head: state.head, purpose: purpose),
        policy: state.policy, reason: words?.hash, requester: member, validUntil: validUntil),
      words: words)
  }

  /// Asks two others to agree to the ground on which an entry was collected without the family's
  /// knowledge.
  ///
  /// - Parameters:
  ///   - opened: the dossier as it was just read; the request is about its head.
  ///   - revision: one of its revisions; a newer one voids the request.
  ///   - words: the ground, for the FG and for those who decide.
  @discardableResult
  package func requestGround(
    of revision: OpenedRevision, in opened: OpenedDossier, purpose: Purpose, validUntil: Int64,
    words: Words
  ) throws(ClientError) -> Identifier {
    let time = now()
    guard validUntil > time, validUntil - time <= RequestAct.longestValidity,
      opened.revisions.contains(where: {
        $0.entry == revision.entry && $0.revision == revision.revision
      })
    else { throw .inputRefused(.recordRefused) }
    return try ask(
      RequestAct(
        at: time, id: .random(),
        objects: .r3Ground(
          RequestAct.Revision(
            section: revision.section, entry: revision.entry, revision: revision.revision)),
        place: RequestAct.Place(dossier: opened.id, head: opened.head, purpose: purpose),
        policy: try policy().hash, reason: words.hash, requester: member,
        validUntil: validUntil), words: words)
  }

  /// Signs a request and sends it, with what it names beside it.
  ///
  /// - Returns: the request's id.
  func ask(
    _ act: RequestAct, words: Words? = nil, beside: [(String, JSONValue)] = []
  ) throws(ClientError) -> Identifier {
    let signed = act.sign(with: keys.identity.signing)
    var ask = Ask(
      method: "access.request", args: .object([("request", signed.json)] + beside),
      action: .requestAct, dossier: act.dossier, purpose: act.purpose)
    if let words { ask.words = try sealed(words, for: deciders(act.act, under: act.policy)) }
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

  /// Says `akkoord` or `tegen` to a request; the second that completes it brings what was asked.
  ///
  /// - Parameters:
  ///   - words: the contrary view, or a remark: for the FG, the requester and those who decide.
  ///   - function: in which of one's functions; nil for the one that is needed most.
  ///   - rule: what policy asks; nil to read it in the set that the request names.
  @discardableResult
  package func second(
    _ open: OpenRequest, verdict: Second.Verdict, words: Words? = nil,
    as function: SigningFunction? = nil, rule: FourEyes.Rule? = nil
  ) throws(ClientError) -> Seconded {
    let request = open.request
    guard !request.interested.contains(member) else { throw .inputRefused(.recordRefused) }
    let asked: FourEyes.Rule
    if let rule {
      asked = rule
    } else {
      let present = try policy()
      // Another set in between voids what was asked under the one before it.
      guard present.hash == request.policy else { throw .stale }
      guard let rule = present.rules.rule(for: request.act)
      else { throw .inputRefused(.recordRefused) }
      asked = rule
    }
    let second = Second(
      at: now(), by: member, contrary: words?.hash,
      function: function ?? neededFunction(in: open, asked), id: .random(), request: open.hash,
      verdict: verdict)
    let signed = second.sign(with: keys.identity.signing)
    var readers = words == nil ? [] : try deciders(request.act, under: request.policy)
    if let asker = directory.member(request.requester)?.function { readers.insert(asker) }
    let sealed = try sealed(words, for: readers)
    guard completes(open, with: second, asked),
      case .grantToezichthouder(let access) = request.objects, let place = request.place
    else { return try send(signed, sealed, for: request, grant: nil) }
    let state = try accessState(of: place.dossier)
    let made = try makeGrant(
      GrantOrder(
        dossier: place.dossier, member: access.member, role: access.role, sort: .toezicht,
        sections: access.sections, purpose: place.purpose, until: access.until,
        request: open.hash), state)
    return try send(signed, sealed, for: request, grant: made)
  }

  /// The first of one's functions that fills an open seat.
  private func neededFunction(in open: OpenRequest, _ rule: FourEyes.Rule) -> SigningFunction {
    let empty = rule.empty(after: open.seconds.map(\.function))
    let own = open.functions.filter(isOwn)
    return own.first { function in empty.contains { $0.contains(function) } } ?? own.first
      ?? approvingFunction
  }

  /// Whether a function can be this member's; whether regie is, the service knows.
  private func isOwn(_ function: SigningFunction) -> Bool {
    switch function {
    case .role(let named): named == role
    case .regie: role == .jeugdbeschermer
    }
  }

  private func send(
    _ second: Signed, _ words: SealedWords?, for request: RequestAct, grant: MadeGrant?
  ) throws(ClientError) -> Seconded {
    // A policy comes into force in an entry of its own; whether it does, the service may know first.
    let deed: LogAction? =
      switch request.objects {
      case .grantToezichthouder: grant == nil ? nil : .grant
      case .policy: .policy
      case .noodtoegang, .r3Ground: nil
      }
    var ask = Ask(
      method: "access.second",
      args: .object(present: [
        ("boxes", grant.map { .array($0.boxes) }), ("grant", grant?.signed.json),
        ("second", second.json),
      ]), action: deed ?? .second, alone: .second, dossier: request.dossier,
      purpose: request.purpose)
    if deed != nil { ask.earlier = [.second] }
    ask.words = words
    return try perform(ask) { reply throws(CheckFailure) in
      try demandRecord(reply.earlier.first ?? reply.leaf, second, Second.kind)
      let done = try checked(.answer) { () throws(JSONError) in
        try reply.fields.requireBool("done")
      }
      // Where policy asks for more seconds than we knew of, the grant was not taken.
      if let grant, !reply.earlier.isEmpty {
        try demandRecord(reply.leaf, grant.signed, Grant.kind)
        return Seconded(done: done, grant: grant.id)
      }
      if case .policy(let set) = request.objects, !reply.earlier.isEmpty {
        try demand(reply.leaf.record?.hash == set.hash, .leafLink)
      }
      return Seconded(done: done, grant: nil)
    }
  }

  private func completes(_ open: OpenRequest, with second: Second, _ rule: FourEyes.Rule) -> Bool {
    FourEyes.check(
      open.request, hash: open.hash, persons: persons(open.request.interested),
      votes: votes(open.seconds + [second]), rule: rule, now: second.at) == .complete
  }

  private func openRequest(_ item: JSONObject) throws(CheckFailure) -> OpenRequest {
    let (state, functions, leaves) = try checked(.answer) { () throws(JSONError) in
      try item.allowOnly(["due", "functions", "leaves", "request", "seconds", "state"])
      return (
        try item.requireString("state"), try item.requireFunctions("functions"),
        try item.indices("leaves")
      )
    }
    let (request, hash, seconds) = try readApproval(item)
    try demand(["open", "done", "ended"].contains(state), .answer)
    try demand(leaves.count == seconds.count + 1, .answer)
    let due = try checked(.answer) { () throws(JSONError) in
      item["due"] == nil ? nil : try item.requireInt("due")
    }
    return OpenRequest(
      request: request, seconds: seconds, state: state, hash: hash, functions: functions,
      leaves: leaves, due: due)
  }
}
