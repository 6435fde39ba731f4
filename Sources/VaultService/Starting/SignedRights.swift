import AuditLog
import Directory
import Records
import Sodium
import Store
import Vocabulary

/// Who may, as the signed records alone say it, and the rows of `vault.db` that follow from them.
///
/// Every record is taken in the order of the log: its signature, the leaf that names it, and whether
/// it follows on those before it. A record signed under a key that its member has lost since counts
/// here; that the key held at that leaf is what `kluis fg verify` finds.
/// - Source: Docs/protocol.md, Signed records
struct SignedRights {
  /// A row and the dossier that it stands under.
  struct Row<Stored: Equatable>: Equatable {
    let dossier: DossierNumber
    let stored: Stored
  }

  /// A section of a dossier.
  struct Place: Hashable {
    let dossier: DossierNumber
    let section: Section
  }

  /// A box that opens for one member only, by its hash.
  struct GrantedBox: Hashable {
    let place: Place
    let generation: UInt32
    let recipient: Refresh.Recipient
    let hash: [UInt8]
  }

  /// A request with what was said about it.
  private struct Deliberation {
    let wish: RequestAct
    let dossier: DossierNumber?
    let record: [UInt8]
    var votes: [FourEyes.Vote] = []
    var state = StoredRequest.State.open
    /// The grant that it brought about is there.
    var used = false
  }

  /// What does not hold in a record.
  struct Fault: Error {
    let text: String

    init(_ text: String) { self.text = text }
  }

  private let directory: DirectoryView
  /// Every policy set that was kept, by its hash.
  private let policies: [[UInt8]: FourEyesRules]
  private(set) var involvements: [Identifier: Row<StoredInvolvement>] = [:]
  private(set) var grants: [Identifier: Row<StoredGrant>] = [:]
  /// The granted boxes of each section, of its present generation.
  private(set) var boxes: [Place: Set<GrantedBox>] = [:]
  /// Of sections that were refreshed.
  private var generations: [Place: UInt32] = [:]
  /// Refreshes that were proposed and not checked, by their hash.
  private var proposals: [[UInt8]: Refresh] = [:]
  /// By the second's own id.
  private(set) var seconds: [Identifier: StoredSecond] = [:]
  /// When each dossier was made: the time of its first leaf.
  private(set) var births: [DossierNumber: Int64] = [:]
  private var histories: [Identifier: InvolvementHistory] = [:]
  private var deliberations: [[UInt8]: Deliberation] = [:]
  private var lastLeaf = -1

  init(directory: DirectoryView, policies: [[UInt8]: FourEyesRules]) {
    self.directory = directory
    self.policies = policies
  }

  /// The present generation of a section; 1 at birth.
  func generation(_ section: Section, of dossier: DossierNumber) -> UInt32 {
    generations[Place(dossier: dossier, section: section)] ?? 1
  }

  /// Every request, by its id.
  var requests: [Identifier: StoredRequest] {
    var rows: [Identifier: StoredRequest] = [:]
    for (hash, open) in deliberations {
      rows[open.wish.id] = StoredRequest(
        id: open.wish.id, hash: hash, act: open.wish.act.rawValue, dossier: open.dossier,
        requester: open.wish.requester,
        validUntil: open.wish.validUntil, state: open.state, record: open.record)
    }
    return rows
  }

  /// What enough others agreed to put in force, by the id of the request.
  var policyChanges: [Identifier: RequestAct.PolicyChange] {
    var changes: [Identifier: RequestAct.PolicyChange] = [:]
    for open in deliberations.values where open.state == .done {
      if case .policy(let change) = open.wish.objects { changes[open.wish.id] = change }
    }
    return changes
  }

  /// Takes the next record.
  ///
  /// - Parameters:
  ///   - number, dossier: the dossier that the record's row names; nil for an act about none.
  ///   - leaf: the leaf that the record's row names.
  mutating func take(
    _ record: StoredRecord, of number: DossierNumber?, _ dossier: Identifier?, _ leaf: LogEntry
  ) throws(Fault) {
    let signed = Signed(bytes: record.bytes, signature: record.signature)
    guard signed.hash == record.hash else { throw Fault("its hash is another") }
    guard leaf.index == record.leaf, leaf.index > lastLeaf, leaf.outcome == .permit,
      leaf.record == LogEntry.Record(kind: record.kind, hash: record.hash),
      leaf.dossier == dossier
    else { throw Fault("the log does not name it there") }
    lastLeaf = leaf.index
    switch record.kind {
    case RequestAct.kind: return try request(signed, number, dossier, leaf)
    case Second.kind: return try second(signed, number, leaf)
    default: break
    }
    guard let number, let dossier else { throw Fault("it names no dossier") }
    switch record.kind {
    case Involvement.kind: try involvement(signed, number, dossier, leaf)
    case Grant.kind: try grant(signed, number, dossier, leaf)
    case GrantEnd.kind: try end(signed, number, leaf)
    case Refresh.kind: try proposal(signed, number, dossier, leaf)
    case RefreshCheck.kind: try check(signed, number, dossier, leaf)
    default: throw Fault("records of this kind are not known")
    }
  }

  /// The record, when a key that the directory gave its signer signed it and the leaf is the signer's.
  private func verified<Record: SignedRecord>(
    _ signed: Signed, _ leaf: LogEntry, by signer: (Record) -> Identifier
  ) throws(Fault) -> Record {
    let record: Record
    do throws(RecordError) { record = try Record.decode(signed.bytes) } catch {
      throw Fault(error.description)
    }
    // After a restore the service itself puts back what a member had signed.
    guard leaf.actor == signer(record) || leaf.action == .restore && leaf.actor == nil else {
      throw Fault("the log names another signer")
    }
    let keys = directory.member(signer(record))?.periods.map(\.keys.sign) ?? []
    guard
      keys.contains(where: {
        Signature.verify(signed.signature, of: signed.bytes, as: Record.domain, by: $0)
      })
    else { throw Fault("it is not signed by its member") }
    return record
  }

  private mutating func involvement(
    _ signed: Signed, _ number: DossierNumber, _ dossier: Identifier, _ leaf: LogEntry
  ) throws(Fault) {
    let record: Involvement = try verified(signed, leaf) { $0.by }
    do throws(InvolvementHistory.Refusal) {
      try histories[dossier, default: InvolvementHistory(dossier: dossier)].append(
        record, byLeidinggevende: directory.member(record.by)?.function == .leidinggevende)
    } catch { throw Fault(error.description) }
    if births[number] == nil { births[number] = leaf.time }
    if let closes = record.closes {
      guard let open = involvements[closes]?.stored else { throw Fault("it closes nothing") }
      involvements[closes] = Row(
        dossier: number,
        stored: StoredInvolvement(
          id: open.id, member: open.member, sort: open.sort, since: open.since, until: open.until,
          closed: .init(by: record.id, at: record.since), record: open.record))
    }
    guard let sort = StoredInvolvement.Sort(rawValue: record.sort.rawValue) else { return }
    let row = StoredInvolvement(
      id: record.id, member: record.member, sort: sort, since: record.since, until: record.until,
      record: signed.hash)
    guard involvements.updateValue(Row(dossier: number, stored: row), forKey: record.id) == nil
    else { throw Fault("its id was used before") }
  }

  private mutating func request(
    _ signed: Signed, _ number: DossierNumber?, _ dossier: Identifier?, _ leaf: LogEntry
  ) throws(Fault) {
    let record: RequestAct = try verified(signed, leaf) { $0.requester }
    guard record.dossier == dossier else { throw Fault("it is about another dossier") }
    guard record.isReviewed == (leaf.action == .noodtoegang) else {
      throw Fault("the log says that something else was asked")
    }
    let open = Deliberation(wish: record, dossier: number, record: signed.hash)
    guard deliberations.updateValue(open, forKey: RequestAct.hash(signed.bytes)) == nil
    else { throw Fault("it was there before") }
  }

  /// Adds what one more person said, and judges the whole by the policy set that the request names.
  private mutating func second(
    _ signed: Signed, _ number: DossierNumber?, _ leaf: LogEntry
  ) throws(Fault) {
    let record: Second = try verified(signed, leaf) { $0.by }
    guard var open = deliberations[record.request], open.dossier == number, open.state == .open,
      let person = directory.person(of: record.by)
    else { throw Fault("it is about no open request of its dossier") }
    guard holds(record.function, record.by, open.wish.dossier) else {
      throw Fault("its signer did not have that function")
    }
    guard let rule = policies[open.wish.policy]?.rule(for: open.wish.act) else {
      throw Fault("the policy that its request names does not know the act")
    }
    open.votes.append(FourEyes.Vote(record, person: person))
    let persons = open.wish.interested.compactMap { directory.person(of: $0) }
    switch FourEyes.check(
      open.wish, hash: record.request, persons: Set(persons), votes: open.votes, rule: rule,
      now: leaf.time)
    {
    case .complete: open.state = .done
    case .pending: break
    case .refused(.tegen): open.state = .refused
    case .refused(let reason): throw Fault(reason.description)
    }
    deliberations[record.request] = open
    let row = StoredSecond(
      request: open.wish.id, member: record.by, id: record.id, record: signed.hash)
    guard seconds.updateValue(row, forKey: record.id) == nil
    else { throw Fault("its id was used before") }
  }

  private mutating func grant(
    _ signed: Signed, _ number: DossierNumber, _ dossier: Identifier, _ leaf: LogEntry
  ) throws(Fault) {
    let record: Grant = try verified(signed, leaf) { $0.by }
    guard record.dossier == dossier, holds(record.byFunction, record.by, dossier),
      directory.member(record.member)?.function == record.role
    else { throw Fault("its signer could not give it") }
    if record.sort == .toezicht { try complete(record, leaf) }
    let row = StoredGrant(
      id: record.id, member: record.member, role: record.role,
      sort: record.sort == .consult ? .consult : .toezicht, since: record.from,
      until: record.until, sections: record.sections.map(\.section), record: signed.hash)
    guard grants.updateValue(Row(dossier: number, stored: row), forKey: record.id) == nil
    else { throw Fault("its id was used before") }
    for part in record.sections {
      let place = Place(dossier: number, section: part.section)
      guard part.generation == generation(part.section, of: number)
      else { throw Fault("its boxes are of another generation") }
      let recipient = Refresh.Recipient(
        role: record.role, epoch: record.epoch,
        grant: Refresh.Grantee(id: record.id, member: record.member))
      boxes[place, default: []].insert(
        GrantedBox(
          place: place, generation: part.generation, recipient: recipient, hash: part.box))
    }
  }

  /// Ends a grant at the time of its leaf; its boxes are gone since.
  private mutating func end(
    _ signed: Signed, _ number: DossierNumber, _ leaf: LogEntry
  ) throws(Fault) {
    let record: GrantEnd = try verified(signed, leaf) { $0.by }
    guard let open = grants[record.grant], open.dossier == number, open.stored.ended == nil
    else { throw Fault("it ends no grant of its dossier") }
    let grant = open.stored
    grants[record.grant] = Row(
      dossier: number,
      stored: StoredGrant(
        id: grant.id, member: grant.member, role: grant.role, sort: grant.sort,
        since: grant.since, until: grant.until, ended: leaf.time, sections: grant.sections,
        record: grant.record))
    for section in grant.sections {
      let place = Place(dossier: number, section: section)
      boxes[place] = boxes[place]?.filter { $0.recipient.grant?.id != grant.id }
    }
  }

  /// Uses up the request that a grant for a toezichthouder completes.
  private mutating func complete(_ grant: Grant, _ leaf: LogEntry) throws(Fault) {
    guard let hash = grant.request, let open = deliberations[hash], open.state == .done,
      !open.used, case .grantToezichthouder(let access) = open.wish.objects
    else { throw Fault("it lacks four eyes") }
    guard open.wish.dossier == grant.dossier, open.wish.purpose == grant.purpose,
      access.member == grant.member, access.role == grant.role, access.until == grant.until,
      access.sections == grant.sections.map(\.section), open.votes.last?.second.by == grant.by
    else { throw Fault("it is not what was asked") }
    deliberations[hash]?.used = true
  }

  private mutating func proposal(
    _ signed: Signed, _ number: DossierNumber, _ dossier: Identifier, _ leaf: LogEntry
  ) throws(Fault) {
    let record: Refresh = try verified(signed, leaf) { $0.by }
    guard record.dossier == dossier, directory.member(record.by)?.function == .custodian,
      isNext(record, number)
    else { throw Fault("it does not follow on the refreshes before it") }
    for part in record.parts {
      for grantee in part.boxes.compactMap(\.recipient.grant) {
        // A box for somebody without a grant would be a way in that nobody gave.
        guard let grant = grants[grantee.id], grant.dossier == number,
          grant.stored.member == grantee.member, grant.stored.sections.contains(part.section)
        else { throw Fault("it has a box for a grant that nobody gave") }
      }
    }
    proposals[signed.hash] = record
  }

  /// Takes the word of another custodian, by which a proposed refresh is done.
  private mutating func check(
    _ signed: Signed, _ number: DossierNumber, _ dossier: Identifier, _ leaf: LogEntry
  ) throws(Fault) {
    let record: RefreshCheck = try verified(signed, leaf) { $0.by }
    guard let refresh = proposals.removeValue(forKey: record.refresh), refresh.dossier == dossier,
      isNext(refresh, number), directory.member(record.by)?.function == .custodian,
      let first = directory.person(of: refresh.by), let second = directory.person(of: record.by),
      first != second
    else { throw Fault("it is about no refresh that another custodian proposed") }
    for part in refresh.parts {
      let place = Place(dossier: number, section: part.section)
      let next = part.generation + 1
      generations[place] = next
      boxes[place] = Set(
        part.boxes.filter { $0.recipient.grant != nil }.map {
          GrantedBox(place: place, generation: next, recipient: $0.recipient, hash: $0.hash)
        })
    }
  }

  private func isNext(_ refresh: Refresh, _ number: DossierNumber) -> Bool {
    refresh.parts.allSatisfy { $0.generation == generation($0.section, of: number) }
  }

  private func holds(
    _ function: SigningFunction, _ member: Identifier, _ dossier: Identifier?
  ) -> Bool {
    switch function {
    case .role(let role): directory.member(member)?.function == role
    case .regie: dossier.flatMap { histories[$0] }?.regie?.member == member
    }
  }
}
