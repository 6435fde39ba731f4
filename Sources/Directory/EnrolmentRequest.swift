internal import Records
internal import Sodium
internal import StrictJSON
package import Vocabulary

/// What somebody hands to the beheerder to become a member: name and public keys, with proof.
package struct EnrolmentRequest: Hashable, Sendable {
  package static let schema = "dossierkluis/enrolment/1"

  package let member: Identifier
  package let name: String
  package let keys: MemberKeys

  init(member: Identifier, name: String, keys: MemberKeys) {
    self.member = member
    self.name = name
    self.keys = keys
  }

  /// Letters that the beheerder compares with the person before adding them.
  package var fingerprint: Fingerprint {
    Fingerprint(of: BLAKE2b.hash(keys.sign, keys.box))
  }

  /// The file `NAME.pub`.
  package func encode() -> [UInt8] {
    PublicFile.encode([
      "box": .base64(keys.box), "member": .id(member), "name": .string(name),
      "proof": .base64(keys.proof), "schema": .string(Self.schema), "sign": .base64(keys.sign),
    ])
  }

  /// Reads a request whose proof holds.
  ///
  /// - Throws: `.malformed`, `.proof`
  package static func decode(_ bytes: [UInt8]) throws(DirectoryError) -> EnrolmentRequest {
    let request: EnrolmentRequest
    do throws(JSONError) {
      let object = try PublicFile.decode(bytes, schema: schema)
      try object.allowOnly(["box", "member", "name", "proof", "schema", "sign"])
      request = EnrolmentRequest(
        member: try object.requireIdentifier("member"), name: try object.requireText("name"),
        keys: try MemberKeys(object))
    } catch { throw .malformed(error) }
    guard request.keys.isProven(member: request.member, name: request.name)
    else { throw .proof }
    return request
  }
}
