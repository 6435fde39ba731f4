internal import CSodium

/// Agrees on two session keys, one per direction, from two fresh pairs.
///
/// It says nothing about who the other side is: signatures over the public keys do.
/// - Source: crypto_kx(3): BLAKE2b-512 over the X25519 secret and both public keys
package enum KeyExchange {
  /// The keys of one side: what the one receives with, the other transmits with.
  package struct SessionKeys: ~Copyable, Sendable {
    package let receive: SecretBytes
    package let transmit: SecretBytes
  }

  /// Why no keys came about.
  package enum AgreementError: Error, Equatable, CustomStringConvertible {
    /// A public key of another length, or one that gives everybody the same secret.
    case badKey
    case memory(SecretMemoryError)

    package var description: String {
      switch self {
      case .badKey: "the other side sent a key that is not one"
      case .memory(let error): error.description
      }
    }

    package var hint: String {
      switch self {
      case .badKey: "connect again; report it if it happens twice"
      case .memory(let error): error.hint
      }
    }
  }

  /// A fresh pair, for one session.
  package static func ephemeral() throws(SecretMemoryError) -> BoxKeyPair {
    try BoxKeyPair.generate()
  }

  package static func client(
    _ pair: borrowing BoxKeyPair, server: [UInt8]
  ) throws(AgreementError) -> SessionKeys {
    let receive = try half()
    let transmit = try half()
    guard
      server.count == BoxKeyPair.keyCount,
      unsafe crypto_kx_client_session_keys(
        receive.pointer, transmit.pointer, pair.publicKey, pair.secret.pointer, server) == 0
    else { throw .badKey }
    return SessionKeys(receive: receive, transmit: transmit)
  }

  package static func server(
    _ pair: borrowing BoxKeyPair, client: [UInt8]
  ) throws(AgreementError) -> SessionKeys {
    let receive = try half()
    let transmit = try half()
    guard
      client.count == BoxKeyPair.keyCount,
      unsafe crypto_kx_server_session_keys(
        receive.pointer, transmit.pointer, pair.publicKey, pair.secret.pointer, client) == 0
    else { throw .badKey }
    return SessionKeys(receive: receive, transmit: transmit)
  }

  private static func half() throws(AgreementError) -> SecretBytes {
    do { return try SecretBytes(count: 32) } catch { throw .memory(error) }
  }
}
