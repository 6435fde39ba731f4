internal import Records
package import Sodium
internal import StrictJSON
package import Vocabulary

/// Somebody's keys, opened: what they sign with and what is sealed to them.
package struct Identity: ~Copyable, Sendable {
  package static let schema = "dossierkluis/identity/1"
  private static let label = "dossierkluis/v1/identity"

  package let member: Identifier
  package let name: String
  package let anchor: Anchor
  package let signing: SigningKeyPair
  package let box: BoxKeyPair

  private init(
    member: Identifier, name: String, anchor: Anchor, signing: consuming SigningKeyPair,
    box: consuming BoxKeyPair
  ) {
    self.member = member
    self.name = name
    self.anchor = anchor
    self.signing = signing
    self.box = box
  }

  /// A new member with new keys.
  ///
  /// - Throws: `.input` for a name that cannot stand on a screen or an origin that is none.
  package static func create(
    name: String, anchor: Anchor
  ) throws(IdentityError) -> Identity {
    guard JSONObject.isPlainText(name), Anchor.isOrigin(anchor.origin),
      let member = Identifier(Random.bytes(Identifier.byteCount))
    else { throw .input }
    do {
      return Identity(
        member: member, name: name, anchor: anchor, signing: try SigningKeyPair.generate(),
        box: try BoxKeyPair.generate())
    } catch { throw .memory(error) }
  }

  /// The public half with its proof; Ed25519 makes the same proof every time.
  package var keys: MemberKeys {
    MemberKeys.prove(signing, box: box.publicKey, member: member, name: name)
  }

  /// What to hand to the beheerder.
  package var enrolment: EnrolmentRequest {
    EnrolmentRequest(member: member, name: name, keys: keys)
  }

  /// The identity file under a passphrase; the caller writes it with mode 0600.
  ///
  /// Encoding again with another passphrase is how a passphrase is changed.
  package borrowing func encode(
    passphrase: borrowing SecretBytes, limits: PasswordHash.Limits = .moderate
  ) throws(IdentityError) -> [UInt8] {
    let keys = self.keys
    let publicPart = CanonicalJSON.encode([
      "anchor_key": .base64(anchor.institution), "anchor_origin": .string(anchor.origin),
      "box": .base64(keys.box), "member": .id(member), "name": .string(name),
      "proof": .base64(keys.proof), "sign": .base64(keys.sign),
    ])
    let secret: SecretBytes
    do {
      var writer = try SecretWriter(capacity: 64)
      try writer.append(signing.seed)
      try writer.append(box.secret)
      secret = writer.finish()
    } catch { throw .memory(error) }
    return try SealedFile.encode(
      schema: Self.schema, label: Self.label, publicPart: publicPart, secret: secret,
      passphrase: passphrase, limits: limits)
  }

  /// Reads and opens an identity file; `IdentityFile` reads it without its passphrase.
  package static func decode(
    _ bytes: [UInt8], passphrase: borrowing SecretBytes
  ) throws(IdentityError) -> Identity {
    try IdentityFile.decode(bytes).open(passphrase: passphrase)
  }

  fileprivate static func open(
    _ file: SealedFile, _ request: EnrolmentRequest, _ anchor: Anchor,
    passphrase: borrowing SecretBytes
  ) throws(IdentityError) -> Identity {
    let secret = try file.open(label: label, passphrase: passphrase)
    guard secret.count == 64 else { throw .inconsistent }
    let identity: Identity
    do {
      identity = Identity(
        member: request.member, name: request.name, anchor: anchor,
        signing: try SigningKeyPair(seed: secret.slice(0..<32)),
        box: try BoxKeyPair(secret: secret.slice(32..<64)))
    } catch { throw .memory(error) }
    guard identity.signing.publicKey == request.keys.sign,
      identity.box.publicKey == request.keys.box
    else { throw .inconsistent }
    return identity
  }
}

/// An identity file that was read but not opened: what it says in clear.
///
/// Until it opens, the anchor in it is only a claim: its sealing is what vouches for it.
package struct IdentityFile {
  private let file: SealedFile
  package let request: EnrolmentRequest
  package let anchor: Anchor

  package static func decode(_ bytes: [UInt8]) throws(IdentityError) -> IdentityFile {
    let file = try SealedFile(bytes, schema: Identity.schema)
    let request: EnrolmentRequest
    let anchor: Anchor
    do throws(JSONError) {
      let object = try JSONObject(CanonicalJSON.decode(file.publicPart, limits: .record))
      try object.allowOnly([
        "anchor_key", "anchor_origin", "box", "member", "name", "proof", "sign",
      ])
      anchor = Anchor(
        origin: try object.requireOrigin("anchor_origin"),
        institution: try object.requireHash("anchor_key"))
      request = EnrolmentRequest(
        member: try object.requireIdentifier("member"), name: try object.requireText("name"),
        keys: try MemberKeys(object))
    } catch { throw .malformed(error) }
    guard request.keys.isProven(member: request.member, name: request.name)
    else { throw .proof }
    return IdentityFile(file: file, request: request, anchor: anchor)
  }

  /// - Throws: `.passphrase`, `.inconsistent`, `.stretch`, `.memory`
  package func open(passphrase: borrowing SecretBytes) throws(IdentityError) -> Identity {
    try Identity.open(file, request, anchor, passphrase: passphrase)
  }
}
