import AuditLog
import Directory
import Records
import Vocabulary

/// What the entries show of acts under four eyes: which policy was in force, what was asked under
/// it, and who agreed.
///
/// A request is judged by the set that it names, and that set must be the one in force from the
/// request to its last second. A set comes into force in one of two ways: as the log's first, or by
/// a request that the set before it judges.
struct Deliberations {
  private struct Deliberation {
    let request: RequestAct
    var votes: [FourEyes.Vote] = []
    /// Enough others agreed.
    var complete = false
    /// Nothing more may be said: it is complete, or somebody was against.
    var closed = false
    /// What was asked has been done; it is done once.
    var used = false
  }

  private let directory: DirectoryView
  private let policies: [[UInt8]: FourEyesRules]
  private var inForce: [UInt8]?
  private var byHash: [[UInt8]: Deliberation] = [:]
  private var hashes: [Identifier: [UInt8]] = [:]

  init(directory: DirectoryView, policies: [[UInt8]: FourEyesRules]) {
    self.directory = directory
    self.policies = policies
  }

  /// The request with this hash.
  func request(_ hash: [UInt8]) -> RequestAct? { byHash[hash]?.request }

  /// Who may ask this by the policy in force.
  func askers(_ request: RequestAct) -> Set<SigningFunction> {
    inForce.flatMap { policies[$0] }?.requesters(of: request.act) ?? []
  }

  /// What the policy in force says of noodtoegang.
  var emergencyRules: EmergencyRules? { inForce.flatMap { policies[$0] }?.emergency }

  /// Whether enough others agreed, or one was against.
  func isClosed(_ hash: [UInt8]) -> Bool { byHash[hash]?.closed ?? false }

  mutating func begin(_ request: RequestAct, _ bytes: [UInt8]) -> LogFault? {
    let hash = RequestAct.hash(bytes)
    guard byHash[hash] == nil, hashes.updateValue(hash, forKey: request.id) == nil
    else { return .recordNotAllowed }
    byHash[hash] = Deliberation(request: request)
    return request.policy == inForce ? nil : .policyOther
  }

  /// Adds what one more person said, and holds the whole against the policy in force.
  mutating func take(_ second: Second, _ entry: LogEntry) -> LogFault? {
    guard var open = byHash[second.request], let person = directory.person(of: second.by)
    else { return .fourEyes }
    defer { byHash[second.request] = open }
    guard open.request.isReviewed || open.request.policy == inForce else { return .policyOther }
    guard !open.closed, let rule = policies[open.request.policy]?.rule(for: open.request.act)
    else { return .fourEyes }
    open.votes.append(FourEyes.Vote(second, person: person))
    let persons = open.request.interested.compactMap { directory.person(of: $0) }
    switch FourEyes.check(
      open.request, hash: second.request, persons: Set(persons), votes: open.votes, rule: rule,
      now: entry.time)
    {
    case .complete: (open.complete, open.closed) = (true, true)
    case .pending: break
    case .refused(.tegen): open.closed = true
    case .refused:
      // One false second is one finding, and it brings nothing closer.
      open.votes.removeLast()
      return .fourEyes
    }
    return nil
  }

  /// Uses up a complete request for the act that its last second brought; false when it cannot be.
  mutating func use(_ hash: [UInt8], by member: Identifier?, _ entry: LogEntry) -> Bool {
    guard let open = byHash[hash], open.complete, !open.used,
      open.votes.last?.second.by == member, entry.time < open.request.validUntil,
      open.request.policy == inForce
    else { return false }
    byHash[hash]?.used = true
    return true
  }

  /// A policy set comes into force, or is in force still when the service starts again.
  ///
  /// After a set that nobody approved the walk goes on under it, so that one break is one finding.
  mutating func enforce(_ hash: [UInt8], _ entry: LogEntry) -> LogFault? {
    guard policies[hash] != nil else { return .policyMissing }
    defer { inForce = hash }
    guard let before = inForce, before != hash || entry.actor != nil else { return nil }
    guard let basis = entry.basis, basis.kind == .fourEyes, let id = basis.id,
      let named = hashes[id], let open = byHash[named],
      case .policy(let change) = open.request.objects, change.hash == hash,
      change.previous == before, use(named, by: entry.actor, entry)
    else { return .policyUnsigned }
    return nil
  }
}
