internal import Records
internal import Sodium
package import Vocabulary

/// A verified directory: every record followed on the one before it and had its signatures.
///
/// Verifying goes record by record; a refused record leaves the view as it was.
package struct DirectoryView: Equatable, Sendable {
  /// A public key from a position on.
  package struct KeyPeriod: Equatable, Sendable {
    package let since: UInt32
    /// 32 bytes.
    package let key: [UInt8]
  }

  package let anchor: Anchor
  /// The number of the newest record; 0 for none.
  package private(set) var position: UInt32 = 0
  /// The hash of record n at index n; at 0 what the first record names.
  private var hashes: [[UInt8]]
  /// What the next record names as the one before it: H of its body, so that drafts can follow each
  /// other before they have their second signature.
  private(set) var previous: [UInt8]
  package private(set) var founding: Founding?
  package private(set) var members: [Identifier: Member] = [:]
  /// Every epoch of every role, in order.
  package private(set) var roleEpochs: [RoleEpoch] = []
  package private(set) var lookupEpochs: [LookupEpoch] = []
  /// Who kept the shares of the root key, ceremony by ceremony.
  package private(set) var holderSets: [HolderSet] = []
  package private(set) var serviceKeys: [KeyPeriod] = []
  /// Every log key, so that old checkpoints verify.
  package private(set) var logKeys: [KeyPeriod] = []
  package private(set) var partners: [Identifier: Partner] = [:]
  /// Every key that signed bundles, so that old bundles verify.
  package private(set) var bundleKeys: [KeyPeriod] = []
  /// Every key that was ever named: none serves twice.
  private(set) var usedKeys: Set<[UInt8]>

  /// A directory without records.
  package init(anchor: Anchor) {
    self.anchor = anchor
    hashes = [DirectoryBody.start(of: anchor.origin)]
    previous = hashes[0]
    usedKeys = [anchor.institution]
  }

  /// Verifies a whole list.
  package static func verify(
    records: [[UInt8]], anchor: Anchor
  ) throws(DirectoryError) -> DirectoryView {
    var view = DirectoryView(anchor: anchor)
    for record in records { try view.extend(with: record) }
    return view
  }

  /// Verifies the next record and takes it in.
  ///
  /// - Returns: what it said, for who wants to show it.
  @discardableResult
  package mutating func extend(with record: [UInt8]) throws(DirectoryError) -> DirectoryBody {
    let decoded = try DirectoryRecord.decode(record)
    let body = try check(decoded)
    position = body.n
    hashes.append(DirectoryRecord.hash(record))
    previous = BLAKE2b.hash(decoded.body)
    take(body, signers: decoded.signatures.compactMap(\.by))
    return body
  }

  /// This list as it would be with drafts that still lack a signature.
  ///
  /// For whoever drafts on: nothing but another draft may be made from it, and it is never pinned.
  package func presuming(_ drafts: [DirectoryDraft]) throws(DirectoryError) -> DirectoryView {
    var view = self
    for draft in drafts {
      let body = try draft.check(on: view)
      view.position = body.n
      view.previous = BLAKE2b.hash(draft.bytes)
      view.hashes.append(view.previous)
      view.take(body, signers: draft.signatures.compactMap(\.by))
    }
    return view
  }

  /// The hash of the newest record; what the next one must name.
  package var hash: [UInt8] { hashes[hashes.count - 1] }

  /// The hash of the record at a position; nil beyond the newest.
  package func hash(at position: UInt32) -> [UInt8]? {
    position <= self.position ? hashes[Int(position)] : nil
  }

  /// Takes in a body that was checked.
  private mutating func take(_ body: DirectoryBody, signers: [Identifier]) {
    let n = body.n
    switch body.act {
    case .founding(let founding):
      self.founding = founding
      add(founding.beheerder, n)
      add(founding.custodian, n)
      serviceKeys.append(KeyPeriod(since: n, key: founding.serviceKey))
      logKeys.append(KeyPeriod(since: n, key: founding.logKey))
      usedKeys.formUnion([founding.serviceKey, founding.logKey])
    case .account(let account): add(account, n)
    case .memberKey(let member, let keys):
      members[member]?.periods.append(Member.KeyPeriod(since: n, keys: keys))
      members[member]?.admissions = []
      members[member]?.boxes = [:]
      usedKeys.formUnion([keys.sign, keys.box])
    case .suspension(let member): members[member]?.suspended = n
    case .roleEpoch(let epoch):
      roleEpochs.append(epoch)
      usedKeys.insert(epoch.box)
      let key = KeptKey.role(epoch.role, epoch: epoch.epoch)
      for custody in epoch.custody { keep(key, custody.member, custody.box, signers) }
      guard epoch.role == .fg else { return }
      for custody in epoch.custody {
        admit(Admission(member: custody.member, role: .fg, epoch: epoch.epoch, box: custody.box), n)
      }
    case .admission(let admission):
      admit(admission, n)
      let key = KeptKey.role(admission.role, epoch: admission.epoch)
      keep(key, admission.member, admission.box, signers)
    case .lookupKey(let lookup):
      lookupEpochs.append(lookup)
      let key = KeptKey.lookup(epoch: lookup.epoch)
      for custody in lookup.custody { keep(key, custody.member, custody.box, signers) }
    case .custody(let custody): keep(custody.key, custody.member, custody.box, signers)
    case .holders(let holders): holderSets.append(holders)
    case .serviceKey(let key):
      serviceKeys.append(KeyPeriod(since: n, key: key))
      usedKeys.insert(key)
    case .logKey(let key):
      logKeys.append(KeyPeriod(since: n, key: key))
      usedKeys.insert(key)
    case .partner(let partner):
      let period = Partner.KeyPeriod(since: n, at: body.at, keys: partner.keys)
      partners[partner.partner] = Partner(partner, period)
      usedKeys.formUnion([partner.keys.age, partner.keys.sign])
    case .partnerKey(let partner, let keys):
      partners[partner]?.periods.append(Partner.KeyPeriod(since: n, at: body.at, keys: keys))
      usedKeys.formUnion([keys.age, keys.sign])
    case .partnerEnd(let partner): partners[partner]?.ended = n
    case .bundleKey(let key):
      bundleKeys.append(KeyPeriod(since: n, key: key))
      usedKeys.insert(key)
    }
  }

  private mutating func add(_ account: Account, _ n: UInt32) {
    members[account.member] = Member(account, since: n)
    usedKeys.formUnion([account.keys.sign, account.keys.box])
  }

  private mutating func keep(
    _ key: KeptKey, _ member: Identifier, _ box: [UInt8], _ signers: [Identifier]
  ) {
    members[member]?.boxes[key] = Member.Box(bytes: box, signers: signers)
  }

  private mutating func admit(_ admission: Admission, _ n: UInt32) {
    members[admission.member]?.admissions.append(
      Member.Admitted(position: n, admission: admission))
    if let team = admission.team { members[admission.member]?.team = team }
    if let region = admission.region { members[admission.member]?.region = region }
  }
}
