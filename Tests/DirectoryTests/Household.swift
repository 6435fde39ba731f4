import Records
import Sodium
import Vocabulary

@testable import Directory

/// Somebody with keys made from one byte, so that every run makes the same ones.
struct Keyed: ~Copyable {
  let member: Identifier
  let person: Identifier
  let name: String
  let function: Role
  let signing: SigningKeyPair
  let box: BoxKeyPair

  init(_ number: UInt8, _ function: Role, person: UInt8? = nil) {
    member = Household.id(number)
    self.person = Household.id(person ?? number &+ 100)
    name = "\(function.name) \(number)"
    self.function = function
    signing = try! SigningKeyPair(seed: Household.secret(number))
    box = try! BoxKeyPair(secret: Household.secret(number &+ 128))
  }

  var keys: MemberKeys {
    MemberKeys.prove(signing, box: box.publicKey, member: member, name: name)
  }

  var account: Account {
    Account(
      member: member, name: name, function: function, person: person, keys: keys, team: "Noord")
  }
}

/// A directory that grows, with the people who sign in it.
struct Household: ~Copyable {
  static let at: Int64 = 1_790_000_000_000
  static let origin = "kluis.example/jeugd"

  static func id(_ number: UInt8) -> Identifier {
    Identifier((0..<16).map { number &+ $0 &* 16 })!
  }
  static func secret(_ byte: UInt8) -> SecretBytes {
    try! SecretBytes(copying: [UInt8](repeating: byte, count: 32))
  }
  static let institution: @Sendable () -> SigningKeyPair = {
    try! SigningKeyPair(seed: secret(250))
  }

  let beheerder: Keyed
  let custodian: Keyed
  var records: [[UInt8]]
  var view: DirectoryView

  static var anchor: Anchor { Anchor(origin: origin, institution: institution().publicKey) }

  static func founding(
    beheerder: Account = Keyed(1, .beheerder).account,
    custodian: Account = Keyed(2, .custodian).account, origin: String = origin
  ) -> Founding {
    Founding(
      institution: "Jeugdbescherming Voorbeeld", origin: origin, beheerder: beheerder,
      custodian: custodian, serviceKey: [UInt8](repeating: 11, count: 32),
      logKey: [UInt8](repeating: 12, count: 32))
  }

  init() throws {
    let (record, view) = try Self.founded()
    beheerder = Keyed(1, .beheerder)
    custodian = Keyed(2, .custodian)
    records = [record]
    self.view = view
  }

  private static func founded() throws -> ([UInt8], DirectoryView) {
    let key = institution()
    let record = try DirectoryDraft.found(founding(), at: at, with: key)
    return (record, try DirectoryView.verify(records: [record], anchor: anchor))
  }

  /// The bytes of a record that these two would sign.
  func record(
    _ act: DirectoryAct, _ first: borrowing Keyed, _ second: borrowing Keyed
  ) throws -> [UInt8] {
    var draft = try DirectoryDraft(act, at: Self.at, on: view)
    try draft.sign(as: first.member, with: first.signing, on: view)
    draft = try DirectoryDraft.decode(draft.encode())
    try draft.sign(as: second.member, with: second.signing, on: view)
    return try draft.record(on: view)
  }

  mutating func take(_ record: [UInt8]) throws {
    try view.extend(with: record)
    records.append(record)
  }

  mutating func add(_ keyed: borrowing Keyed) throws {
    try take(record(.account(keyed.account), beheerder, custodian))
  }

  mutating func newEpoch(_ role: Role) throws {
    let epoch = (view.roleEpoch(role)?.epoch ?? 0) + 1
    let made = try RoleSecret.make(role, epoch: epoch, keepers: view.custodians)
    try take(record(.roleEpoch(made), custodian, beheerder))
  }

  /// An admission whose box the custodian makes from the secret that they keep.
  func admission(_ keyed: borrowing Keyed) throws -> Admission {
    let epoch = view.roleEpoch(keyed.function)!
    let kept = epoch.custody.first { $0.member == custodian.member }!
    let pair = try RoleSecret.open(kept.box, of: epoch, with: custodian.box)
    return Admission(
      member: keyed.member, role: keyed.function, epoch: epoch.epoch,
      box: try RoleSecret.seal(
        pair, role: keyed.function, epoch: epoch.epoch, to: keyed.box.publicKey))
  }

  /// What bad software would send: any body, signed by whoever, unchecked.
  func unchecked(
    _ act: DirectoryAct, _ signers: [(Identifier, UInt8)], n: UInt32? = nil,
    prev: [UInt8]? = nil
  ) -> [UInt8] {
    let body = DirectoryBody(
      at: Self.at, n: n ?? view.position + 1, prev: prev ?? view.previous, act: act
    ).encode()
    let signatures = signers.map { member, seed in
      DirectorySignature(
        by: member,
        signature: Signature.sign(
          body, as: .directory, with: try! SigningKeyPair(seed: Self.secret(seed))))
    }
    return DirectoryRecord(body: body, signatures: signatures).encode()
  }
}
