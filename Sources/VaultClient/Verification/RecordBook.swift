import AuditLog
import Directory
import Records
import Sodium
import Vocabulary

/// The records that entries brought, in their order: who is involved, what was granted, and by whom.
///
/// It answers whether a basis held at a moment, and whether a record's signer might sign it then.
struct RecordBook {
  private struct Access {
    let grant: Grant
    var ended: Int64?
    /// The service said that its time is over and its boxes are gone.
    var hasRunOut = false
  }

  private let directory: DirectoryView
  private var histories: [Identifier: InvolvementHistory] = [:]
  private var grants: [Identifier: Access] = [:]
  private var deliberations: Deliberations
  private var refreshes = RefreshBook()
  private(set) var emergencies = EmergencyBook()

  init(directory: DirectoryView, policies: [[UInt8]: FourEyesRules]) {
    self.directory = directory
    deliberations = Deliberations(directory: directory, policies: policies)
  }

  /// Takes the entry by which a policy set comes into force.
  mutating func enforce(_ hash: [UInt8], _ entry: LogEntry) -> LogFault? {
    deliberations.enforce(hash, entry)
  }

  /// Takes a record that an entry names, at a directory position.
  ///
  /// - Returns: what is wrong with it, and the signature to verify.
  mutating func take(
    _ line: RecordLine, _ entry: LogEntry, position: UInt32
  ) -> (fault: LogFault?, check: SignatureCheck?) {
    let bytes = line.signed.bytes
    switch line.kind {
    case Involvement.kind:
      guard let record = try? Involvement.decode(bytes) else { return (.recordDiffers, nil) }
      return (
        involvement(record, entry, position), check(line, record.by, .involvement, entry, position)
      )
    case RequestAct.kind:
      guard let record = try? RequestAct.decode(bytes) else { return (.recordDiffers, nil) }
      return (
        request(record, bytes, entry, position),
        check(line, record.requester, .requestAct, entry, position)
      )
    case Second.kind:
      guard let record = try? Second.decode(bytes) else { return (.recordDiffers, nil) }
      return (second(record, entry, position), check(line, record.by, .second, entry, position))
    case Grant.kind:
      guard let record = try? Grant.decode(bytes) else { return (.recordDiffers, nil) }
      return (grant(record, entry, position), check(line, record.by, .grant, entry, position))
    case GrantEnd.kind:
      guard let record = try? GrantEnd.decode(bytes) else { return (.recordDiffers, nil) }
      return (end(record, entry), check(line, record.by, .grant, entry, position))
    case Refresh.kind:
      guard let record = try? Refresh.decode(bytes) else { return (.recordDiffers, nil) }
      return (
        refreshes.propose(
          record, line.signed.hash, entry, position, directory, grants: grantsNotOver(at: entry)),
        check(line, record.by, .refresh, entry, position)
      )
    case RefreshCheck.kind:
      guard let record = try? RefreshCheck.decode(bytes) else { return (.recordDiffers, nil) }
      return (
        refreshes.check(record, entry, position, directory, grants: grantsNotOver(at: entry)),
        check(line, record.by, .refreshCheck, entry, position)
      )
    default: return (.recordDiffers, nil)
    }
  }

  private func check(
    _ line: RecordLine, _ signer: Identifier, _ domain: Domain, _ entry: LogEntry,
    _ position: UInt32
  ) -> SignatureCheck? {
    guard let key = directory.signKey(of: signer, at: position) else { return nil }
    return SignatureCheck(
      index: entry.index, fault: .recordSignature, bytes: line.signed.bytes,
      signature: line.signed.signature, domain: domain, key: key)
  }

  private func grantsNotOver(at entry: LogEntry) -> [Identifier: Grant] {
    grants.compactMapValues { access in
      entry.time < min(access.grant.until, access.ended ?? .max) ? access.grant : nil
    }
  }

  private mutating func involvement(
    _ record: Involvement, _ entry: LogEntry, _ position: UInt32
  ) -> LogFault? {
    guard record.dossier == entry.dossier, keeps(record.reason, entry) else {
      return .recordDiffers
    }
    // After a restore the service itself puts back what a member had signed.
    guard record.by == entry.actor || entry.action == .restore,
      directory.role(of: record.by, at: position) != nil,
      directory.role(of: record.member, at: position) != nil
    else { return .recordNotAllowed }
    let leads = directory.role(of: record.by, at: position) == .leidinggevende
    var history = histories[record.dossier] ?? InvolvementHistory(dossier: record.dossier)
    do throws(InvolvementHistory.Refusal) {
      try history.append(record, byLeidinggevende: leads)
    } catch { return .recordNotAllowed }
    histories[record.dossier] = history
    return nil
  }

  private mutating func request(
    _ record: RequestAct, _ bytes: [UInt8], _ entry: LogEntry, _ position: UInt32
  ) -> LogFault? {
    guard record.dossier == entry.dossier, keeps(record.reason, entry) else {
      return .recordDiffers
    }
    guard record.requester == entry.actor, record.reason != nil || !record.act.needsReason,
      deliberations.askers(record).contains(where: {
        holds($0, record.requester, record.dossier, position)
      })
    else { return .recordNotAllowed }
    guard (record.act == .noodtoegang) == (entry.action == .noodtoegang) else {
      return .recordDiffers
    }
    if record.act == .noodtoegang {
      let fault = emergencies.take(
        record, entry, deliberations.emergencyRules,
        role: directory.role(of: record.requester, at: position),
        team: directory.member(record.requester)?.team)
      if let fault { return fault }
    }
    return deliberations.begin(record, bytes)
  }

  private mutating func second(
    _ record: Second, _ entry: LogEntry, _ position: UInt32
  ) -> LogFault? {
    guard let request = deliberations.request(record.request) else { return .fourEyes }
    guard request.dossier == entry.dossier, keeps(record.contrary, entry) else {
      return .recordDiffers
    }
    guard record.by == entry.actor,
      holds(record.function, record.by, request.dossier, position)
    else { return .recordNotAllowed }
    if let fault = deliberations.take(record, entry) { return fault }
    if request.act == .noodtoegang {
      emergencies.review(
        request.id, record.verdict, entry, isClosed: deliberations.isClosed(record.request))
    }
    return nil
  }

  private mutating func grant(
    _ record: Grant, _ entry: LogEntry, _ position: UInt32
  ) -> LogFault? {
    guard record.dossier == entry.dossier, keeps(record.reason, entry) else {
      return .recordDiffers
    }
    guard record.by == entry.actor, grants[record.id] == nil,
      record.byFunction == .regie || record.byFunction == .role(.leidinggevende),
      holds(record.byFunction, record.by, record.dossier, position)
    else { return .recordNotAllowed }
    guard directory.role(of: record.member, at: position) == record.role
    else { return .recordNotAllowed }
    if record.sort == .toezicht, !completes(record, entry) { return .fourEyes }
    grants[record.id] = Access(grant: record)
    return nil
  }

  /// Whether a toezichthouder's grant is exactly what was asked, agreed to and not used before.
  private mutating func completes(_ record: Grant, _ entry: LogEntry) -> Bool {
    guard let hash = record.request, let request = deliberations.request(hash),
      case .grantToezichthouder(let access) = request.objects
    else { return false }
    guard request.dossier == record.dossier, access.member == record.member,
      access.role == record.role, access.until == record.until,
      access.sections == record.sections.map(\.section)
    else { return false }
    return deliberations.use(hash, by: record.by, entry)
  }

  private mutating func end(_ record: GrantEnd, _ entry: LogEntry) -> LogFault? {
    guard keeps(record.reason, entry) else { return .recordDiffers }
    guard record.by == entry.actor || entry.action == .restore,
      let access = grants[record.grant],
      access.grant.dossier == entry.dossier
    else { return .recordNotAllowed }
    grants[record.grant]?.ended = access.ended ?? entry.time
    return nil
  }

  /// Takes an entry by which the service says, once, that a grant is over by time.
  ///
  /// A member who ends one signs a record for it.
  mutating func runOut(_ entry: LogEntry) -> LogFault? {
    guard entry.actor == nil else { return .recordMissing }
    guard let basis = entry.basis, basis.kind == .grant, let id = basis.id, let access = grants[id]
    else { return .basisUnknown }
    let named = Set(access.grant.sections.map(\.section))
    guard access.grant.dossier == entry.dossier, access.grant.until <= entry.time,
      access.ended == nil, !access.hasRunOut, !entry.sections.isEmpty,
      entry.sections.isSubset(of: named)
    else { return .grantNotOver }
    grants[id]?.hasRunOut = true
    return nil
  }

  /// Whether an entry holds the words that its record names, and no others.
  ///
  /// What a restore puts back comes without: they are lost with the entry that had them.
  private func keeps(_ named: [UInt8]?, _ entry: LogEntry) -> Bool {
    entry.sealed?.words == named || entry.action == .restore
  }

  private func holds(
    _ function: SigningFunction, _ member: Identifier, _ dossier: Identifier?, _ position: UInt32
  ) -> Bool {
    let role = directory.role(of: member, at: position)
    switch function {
    case .role(let named): return role == named
    case .regie:
      return role == .jeugdbeschermer
        && dossier.flatMap { histories[$0] }?.regie?.member == member
    }
  }

  /// Whether the basis that an entry names held for its member, dossier and time.
  func check(basisOf entry: LogEntry) -> LogFault? {
    guard let basis = entry.basis, basis.kind != .none, let id = basis.id else {
      return entry.role == .leidinggevende ? nil : .basisMissing
    }
    guard let dossier = entry.dossier, let actor = entry.actor else { return .basisNotValid }
    switch basis.kind {
    case .involvement:
      guard let history = histories[dossier],
        let record = history.records.first(where: { $0.id == id })
      else { return .basisUnknown }
      guard record.member == actor, history.record(of: actor, at: entry.time) != nil else {
        return .basisNotValid
      }
      return nil
    case .grant:
      guard let access = grants[id] else { return .basisUnknown }
      let grant = access.grant
      let named = Set(grant.sections.map(\.section))
      guard grant.dossier == dossier, grant.member == actor,
        grant.from <= entry.time, entry.time < min(grant.until, access.ended ?? .max),
        entry.sections.isSubset(of: named)
      else { return .basisNotValid }
      return nil
    case .noodtoegang: return emergencies.check(id, entry)
    case .fourEyes, .none: return .basisUnknown
    }
  }
}
