internal import Sodium

/// The 16 bytes that a file is under, what is derived from them, and how readers get at them.
enum FileKey {
  private static let zeroNonce = [UInt8](repeating: 0, count: ChaChaPoly.nonceCount)
  private static let x25519Label = Array("age-encryption.org/v1/X25519".utf8)
  private static let scryptLabel = Array("age-encryption.org/v1/scrypt".utf8)

  static func random() throws(SecretMemoryError) -> SecretBytes {
    try SecretBytes.random(AgeFormat.fileKeyCount)
  }

  /// The MAC of a header's bytes up to and with `---`.
  static func mac(
    of header: [UInt8], fileKey: borrowing SecretBytes
  ) throws(SecretMemoryError) -> SecretBytes {
    let key = try HKDF.derive(fileKey, salt: [], info: Array("header".utf8))
    return try HMACSHA256.tag(of: header, key: key)
  }

  static func payloadKey(
    _ fileKey: borrowing SecretBytes, nonce: [UInt8]
  ) throws(SecretMemoryError) -> SecretBytes {
    try HKDF.derive(fileKey, salt: nonce, info: Array("payload".utf8))
  }

  /// The file key for one reader, under an agreement with a key that is used this once.
  static func wrap(
    _ fileKey: borrowing SecretBytes, to recipient: AgeRecipient
  ) throws(AgeSealError) -> KnownStanza {
    do {
      let once = try BoxKeyPair.generate()
      let shared = try X25519.agree(once.secret, with: recipient.publicKey)
      let key = try HKDF.derive(
        shared, salt: once.publicKey + recipient.publicKey, info: x25519Label)
      return .x25519(
        share: once.publicKey, body: ChaChaPoly.sealSecret(fileKey, nonce: zeroNonce, key: key))
    } catch let error as SecretMemoryError {
      throw .memory(error)
    } catch X25519.AgreementError.memory(let error) {
      throw .memory(error)
    } catch {
      // A recipient cannot be made from such a key.
      throw .broken
    }
  }

  /// The file key under a passphrase.
  static func wrap(
    _ fileKey: borrowing SecretBytes, passphrase: borrowing SecretBytes, logN: Int
  ) throws(AgeSealError) -> KnownStanza {
    let salt = Random.bytes(KnownStanza.saltCount)
    let key: SecretBytes
    do { key = try stretch(passphrase, salt, logN) } catch {
      switch error {
      case .workingMemory: throw .workingMemory
      case .memory(let error): throw .memory(error)
      }
    }
    return .scrypt(
      salt: salt, logN: logN, body: ChaChaPoly.sealSecret(fileKey, nonce: zeroNonce, key: key))
  }

  /// The file key from a stanza that may be for this identity; nil when it is for another.
  ///
  /// - Throws: `.header(.worthlessShare)`, `.memory`
  static func unwrap(
    share: [UInt8], body: [UInt8], with identity: AgeIdentity
  ) throws(AgeOpenError) -> SecretBytes? {
    do {
      let shared = try X25519.agree(identity.pair.secret, with: share)
      let key = try HKDF.derive(
        shared, salt: share + identity.pair.publicKey, info: x25519Label)
      return try ChaChaPoly.openSecret(body, nonce: zeroNonce, key: key)
    } catch let error as SecretMemoryError {
      throw .memory(error)
    } catch X25519.AgreementError.memory(let error) {
      throw .memory(error)
    } catch {
      throw .header(.worthlessShare)
    }
  }

  /// The file key from the passphrase stanza; nil when the passphrase is another.
  ///
  /// - Throws: `.workingMemory`, `.memory`
  static func unwrap(
    salt: [UInt8], logN: Int, body: [UInt8], passphrase: borrowing SecretBytes
  ) throws(AgeOpenError) -> SecretBytes? {
    do {
      let key = try stretch(passphrase, salt, logN)
      return try ChaChaPoly.openSecret(body, nonce: zeroNonce, key: key)
    } catch let error as SecretMemoryError {
      throw .memory(error)
    } catch Scrypt.StretchError.memory(let error) {
      throw .memory(error)
    } catch {
      throw .workingMemory
    }
  }

  private static func stretch(
    _ passphrase: borrowing SecretBytes, _ salt: [UInt8], _ logN: Int
  ) throws(Scrypt.StretchError) -> SecretBytes {
    try Scrypt.derive(passphrase, salt: scryptLabel + salt, cost: Scrypt.Cost(logN: logN))
  }
}
