import Directory
import Records
import Sodium
import Vocabulary

/// Somebody with keys made from one byte, so that every run makes the same ones.
struct Somebody: ~Copyable {
  let member: Identifier
  let person: Identifier
  let name: String
  let function: Role
  let signing: SigningKeyPair
  let box: BoxKeyPair

  init(_ number: UInt8, _ function: Role) {
    member = People.id(number)
    person = People.id((number == People.anneToo ? People.anne : number) &+ 100)
    name = "\(function.name) \(number)"
    self.function = function
    signing = try! People.signer(number)
    box = try! BoxKeyPair(secret: People.secret(number &+ 128))
  }

  var account: Account {
    Account(
      member: member, name: name, function: function, person: person,
      keys: MemberKeys.prove(signing, box: box.publicKey, member: member, name: name))
  }
}

/// A small institution: its directory, and the keys of everybody in it.
enum People {
  static let at: Int64 = 1_790_000_000_000
  static let origin = "kluis.example/jeugd"

  static let beheerder: UInt8 = 1
  static let custodian: UInt8 = 2
  static let anne: UInt8 = 3
  static let bram: UInt8 = 4
  static let leidinggevende: UInt8 = 5
  static let toezichthouder: UInt8 = 6
  static let jurist: UInt8 = 7
  /// A second account of Anne's.
  static let anneToo: UInt8 = 8
  static let functions: [(UInt8, Role)] = [
    (anne, .jeugdbeschermer), (bram, .jeugdbeschermer), (leidinggevende, .leidinggevende),
    (toezichthouder, .toezichthouder), (jurist, .jurist),
    (anneToo, .jeugdbeschermer),
  ]

  static func role(_ number: UInt8) -> Role {
    functions.first { $0.0 == number }?.1 ?? (number == beheerder ? .beheerder : .custodian)
  }

  static func id(_ number: UInt8) -> Identifier {
    Identifier((0..<16).map { number &+ $0 &* 16 })!
  }
  static func secret(_ byte: UInt8) throws -> SecretBytes {
    try SecretBytes(copying: [UInt8](repeating: byte, count: 32))
  }
  static func signer(_ byte: UInt8) throws -> SigningKeyPair {
    try SigningKeyPair(seed: secret(byte))
  }
  static func anchor() throws -> Anchor {
    Anchor(origin: origin, institution: try signer(250).publicKey)
  }
  static func logKey() throws -> SigningKeyPair { try signer(240) }

  /// The directory's records: founding, then an account for everybody.
  static func directory() throws -> [[UInt8]] {
    let founding = Founding(
      institution: "Jeugdbescherming Voorbeeld", origin: origin,
      beheerder: Somebody(beheerder, .beheerder).account,
      custodian: Somebody(custodian, .custodian).account,
      serviceKey: try signer(241).publicKey, logKey: try logKey().publicKey)
    var records = [try DirectoryDraft.found(founding, at: at, with: signer(250))]
    var view = try DirectoryView.verify(records: records, anchor: anchor())
    for (number, function) in functions {
      var draft = try DirectoryDraft(
        .account(Somebody(number, function).account), at: at, on: view)
      try draft.sign(as: id(beheerder), with: signer(beheerder), on: view)
      try draft.sign(as: id(custodian), with: signer(custodian), on: view)
      let record = try draft.record(on: view)
      try view.extend(with: record)
      records.append(record)
    }
    return records
  }
}
