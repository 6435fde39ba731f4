import AuditLog
import Directory
import Records
import Store
import Vocabulary

/// A request for a four-eyes act as it stands: what was asked, and who has said what.
struct FourEyesState {
  let stored: StoredRequest
  let wish: RequestAct
  /// Nil for an act about no dossier.
  let dossier: DossierState?
  private let hash: [UInt8]
  private let votes: [FourEyes.Vote]

  /// The request with this hash; nil when there is none.
  init?(_ hash: [UInt8], _ context: ActContext) throws {
    guard let stored = try context.tables.requests.request(hash: hash) else { return nil }
    guard let record = try context.tables.records.record(hash: stored.record)
    else { throw StoreError.corrupt }
    let wish = try RequestAct.decode(record.bytes)
    let dossier = try wish.dossier.flatMap { try context.dossier($0) }
    guard dossier?.id == wish.dossier, dossier?.number == stored.dossier
    else { throw StoreError.corrupt }
    self.stored = stored
    self.hash = hash
    self.dossier = dossier
    self.wish = wish
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
    guard let rule = try? rule(context) else { return .refused(.function) }
    let persons = wish.interested.compactMap { context.directory.person(of: $0) }
    return FourEyes.check(
      wish, hash: hash, persons: Set(persons),
      votes: votes + [FourEyes.Vote(second, person: person)], rule: rule, now: context.now)
  }

  /// Whether the rules and what it is about are still as they were when it was asked.
  ///
  /// A review is of what was done: no later policy makes it void.
  func isLive(_ context: ActContext) throws -> Bool {
    if wish.isReviewed { return true }
    return try wish.policy == context.rules.hash && context.isThere(wish.objects, in: dossier)
  }

  /// What the set that it names asks for.
  private func rule(_ context: ActContext) throws -> FourEyes.Rule? {
    try context.rules(of: wish).fourEyes(wish.act)
  }

  /// In which functions this member may say something about it; none once said, or for oneself.
  func functions(of member: Identifier, _ context: ActContext) throws -> [SigningFunction] {
    guard try isLive(context), let rule = try rule(context),
      let person = context.directory.person(of: member),
      !votes.contains(where: { $0.person == person })
    else { return [] }
    return try rule.allowed.sorted { $0.name < $1.name }.filter { function in
      switch try context.ruling(onSeconding: wish, as: function, by: member, on: dossier) {
      case .permitted: true
      case .refused: false
      }
    }
  }

  /// Why this grant is not the one that was asked for; nil when it is.
  func fault(_ brought: GrantBrought, _ context: ActContext) throws -> String? {
    let grant = brought.grant
    guard case .grantToezichthouder(let objects) = wish.objects, let dossier,
      grant.sort == .toezicht, grant.request == hash, grant.member == objects.member,
      grant.role == objects.role, grant.until == objects.until, grant.purpose == wish.purpose,
      brought.sections == Set(objects.sections), grant.from >= wish.at
    else { return "objects" }
    return try brought.fault(context, dossier)
  }
}
