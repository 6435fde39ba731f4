internal import Sodium

/// The master secret under the passphrase: four Feistel rounds with PBKDF2.
///
/// Every passphrase opens it, each to another secret.
///
/// - Source: SLIP-0039, "Encryption of the master secret"
struct SecretCipher {
  /// Of the identifier, only in sets that are not extendable.
  private let saltStart: [UInt8]
  private let iterations: Int

  private static let rounds: [UInt8] = [0, 1, 2, 3]
  private static let iterationsPerRound = 2500

  init(_ info: Mnemonic.Info) {
    let identifier = [UInt8(info.identifier >> 8), UInt8(info.identifier & 0xFF)]
    saltStart = info.isExtendable ? [] : Array("shamir".utf8) + identifier
    iterations = SecretCipher.iterationsPerRound << info.iterationExponent
  }

  /// What a passphrase may hold, so that every program takes the same bytes: printable ASCII.
  static func accepts(_ passphrase: borrowing SecretBytes) -> Bool {
    passphrase.withSpan { span in
      var strange: UInt8 = 0
      for index in span.indices { strange |= span[index] &- 32 > 94 ? 1 : 0 }
      return strange == 0
    }
  }

  func encrypt(
    _ secret: borrowing SecretBytes, _ passphrase: borrowing SecretBytes
  ) throws(SecretMemoryError) -> SecretBytes {
    try run(secret, passphrase, SecretCipher.rounds)
  }

  func decrypt(
    _ secret: borrowing SecretBytes, _ passphrase: borrowing SecretBytes
  ) throws(SecretMemoryError) -> SecretBytes {
    try run(secret, passphrase, SecretCipher.rounds.reversed())
  }

  private func run(
    _ secret: borrowing SecretBytes, _ passphrase: borrowing SecretBytes, _ rounds: [UInt8]
  ) throws(SecretMemoryError) -> SecretBytes {
    let half = secret.count / 2
    var left = try secret.slice(0..<half)
    var right = try secret.slice(half..<secret.count)
    for round in rounds {
      let mixed = try left.xor(try stretch(right, passphrase, round))
      left = right
      right = mixed
    }
    // The last round's exchange is undone: so the same steps backwards decrypt.
    var result = try SecretWriter(capacity: secret.count)
    try result.append(right)
    try result.append(left)
    return result.finish()
  }

  private func stretch(
    _ half: borrowing SecretBytes, _ passphrase: borrowing SecretBytes, _ round: UInt8
  ) throws(SecretMemoryError) -> SecretBytes {
    var password = try SecretWriter(capacity: passphrase.count + 1)
    try password.append(round)
    try password.append(passphrase)
    var salt = try SecretWriter(capacity: saltStart.count + half.count)
    try salt.append(saltStart)
    try salt.append(half)
    return try PBKDF2.derive(
      password.finish(), salt: salt.finish(), iterations: iterations, count: half.count)
  }
}
