package import Sodium

/// The four keys of one session, as one side holds them: a MAC and an AEAD key per direction.
///
/// Each is BLAKE2b-256(key: the direction's key of crypto_kx, label ‖ session). A side checks and
/// opens with what it receives under, tags and seals with what it transmits under.
/// - Source: Docs/protocol.md, Sign-in; libsodium, crypto_kx
package final class SessionKeys: Sendable {
  /// H(m3): names the session in requests and in the log.
  package let session: [UInt8]
  private let transmitMAC: SecretBytes
  private let transmitAEAD: SecretBytes
  private let receiveMAC: SecretBytes
  private let receiveAEAD: SecretBytes

  /// Derives all four from the agreement of one side.
  package init(
    _ agreed: borrowing KeyExchange.SessionKeys, session: [UInt8]
  ) throws(SecretMemoryError) {
    self.session = session
    transmitMAC = try Self.derive(agreed.transmit, "dossierkluis/v1/mac", session)
    transmitAEAD = try Self.derive(agreed.transmit, "dossierkluis/v1/aead", session)
    receiveMAC = try Self.derive(agreed.receive, "dossierkluis/v1/mac", session)
    receiveAEAD = try Self.derive(agreed.receive, "dossierkluis/v1/aead", session)
  }

  private static func derive(
    _ key: borrowing SecretBytes, _ label: String, _ session: [UInt8]
  ) throws(SecretMemoryError) -> SecretBytes {
    try BLAKE2b.keyed(key, count: 32) { hash in
      hash.absorb(Array(label.utf8))
      hash.absorb(session)
    }
  }

  /// Seals secrets for the other side: nonce 24 ‖ ciphertext.
  package func seal(_ secrets: borrowing SecretBytes, ad: [UInt8]) -> [UInt8] {
    let nonce = AEAD.nonce()
    return nonce + AEAD.sealSecret(secrets, ad: ad, nonce: nonce, key: transmitAEAD)
  }

  /// Opens secrets of the other side.
  ///
  /// Throws `.tampered` for any bytes but those sealed with this AD.
  package func open(_ sealed: [UInt8], ad: [UInt8]) throws(AEAD.OpenError) -> SecretBytes {
    guard sealed.count >= AEAD.nonceCount + AEAD.tagCount else { throw .tampered }
    return try AEAD.openSecret(
      Array(sealed[AEAD.nonceCount...]), ad: ad, nonce: Array(sealed[..<AEAD.nonceCount]),
      key: receiveAEAD)
  }

  /// The tag over an answer: (SHA-256(body) ‖ answer) under the sender's MAC key.
  package func tag(_ answer: [UInt8], to bodyHash: [UInt8]) throws(SecretMemoryError) -> [UInt8] {
    try MAC.tag(bodyHash, answer, key: transmitMAC)
  }

  /// Whether an answer of the other side belongs to this request and this session.
  package func accepts(
    _ tag: [UInt8], on answer: [UInt8], to bodyHash: [UInt8]
  ) throws(SecretMemoryError) -> Bool {
    try MAC.verify(tag, of: bodyHash, answer, key: receiveMAC)
  }
}
