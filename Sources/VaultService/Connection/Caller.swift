import AuditLog
import Vocabulary

/// The member at the other end of a session.
struct Caller: Sendable {
  let member: Identifier
  let client: String
  /// H(m3).
  let session: [UInt8]
  /// The user id at the other end of the socket; nil where the socket has none.
  let peer: UInt32?
}

/// Whose request a leaf belongs to: what every leaf of a member's act carries.
struct RequestStamp: Sendable {
  let caller: Caller
  let role: Role
  /// SHA-256 of the body, and the member's signature over it: nobody can log in a colleague's name.
  let bodyHash: [UInt8]
  let signature: [UInt8]

  /// A leaf of this request; the writer fills in index and time.
  func leaf(_ action: LogAction, _ object: LogObject, _ outcome: LogOutcome) -> LogEntry {
    var entry = LogEntry(index: 0, time: 0, action: action, object: object, outcome: outcome)
    entry.actor = caller.member
    entry.role = role
    entry.client = caller.client
    entry.session = caller.session
    entry.peer = caller.peer
    entry.request = bodyHash
    entry.sig = signature
    return entry
  }
}
