import AuditLog
import Directory
import Session
import Sodium
import StrictJSON
import Vocabulary
import Wire

/// Whose request a leaf belongs to: what every leaf of a partner's act carries.
struct PartnerStamp: Sendable {
  let partner: Identifier
  let client: String
  /// H(m3).
  let session: [UInt8]
  /// The user id at the other end of the socket; nil where the socket has none.
  let peer: UInt32?
  /// The partner's key by which the signature was checked, 32 bytes.
  let key: [UInt8]
  /// SHA-256 of the body, and the partner's signature over it.
  let bodyHash: [UInt8]
  let signature: [UInt8]

  /// A leaf of this request; the writer fills in index and time.
  func leaf(_ action: LogAction, _ object: LogObject, _ outcome: LogOutcome) -> LogEntry {
    var entry = LogEntry(index: 0, time: 0, action: action, object: object, outcome: outcome)
    entry.partner = partner
    entry.client = client
    entry.session = session
    entry.peer = peer
    entry.request = bodyHash
    entry.sig = signature
    return entry
  }
}

/// A request whose signature, session and sequence were checked: nobody but this partner made it, and
/// it was never seen before.
struct PartnerRequest: Sendable {
  let body: RequestBody
  let bytes: [UInt8]
  let stamp: PartnerStamp

  var args: JSONObject { get throws(JSONError) { try JSONObject(.object(body.args)) } }

  /// The plan of an act of one leaf.
  ///
  /// - Parameter bundle: the bundle that was named; nil for the act that names none.
  func plan(
    _ action: LogAction, _ outcome: LogOutcome = .permit, bundle: Identifier?,
    reason: String? = nil
  ) -> Plan {
    var plan = Plan()
    var leaf = stamp.leaf(action, .bundle, outcome)
    if let bundle { leaf.detail[BundleRows.detail] = .code(bundle.hex) }
    leaf.reason = reason
    plan.leaves = [leaf]
    plan.body = bytes
    return plan
  }

  /// What anybody hears who names a bundle that is not theirs, there or not.
  func refused(_ action: LogAction, bundle: Identifier) -> Plan {
    let code = "not-found"
    var plan = plan(action, .refuse, bundle: bundle, reason: code)
    plan.reply = .refuse(code: code, sections: [], ways: [])
    return plan
  }

  func failed(_ action: LogAction, _ code: String, bundle: Identifier) -> Plan {
    var plan = plan(action, .fail, bundle: bundle, reason: code)
    plan.reply = .fail(code: code, head: nil, links: [])
    return plan
  }
}

extension ActContext {
  /// The directory may have moved since the signature was checked: an end, and another key, act at once.
  ///
  /// Throws: `.notSignedIn`
  func demand(_ stamp: PartnerStamp) throws(WireError) {
    guard directory.partnerKey(stamp.partner) == stamp.key else { throw WireError(.notSignedIn) }
  }
}

/// The leaf of a partner's sign-in.
struct PartnerSignInAct: PlannedAct {
  let stamp: PartnerStamp
  let third: [UInt8]

  func plan(_ context: ActContext) throws -> Plan {
    try context.demand(stamp)
    var plan = Plan()
    plan.leaves = [stamp.leaf(.signIn, .session, .permit)]
    plan.body = third
    plan.reply = .permit([JSONMember("at", .int(context.now))])
    return plan
  }
}
