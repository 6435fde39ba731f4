import AuditLog
import Directory
import Records
import Store
import Vocabulary

/// A request for a four-eyes act as it stands: what was asked, and who has said what.
struct FourEyesState {
  let stored: StoredRequest
  let wish: RequestAct
  let dossier: DossierState
  private let hash: [UInt8]
  private let votes: [FourEyes.Vote]

  /// The request with this hash; nil when there is none.
  init?(_ hash: [UInt8], _ context: ActContext) throws {
    guard let stored = try context.tables.requests.request(hash: hash) else { return nil }
    guard let record = try context.tables.records.record(hash: stored.record),
      let id = try context.tables.dossiers.id(of: stored.dossier),
      let dossier = try context.dossier(id)
    else { throw StoreError.corrupt }
    self.stored = stored
    self.hash = hash
    self.dossier = dossier
    wish = try RequestAct.decode(record.bytes)
    votes = try context.tables.requests.seconds(of: stored.id).map { second in
      guard let record = try context.tables.records.record(hash: second.record),
        let person = context.directory.person(of: second.member)
      else { throw StoreError.corrupt }
      return FourEyes.Vote(try Second.decode(record.bytes), person: person)
    }
  }

  /// How it stands with one more second.
  func outcome(adding second: Second, _ context: ActContext) -> FourEyes.Outcome {
    guard let person = context.directory.person(of: second.by) else { return .refused(.function) }
    let persons = [wish.requester, wish.objects.member].compactMap {
      context.directory.person(of: $0)
    }
    return FourEyes.check(
      wish, hash: hash, persons: Set(persons),
      votes: votes + [FourEyes.Vote(second, person: person)],
      rule: context.rules.toezichthouderRule, now: context.now)
  }

  /// Why this grant is not the one that was asked for; nil when it is.
  func fault(_ brought: GrantBrought, _ context: ActContext) throws -> String? {
    let grant = brought.grant
    let objects = wish.objects
    guard grant.sort == .toezicht, grant.request == hash, grant.member == objects.member,
      grant.role == objects.role, grant.until == objects.until, grant.purpose == wish.purpose,
      brought.sections == Set(objects.sections), grant.from >= wish.at
    else { return "objects" }
    return try brought.fault(context, dossier)
  }
}
