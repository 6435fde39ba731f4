internal import Records
package import Sodium
internal import StrictJSON

/// The key that founds a vault: it signs directory record 1 and then leaves the machine.
package struct InstitutionKey: ~Copyable, Sendable {
  package static let schema = "dossierkluis/institution-key/1"
  private static let label = "dossierkluis/v1/institution-key"

  package let origin: String
  package let signing: SigningKeyPair

  private init(origin: String, signing: consuming SigningKeyPair) {
    self.origin = origin
    self.signing = signing
  }

  /// A new key for a vault of this name.
  package static func create(origin: String) throws(IdentityError) -> InstitutionKey {
    guard Anchor.isOrigin(origin) else { throw .input }
    do { return InstitutionKey(origin: origin, signing: try SigningKeyPair.generate()) } catch {
      throw .memory(error)
    }
  }

  /// What members get on paper and as `institution.pub`.
  package var anchor: Anchor { Anchor(origin: origin, institution: signing.publicKey) }

  /// The file `institution.key` under a passphrase; as an identity file.
  package borrowing func encode(
    passphrase: borrowing SecretBytes, limits: PasswordHash.Limits = .moderate
  ) throws(IdentityError) -> [UInt8] {
    let publicPart = CanonicalJSON.encode([
      "institution": .base64(signing.publicKey), "origin": .string(origin),
    ])
    return try SealedFile.encode(
      schema: Self.schema, label: Self.label, publicPart: publicPart, secret: signing.seed,
      passphrase: passphrase, limits: limits)
  }

  package static func decode(
    _ bytes: [UInt8], passphrase: borrowing SecretBytes
  ) throws(IdentityError) -> InstitutionKey {
    let file = try SealedFile(bytes, schema: schema)
    let anchor: Anchor
    do throws(JSONError) {
      let object = try JSONObject(CanonicalJSON.decode(file.publicPart, limits: .record))
      try object.allowOnly(["institution", "origin"])
      anchor = Anchor(
        origin: try object.requireOrigin("origin"),
        institution: try object.requireHash("institution"))
    } catch { throw .malformed(error) }
    let seed = try file.open(label: label, passphrase: passphrase)
    let pair: SigningKeyPair
    do { pair = try SigningKeyPair(seed: seed) } catch { throw .memory(error) }
    guard pair.publicKey == anchor.institution else { throw .inconsistent }
    return InstitutionKey(origin: anchor.origin, signing: pair)
  }
}
