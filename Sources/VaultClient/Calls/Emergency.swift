import AuditLog
import Directory
package import Records
import StrictJSON
package import Vocabulary

/// Noodtoegang to a dossier, as its opening shows it.
package struct EmergencyAccess: Equatable, Sendable {
  package let request: Identifier
  /// The first millisecond after it.
  package let until: Int64
  /// Set when the opening was not proven to be in the log.
  package let unproven: Unproven?

  package init(request: Identifier, until: Int64, unproven: Unproven? = nil) {
    self.request = request
    self.until = until
    self.unproven = unproven
  }
}

/// Noodtoegang that was taken.
package struct TakenEmergency: Equatable, Sendable {
  package let request: Identifier
  package let until: Int64
  /// Place in the log; the words are read by it.
  package let entry: Int
}

extension VaultSession {
  /// How often it is taken anew on a head that moved on meanwhile.
  private static let attempts = 3

  /// Takes noodtoegang to a dossier: in force at once, reviewed by others afterwards.
  ///
  /// - Parameters:
  ///   - hours: nil for as long as policy allows.
  ///   - words: why; the FG and who must review it can read them.
  /// - Throws: `.refused`, `.noOfficerKey`
  package func takeEmergency(
    to dossier: Identifier, hours: Int64? = nil, words: Words
  ) throws(ClientError) -> TakenEmergency {
    for _ in 1..<Self.attempts {
      do throws(ClientError) { return try take(dossier, hours, words) } catch .stale {
        try refreshDirectory()
      }
    }
    return try take(dossier, hours, words)
  }

  private func take(
    _ dossier: Identifier, _ hours: Int64?, _ words: Words
  ) throws(ClientError) -> TakenEmergency {
    let state = try accessState(of: dossier)
    let rules = try policy(state.policy).rules
    let length =
      hours.map { $0.multipliedReportingOverflow(by: 3_600_000).partialValue }
      ?? rules.emergency?.length ?? EmergencyRules.mostHours * 3_600_000
    // Counted from the service's clock: this device's may be ahead of it.
    let (until, isTooLong) = state.time.addingReportingOverflow(length)
    let time = now()
    guard !isTooLong, until > time else { throw .inputRefused(.recordRefused) }
    let act = RequestAct(
      at: time, id: .random(), objects: .noodtoegang(until: until),
      place: RequestAct.Place(dossier: dossier, head: state.head, purpose: .crisis),
      policy: state.policy, reason: words.hash, requester: member,
      validUntil: min(until, time + RequestAct.longestValidity))
    let signed = act.sign(with: keys.identity.signing)
    var ask = Ask(
      method: "access.emergency", args: .object([("request", signed.json)]), action: .noodtoegang,
      dossier: dossier, purpose: .crisis)
    ask.words = try sealed(words, for: deciders(.noodtoegang, under: state.policy))
    return try perform(ask) { reply throws(CheckFailure) in
      try demandRecord(reply.leaf, signed, RequestAct.kind)
      return TakenEmergency(request: act.id, until: until, entry: reply.leaf.index)
    }
  }

  /// This member's own noodtoegang that an answer brings; nil when it brings none.
  func ownEmergency(
    in reply: Reply, dossier: Identifier
  ) throws(CheckFailure) -> EmergencyAccess? {
    guard reply.fields["noodtoegang"] != nil else { return nil }
    let signed = try checked(.answer) { () throws(JSONError) in
      try Signed(reply.fields.requireObject("noodtoegang"))
    }
    let act: RequestAct = try againstDirectory { directory throws(CheckFailure) in
      try directory.verified(signed, or: .record) { $0.requester }
    }
    guard case .noodtoegang(let until) = act.objects, act.requester == member,
      act.dossier == dossier
    else { throw .tampered(.record) }
    return EmergencyAccess(request: act.id, until: until, unproven: reply.unproven)
  }
}
