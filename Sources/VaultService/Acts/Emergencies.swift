import Directory
import Policy
import Records
import Store
import StrictJSON
import Vocabulary

/// Noodtoegang as the writer finds it among the requests.
extension ActContext {
  /// The noodtoegang to a dossier that still lasts; what a reviewer was against has ended.
  ///
  /// - Parameter open: the dossier's open requests.
  func emergencies(
    of dossier: DossierNumber, open: [StoredRequest]
  ) throws -> [EmergencyFacts] {
    let act = RequestAct.Act.noodtoegang.rawValue
    let reviewed = try tables.requests.done(act, of: dossier)
    return try (open.filter { $0.act == act } + reviewed).compactMap { try emergency($0)?.facts }
  }

  /// Every noodtoegang to a dossier that was ever taken, with its review as far as it is; oldest
  /// first.
  func emergencyApprovals(of dossier: DossierNumber) throws -> [JSONValue] {
    try tables.records.records(of: dossier, kind: RequestAct.kind).compactMap { record in
      guard try RequestAct.decode(record.bytes).act == .noodtoegang else { return nil }
      guard
        let stored = try tables.requests.request(hash: RequestAct.hash(record.bytes))
      else { throw StoreError.corrupt }
      return try approval(stored)
    }
  }

  /// Dossiers to which this member has noodtoegang.
  func emergencyDossiers(of member: Identifier) throws -> [DossierNumber] {
    try tables.requests.standing(RequestAct.Act.noodtoegang.rawValue, by: member).compactMap {
      try emergency($0) == nil ? nil : $0.dossier
    }
  }

  /// A request with the facts of its noodtoegang; nil once its time is over.
  private func emergency(
    _ stored: StoredRequest
  ) throws -> (wish: RequestAct, facts: EmergencyFacts)? {
    let wish = try wish(of: stored)
    guard case .noodtoegang(let until) = wish.objects, steady < until else { return nil }
    return (wish, EmergencyFacts(id: wish.id, member: wish.requester, until: until))
  }

  /// What was asked, from its record.
  func wish(of stored: StoredRequest) throws -> RequestAct {
    guard let record = try tables.records.record(hash: stored.record) else {
      throw StoreError.corrupt
    }
    return try RequestAct.decode(record.bytes)
  }

  /// The set that a request names, or the one in force when it was not kept.
  func rules(of wish: RequestAct) throws -> RuleSet {
    guard wish.policy != rules.hash, let bytes = try tables.policies.bytes(hash: wish.policy)
    else { return rules }
    return (try? RuleSet(stored: bytes)) ?? rules
  }

  /// Until when others may review a noodtoegang without being late; nil for another act.
  func reviewEnd(of wish: RequestAct) throws -> Int64? {
    guard wish.act == .noodtoegang else { return nil }
    return try rules(of: wish).policy.access.emergency.reviewEnd(after: wish.at)
  }

  /// Who must hear of what happens to a dossier: the FG, and who leads its team.
  ///
  /// A team without a leidinggevende has those of all teams.
  func watchers(of dossier: DossierState?) -> [Identifier] {
    let leading = directory.members.values.filter {
      $0.isActive && $0.function == .leidinggevende
    }
    let own = leading.filter { $0.team != nil && $0.team == dossier?.facts.team }
    let told = directory.fgContacts + (own.isEmpty ? leading : own)
    return told.map(\.id).sorted()
  }
}
