internal import Records
package import Sodium
internal import StrictJSON
package import Vocabulary

/// Public keys of a member, with the proof that whoever made them holds the signing key.
package struct MemberKeys: Hashable, Sendable {
  /// X25519 public key: 32 bytes.
  package let box: [UInt8]
  /// Ed25519 public key: 32 bytes.
  package let sign: [UInt8]
  /// The signature that `prove` makes.
  package let proof: [UInt8]

  package init(box: [UInt8], sign: [UInt8], proof: [UInt8]) {
    self.box = box
    self.sign = sign
    self.proof = proof
  }

  init(_ object: JSONObject) throws(JSONError) {
    box = try object.requireHash("box")
    sign = try object.requireHash("sign")
    proof = try object.requireBytes("proof", count: Signature.count)
  }

  private static func provenBytes(
    box: [UInt8], sign: [UInt8], member: Identifier, name: String
  ) -> [UInt8] {
    CanonicalJSON.encode([
      "box": .base64(box), "member": .id(member), "name": .string(name), "sign": .base64(sign),
    ])
  }

  /// Makes the public half of a member's keys with its proof.
  package static func prove(
    _ signing: borrowing SigningKeyPair, box: [UInt8], member: Identifier, name: String
  ) -> MemberKeys {
    let bytes = provenBytes(box: box, sign: signing.publicKey, member: member, name: name)
    return MemberKeys(
      box: box, sign: signing.publicKey, proof: Signature.sign(bytes, as: .directory, with: signing)
    )
  }

  /// Whether the holder of the signing key made these keys for this member and name.
  package func isProven(member: Identifier, name: String) -> Bool {
    let bytes = Self.provenBytes(box: box, sign: sign, member: member, name: name)
    return Signature.verify(proof, of: bytes, as: .directory, by: sign)
  }
}

/// A member as the directory names them: who, in which function, with which keys.
///
/// - Source: Docs/protocol.md, Directory
package struct Account: Hashable, Sendable {
  package let member: Identifier
  package let name: String
  package let function: Role
  /// The human being; somebody with two accounts is one person.
  package let person: Identifier
  package let keys: MemberKeys
  package let region: String?
  package let team: String?

  package init(
    member: Identifier, name: String, function: Role, person: Identifier, keys: MemberKeys,
    region: String? = nil, team: String? = nil
  ) {
    self.member = member
    self.name = name
    self.function = function
    self.person = person
    self.keys = keys
    self.region = region
    self.team = team
  }

  /// The account that a request to enrol asks for.
  package init(
    _ request: EnrolmentRequest, function: Role, person: Identifier, region: String? = nil,
    team: String? = nil
  ) {
    self.init(
      member: request.member, name: request.name, function: function, person: person,
      keys: request.keys, region: region, team: team)
  }

  init(_ object: JSONObject) throws(JSONError) {
    try object.allowOnly([
      "box", "function", "member", "name", "person", "proof", "region", "sign", "team",
    ])
    member = try object.requireIdentifier("member")
    name = try object.requireText("name")
    function = try object.requireRole("function")
    person = try object.requireIdentifier("person")
    keys = try MemberKeys(object)
    region = try object.optionalText("region")
    team = try object.optionalText("team")
  }

  var json: JSONValue {
    .object(present: [
      ("box", .base64(keys.box)), ("function", .string(function.name)), ("member", .id(member)),
      ("name", .string(name)), ("person", .id(person)), ("proof", .base64(keys.proof)),
      ("region", region.map { .string($0) }), ("sign", .base64(keys.sign)),
      ("team", team.map { .string($0) }),
    ])
  }
}
