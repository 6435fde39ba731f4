package import Records
package import Vocabulary

/// What others ask of a verified directory.
extension DirectoryView {
  package func member(_ id: Identifier) -> Member? { members[id] }

  /// Members in the order of their names, then ids.
  package var list: [Member] {
    members.values.sorted { ($0.name, $0.id) < ($1.name, $1.id) }
  }

  /// Members with exactly this name.
  package func members(named name: String) -> [Member] { list.filter { $0.name == name } }

  /// Active members of a function, in the order of their ids.
  package func active(_ function: Role) -> [Member] {
    members.values.filter { $0.isActive && $0.function == function }.sorted { $0.id < $1.id }
  }

  /// The human being behind an account.
  package func person(of member: Identifier) -> Identifier? { members[member]?.person }

  /// Whether a member was active in a function after record `position`; false beyond the newest.
  package func isActive(_ id: Identifier, as function: Role, at position: UInt32) -> Bool {
    guard let member = members[id], position <= self.position else { return false }
    return member.function == function && member.isActive(at: position)
  }

  /// The key and function by which a member signed at a position; for `Chain.verify`.
  package func author(_ id: Identifier, at position: UInt32) -> LinkAuthor? {
    guard position <= self.position, let member = members[id], member.isActive(at: position),
      let keys = member.keys(at: position)
    else { return nil }
    return LinkAuthor(key: keys.sign, role: member.function)
  }

  /// The newest admission of a member to the present epoch of their role.
  package func admission(of id: Identifier) -> Admission? {
    guard let member = members[id], member.isActive, let epoch = roleEpoch(member.function)
    else { return nil }
    return member.admissions.last { $0.admission.epoch == epoch.epoch }?.admission
  }

  /// Every admission under a member's present keys, in order; for role secrets of older epochs.
  package func admissions(of id: Identifier) -> [Admission] {
    members[id]?.admissions.map(\.admission) ?? []
  }

  /// The newest lookup key box of a member, if any.
  package func lookupBox(of id: Identifier) -> [UInt8]? {
    admissions(of: id).last { $0.lookupBox != nil }?.lookupBox
  }

  /// The newest epoch of a role; its `box` is what shares are sealed to.
  package func roleEpoch(_ role: Role) -> RoleEpoch? { roleEpochs.last { $0.role == role } }

  package func roleEpoch(_ role: Role, epoch: UInt32) -> RoleEpoch? {
    roleEpochs.last { $0.role == role && $0.epoch == epoch }
  }

  package var lookupKey: LookupEpoch? { lookupEpochs.last }

  package func lookupKey(epoch: UInt32) -> LookupEpoch? {
    lookupEpochs.last { $0.epoch == epoch }
  }

  /// Who keeps the shares of the present root key; nil while nobody does.
  package var holders: HolderSet? { holderSets.last }

  /// Active custodians in the order of their ids: those who keep role secrets.
  package var custodians: [Member] { active(.custodian) }

  /// Active members of a team.
  package func members(inTeam team: String) -> [Member] {
    list.filter { $0.isActive && $0.team == team }
  }

  /// Active FGs: whom to turn to when the log does not hold.
  package var fgContacts: [Member] { active(.fg) }

  /// The institution's name.
  package var institution: String? { founding?.institution }

  /// The name under which the log signs its checkpoints.
  package var logName: String { founding?.logName ?? anchor.origin }

  package var serviceKey: [UInt8]? { serviceKeys.last?.key }
  package var logKey: [UInt8]? { logKeys.last?.key }

  /// The key under which bundles are signed now; nil while there is none.
  package var bundleKey: BundleKey? { bundleKeys.last.map { BundleKey(key: $0.key) } }

  /// The one in force after record `position`.
  package func bundleKey(at position: UInt32) -> BundleKey? {
    bundleKeys.last { $0.since <= position }.map { BundleKey(key: $0.key) }
  }

  package func partner(_ id: Identifier) -> Partner? { partners[id] }

  /// The key by which a partner signs now; nil for one that ended and for the unknown.
  package func partnerKey(_ id: Identifier) -> [UInt8]? { partnerKey(id, at: position) }

  /// The key by which a partner signed after record `position`; nil beyond the newest.
  package func partnerKey(_ id: Identifier, at position: UInt32) -> [UInt8]? {
    guard position <= self.position else { return nil }
    return partners[id]?.keys(at: position)?.sign
  }

  /// The partner that signs by this key now; no two ever have the same.
  package func partner(signingBy key: [UInt8]) -> Partner? {
    partners.values.first { $0.isActive && $0.keys.sign == key }
  }

  /// Partners in the order of their names, then ids; also those that ended.
  package var partnerList: [Partner] {
    partners.values.sorted { ($0.name, $0.id) < ($1.name, $1.id) }
  }

  /// Partners whose name begins like this, without case; the whole name finds that one alone.
  package func partners(namedLike start: String) -> [Partner] {
    let start = HolderSet.compared(start)
    guard !start.isEmpty else { return [] }
    let found = partnerList.filter { HolderSet.compared($0.name).hasPrefix(start) }
    let whole = found.filter { HolderSet.compared($0.name) == start }
    return whole.isEmpty ? found : whole
  }

  package func serviceKey(at position: UInt32) -> [UInt8]? {
    serviceKeys.last { $0.since <= position }?.key
  }

  package func logKey(at position: UInt32) -> [UInt8]? {
    logKeys.last { $0.since <= position }?.key
  }
}
