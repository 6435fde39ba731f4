internal import Records
internal import Sodium
internal import StrictJSON

/// A small file with a part that everyone may read and a secret under a passphrase.
///
/// `{"kdf":{"mem","ops","salt"},"nonce","public","schema","sealed"}` in canonical JSON. The AEAD's
/// additional data is label ‖ public ‖ ops u32 ‖ mem u64: nothing readable can be swapped.
/// - Source: Docs/protocol.md, Identity file
struct SealedFile {
  let publicPart: [UInt8]
  private let limits: PasswordHash.Limits
  private let salt: [UInt8]
  private let nonce: [UInt8]
  private let sealed: [UInt8]

  private static func additionalData(
    _ label: String, _ publicPart: [UInt8], _ limits: PasswordHash.Limits
  ) -> [UInt8] {
    var bytes = Array(label.utf8) + publicPart
    bytes.append(bigEndian: UInt32(clamping: limits.operations))
    bytes.append(bigEndian: UInt64(clamping: limits.memory))
    return bytes
  }

  /// Seals a secret under a passphrase and writes the file.
  static func encode(
    schema: String, label: String, publicPart: [UInt8], secret: borrowing SecretBytes,
    passphrase: borrowing SecretBytes, limits: PasswordHash.Limits
  ) throws(IdentityError) -> [UInt8] {
    guard passphrase.count > 0 else { throw .input }
    let salt = Random.bytes(PasswordHash.saltCount)
    let nonce = AEAD.nonce()
    let key: SecretBytes
    do { key = try PasswordHash.derive(passphrase, salt: salt, limits: limits) } catch {
      throw .stretch(error)
    }
    let sealed = AEAD.sealSecret(
      secret, ad: additionalData(label, publicPart, limits), nonce: nonce, key: key)
    return PublicFile.encode([
      "kdf": [
        "mem": .int(Int64(limits.memory)), "ops": .int(Int64(clamping: limits.operations)),
        "salt": .base64(salt),
      ],
      "nonce": .base64(nonce), "public": .base64(publicPart), "schema": .string(schema),
      "sealed": .base64(sealed),
    ])
  }

  /// Reads the file without opening it.
  init(_ bytes: [UInt8], schema: String) throws(IdentityError) {
    do {
      let object = try PublicFile.decode(bytes, schema: schema)
      try object.allowOnly(["kdf", "nonce", "public", "schema", "sealed"])
      let kdf = try object.requireObject("kdf")
      try kdf.allowOnly(["mem", "ops", "salt"])
      limits = try PasswordHash.Limits(
        operations: UInt64(clamping: kdf.requireInt("ops", within: 0...1_000_000)),
        memory: Int(clamping: kdf.requireInt("mem", within: 0...1 << 40)))
      salt = try kdf.requireBytes("salt", count: PasswordHash.saltCount)
      nonce = try object.requireBytes("nonce", count: AEAD.nonceCount)
      publicPart = try object.requireBytes("public")
      sealed = try object.requireBytes("sealed")
    } catch let error as JSONError {
      throw .malformed(error)
    } catch let error as PasswordHash.StretchError {
      throw .stretch(error)
    } catch { throw .input }
  }

  /// Opens the secret.
  ///
  /// - Throws: `.passphrase` when the passphrase is wrong or anything was changed.
  func open(
    label: String, passphrase: borrowing SecretBytes
  ) throws(IdentityError) -> SecretBytes {
    let key: SecretBytes
    do { key = try PasswordHash.derive(passphrase, salt: salt, limits: limits) } catch {
      throw .stretch(error)
    }
    do {
      return try AEAD.openSecret(
        sealed, ad: Self.additionalData(label, publicPart, limits), nonce: nonce, key: key)
    } catch {
      if case .memory(let error) = error { throw .memory(error) }
      throw .passphrase
    }
  }
}
