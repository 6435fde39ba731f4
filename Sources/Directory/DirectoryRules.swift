internal import Records
internal import Sodium
internal import Vocabulary

/// The rules that every record is held against, on the view before it.
///
/// - Source: Docs/protocol.md, Directory
extension DirectoryView {
  /// Checks place, signatures and act of a record; answers its body.
  func check(_ record: DirectoryRecord) throws(DirectoryError) -> DirectoryBody {
    let body = try decodeBody(record.body)
    try checkPlace(body)
    try check(body.act)
    if case .founding(let founding) = body.act {
      try checkFounding(founding, record)
    } else {
      try checkSigners(of: body.act, record)
    }
    return body
  }

  /// Checks a draft's body before anybody signs it, so that nobody signs what will be refused.
  func checkUnsigned(_ bytes: [UInt8]) throws(DirectoryError) -> DirectoryBody {
    let body = try decodeBody(bytes)
    try checkPlace(body)
    try check(body.act)
    return body
  }

  private func decodeBody(_ bytes: [UInt8]) throws(DirectoryError) -> DirectoryBody {
    do { return try DirectoryBody.decode(bytes) } catch { throw .malformed(error) }
  }

  private func checkPlace(_ body: DirectoryBody) throws(DirectoryError) {
    guard position < .max, body.n == position + 1, body.prev == previous else { throw .order }
    guard (body.act.kind == .founding) == (body.n == 1) else { throw .founding }
  }

  private func checkFounding(
    _ founding: Founding, _ record: DirectoryRecord
  ) throws(DirectoryError) {
    guard record.signatures.count == 1, record.signatures[0].by == nil
    else { throw .signatures }
    guard founding.origin == anchor.origin,
      Signature.verify(
        record.signatures[0].signature, of: record.body, as: .directory, by: anchor.institution)
    else { throw .anchor }
  }

  private func checkSigners(
    of act: DirectoryAct, _ record: DirectoryRecord
  ) throws(DirectoryError) {
    guard record.signatures.count == 2 else { throw .signatures }
    var signers: [Member] = []
    for signature in record.signatures {
      signers.append(try checkSignature(signature, of: record.body, for: act))
    }
    let (first, second) = (signers[0], signers[1])
    guard first.person != second.person else { throw .samePerson }
    let pair = (first.function, second.function)
    guard act.signers.contains(where: { $0 == pair || ($0.1, $0.0) == pair })
    else { throw .functions(act.kind) }
    // The FG who makes the FG's key keeps it: somebody else's signature would not be theirs to give.
    if case .roleEpoch(let epoch) = act, epoch.role == .fg {
      let fg = first.function == .fg ? first : second
      guard epoch.custody.map(\.member) == [fg.id] else { throw .custody }
    }
    guard isGiven(act, by: signers) else { throw .notKept }
  }

  /// Whether one of these members keeps the key that a custody record gives: what nobody of them has,
  /// they cannot give.
  func isGiven(_ act: DirectoryAct, by signers: [Member]) -> Bool {
    guard case .custody(let custody) = act else { return true }
    return signers.contains { $0.boxes[custody.key] != nil }
  }

  /// Checks one member's signature under a body: active, the right key, not about themselves.
  func checkSignature(
    _ signature: DirectorySignature, of body: [UInt8], for act: DirectoryAct
  ) throws(DirectoryError) -> Member {
    guard let id = signature.by else { throw .signatures }
    guard let member = members[id], member.isActive else { throw .signer }
    guard act.signers.contains(where: { $0.0 == member.function || $0.1 == member.function })
    else { throw .functions(act.kind) }
    guard subject(of: act) != member.person else { throw .subject }
    guard
      Signature.verify(signature.signature, of: body, as: .directory, by: member.keys.sign)
    else { throw .signature }
    return member
  }

  /// The person whom a record is about; nil when it is about a key.
  func subject(of act: DirectoryAct) -> Identifier? {
    switch act {
    case .account(let account): account.person
    case .memberKey(let member, _), .suspension(let member): members[member]?.person
    case .admission(let admission): members[admission.member]?.person
    case .custody(let custody): members[custody.member]?.person
    case .founding, .roleEpoch, .lookupKey, .holders, .serviceKey, .logKey, .partner, .partnerKey,
      .partnerEnd, .bundleKey:
      nil
    }
  }

  /// Checks that an act fits what is there; who signs it is another question.
  private func check(_ act: DirectoryAct) throws(DirectoryError) {
    switch act {
    case .founding(let founding):
      let (beheerder, custodian) = (founding.beheerder, founding.custodian)
      guard beheerder.function == .beheerder else { throw .role(beheerder.function) }
      guard custodian.function == .custodian else { throw .role(custodian.function) }
      guard beheerder.person != custodian.person else { throw .separation }
      guard beheerder.member != custodian.member else { throw .repeated }
      try checkNew(beheerder.keys, beheerder.member, beheerder.name)
      try checkNew(custodian.keys, custodian.member, custodian.name)
      let keys = [
        beheerder.keys.sign, beheerder.keys.box, custodian.keys.sign, custodian.keys.box,
        founding.serviceKey, founding.logKey, anchor.institution,
      ]
      guard Set(keys).count == keys.count else { throw .repeated }
    case .account(let account):
      guard members[account.member] == nil, partners[account.member] == nil else { throw .repeated }
      let others = members.values.filter { $0.person == account.person }
      guard others.allSatisfy({ $0.function == account.function }) else { throw .separation }
      // A share of the root key and an account would meet in one person.
      guard !(holders?.contains(person: account.person, named: account.name) ?? false)
      else { throw .separation }
      try checkNew(account.keys, account.member, account.name)
    case .memberKey(let id, let keys):
      try checkNew(keys, id, active(id).name)
    case .suspension(let id): _ = try active(id)
    case .roleEpoch(let epoch): try check(epoch)
    case .admission(let admission): try check(admission)
    case .lookupKey(let lookup):
      guard lookup.epoch == (lookupKey?.epoch ?? 0) + 1 else { throw .epoch }
      guard lookup.custody.map(\.member) == custodianIds,
        lookup.custody.allSatisfy({ $0.box.count == LookupKey.boxCount })
      else { throw .custody }
    case .custody(let custody): try check(custody)
    case .holders(let holders): try check(holders)
    case .serviceKey(let key), .logKey(let key), .bundleKey(let key):
      guard !usedKeys.contains(key) else { throw .repeated }
    case .partner(let partner): try check(partner)
    case .partnerKey(let id, let keys):
      _ = try activePartner(id)
      try checkNew(keys)
    case .partnerEnd(let id): _ = try activePartner(id)
    }
  }

  private func active(_ id: Identifier) throws(DirectoryError) -> Member {
    guard let member = members[id], member.isActive else { throw .member }
    return member
  }

  private func checkNew(
    _ keys: MemberKeys, _ member: Identifier, _ name: String
  ) throws(DirectoryError) {
    guard !usedKeys.contains(keys.sign), !usedKeys.contains(keys.box), keys.sign != keys.box
    else { throw .repeated }
    guard keys.isProven(member: member, name: name) else { throw .proof }
  }

  private func check(_ epoch: RoleEpoch) throws(DirectoryError) {
    guard epoch.role.hasDossierKey || epoch.role == .fg else { throw .role(epoch.role) }
    guard epoch.epoch == (roleEpoch(epoch.role)?.epoch ?? 0) + 1 else { throw .epoch }
    guard !usedKeys.contains(epoch.box) else { throw .repeated }
    if epoch.role == .fg {
      guard epoch.custody.count == 1, let keeper = epoch.custody.first,
        try active(keeper.member).function == .fg
      else { throw .custody }
    } else {
      guard epoch.custody.map(\.member) == custodianIds else { throw .custody }
    }
    guard epoch.custody.allSatisfy({ $0.box.count == RoleSecret.boxCount })
    else { throw .custody }
  }

  private func check(_ admission: Admission) throws(DirectoryError) {
    let member = try active(admission.member)
    guard member.function == admission.role, let present = roleEpoch(admission.role)
    else { throw .role(admission.role) }
    guard present.epoch == admission.epoch else { throw .epoch }
    guard admission.box.count == RoleSecret.boxCount else { throw .custody }
    if let box = admission.lookupBox {
      guard admission.role.hasStandingWrap else { throw .role(admission.role) }
      guard lookupKey != nil, box.count == LookupKey.boxCount else { throw .custody }
    }
  }

  private func check(_ custody: Custody) throws(DirectoryError) {
    let (key, member) = (custody.key, try active(custody.member))
    if let role = key.role, !role.hasDossierKey, role != .fg { throw .role(role) }
    guard member.function == key.keeper else { throw .role(member.function) }
    guard keptKeys.contains(key), !comesByAdmission(key) else { throw .epoch }
    guard member.boxes[key] == nil else { throw .kept }
    guard custody.box.count == key.boxCount else { throw .custody }
  }

  private func check(_ set: HolderSet) throws(DirectoryError) {
    guard set.ceremony == (holders?.ceremony ?? 0) + 1 else { throw .epoch }
    guard set.isOfDifferentPersons else { throw .separation }
    let active = members.values.filter(\.isActive)
    guard !active.contains(where: { set.contains(person: $0.person, named: $0.name) })
    else { throw .separation }
  }

  private func check(_ partner: NewPartner) throws(DirectoryError) {
    guard partners[partner.partner] == nil, members[partner.partner] == nil
    else { throw .repeated }
    // Who chooses a partner by name must not get another: what is sealed to it cannot be taken back.
    let name = HolderSet.compared(partner.name)
    guard !partners.values.contains(where: { $0.isActive && HolderSet.compared($0.name) == name })
    else { throw .partnerName }
    try checkNew(partner.keys)
  }

  private func activePartner(_ id: Identifier) throws(DirectoryError) -> Partner {
    guard let partner = partners[id], partner.isActive else { throw .partner }
    return partner
  }

  private func checkNew(_ keys: PartnerKeys) throws(DirectoryError) {
    guard !usedKeys.contains(keys.sign), !usedKeys.contains(keys.age), keys.sign != keys.age
    else { throw .repeated }
  }

  private var custodianIds: [Identifier] { custodians.map(\.id) }
}
