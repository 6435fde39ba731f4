import AuditLog
import Directory
import Policy
import Store
import Vocabulary

/// A dossier as the writer finds it: its facts for the policy, and how far its chain has come.
struct DossierState {
  let id: Identifier
  let number: DossierNumber
  let head: LogEntry.Head
  let facts: DossierFacts
}

extension DossierState {
  /// Who has regie at this time.
  func regieHolder(at time: Int64) -> Identifier? {
    facts.involvement.last { period in
      period.sort == .regie && period.since <= time && time < period.until ?? .max
    }?.member
  }
}

/// A time during which somebody is involved, as the policy sees it.
typealias InvolvementPeriod = Involvement.Period

extension ActContext {
  /// The dossier's facts; nil when there is none with this id.
  func dossier(_ id: Identifier) throws -> DossierState? {
    guard let number = try tables.dossiers.number(of: id),
      let head = try tables.links.head(number)
    else { return nil }
    let involvement = try tables.involvements.involvements(of: number).map { stored in
      InvolvementPeriod(
        id: stored.id, member: stored.member, sort: stored.sort == .regie ? .regie : .betrokken,
        since: stored.since,
        until: [stored.until, stored.closed?.at].compactMap { $0 }.min())
    }
    let grants = try tables.grants.grants(of: number).map { stored in
      GrantFacts(
        id: stored.id, member: stored.member, role: stored.role, sections: Set(stored.sections),
        from: stored.since, until: stored.until, endedAt: stored.ended, approved: true)
    }
    let open = try tables.requests.open(of: number)
    let asked = try open.compactMap { stored in
      try tables.records.record(hash: stored.record).flatMap {
        try PendingGrant.facts($0.bytes, under: rules.hash, at: now)
      }
    }
    // A family belongs to the team of who has regie.
    let regie = involvement.last { period in
      period.sort == .regie && period.since <= now && now < period.until ?? .max
    }
    let holder = regie.flatMap { directory.member($0.member) }
    return DossierState(
      id: id, number: number, head: LogEntry.Head(n: head.n, h: head.h),
      facts: DossierFacts(
        id: id, team: holder?.team, region: holder?.region, involvement: involvement,
        grants: grants + asked, emergencies: try emergencies(of: number, open: open)))
  }

  /// Puts the one question to the policy.
  func decide(
    _ act: Act, by member: Identifier, on dossier: DossierState?, for purpose: Purpose? = nil
  ) throws -> Decision {
    guard let facts = directory.facts(of: member) else { throw ServiceFault.unknownMember }
    return rules.policy.decide(
      act, by: facts, on: dossier?.facts, for: purpose, at: now)
  }
}

extension Policy {
  func decide(
    _ act: Act, by member: MemberFacts, on dossier: DossierFacts?, for purpose: Purpose?,
    at time: Int64
  ) -> Decision {
    Policy.decide(
      Question(
        policy: self, member: member, dossier: dossier, act: act, purpose: purpose, time: time))
  }
}

extension DirectoryView {
  /// What the policy has to know of a member; nil when the directory has none with this id.
  func facts(of id: Identifier) -> MemberFacts? {
    guard let member = member(id) else { return nil }
    return MemberFacts(
      id: id, person: member.person, standing: member.isActive ? .active : .suspended,
      memberships: [
        MemberFacts.Membership(member.function, team: member.team, region: member.region)
      ])
  }
}

extension Permit {
  /// The ground in the words of the log: a record, or none when the role alone suffices.
  var logBasis: LogEntry.Basis {
    switch (basis.kind, basis.id) {
    case (.regie, .some(let id)), (.betrokken, .some(let id)):
      LogEntry.Basis(.involvement, id: id)
    case (.grant, .some(let id)): LogEntry.Basis(.grant, id: id)
    case (.noodtoegang, .some(let id)): LogEntry.Basis(.noodtoegang, id: id)
    default: LogEntry.Basis(.none)
    }
  }
}

/// A fault of the service itself: the request gets no leaf and the batch goes on without it.
enum ServiceFault: Error {
  case unknownMember
}
