package import Sodium

/// A secret divided over mnemonics, of which `threshold` bring it back.
///
/// - Source: SLIP-0039, "Shamir's secret sharing" with one group
package struct MnemonicSet: ~Copyable, Sendable {
  /// 10,000 · 2¹ hashes per passphrase tried, as the programs of others choose.
  ///
  /// A key of 32 random bytes needs none of it; a passphrase that somebody adds is stretched a little.
  static let iterationExponent = 1

  package let threshold: Int
  package let count: Int
  /// 15 bits, random; on every sheet in the first two words.
  package let identifier: Int
  private let shares: Polynomial

  /// Divides a secret over `count` mnemonics without a passphrase.
  package static func split(
    _ secret: borrowing SecretBytes, threshold: Int, count: Int
  ) throws(SplitError) -> MnemonicSet {
    let none: SecretBytes
    do { none = try SecretBytes(count: 0) } catch { throw .memory(error) }
    return try split(secret, threshold: threshold, count: count, passphrase: none)
  }

  /// Divides a secret over `count` mnemonics.
  ///
  /// - Parameter secret: 16 to 64 bytes, an even number.
  /// - Parameter threshold: how many are needed, 1 to `count`; 1 only when there is one.
  /// - Parameter count: at most 16.
  /// - Parameter passphrase: printable ASCII; who lacks it recovers another secret.
  package static func split(
    _ secret: borrowing SecretBytes, threshold: Int, count: Int,
    passphrase: borrowing SecretBytes
  ) throws(SplitError) -> MnemonicSet {
    guard (1...Scheme.mostShares).contains(count), (1...count).contains(threshold),
      threshold > 1 || count == 1
    else { throw .numbers }
    guard Scheme.secretCounts.contains(secret.count), secret.count % 2 == 0
    else { throw .secretLength }
    guard SecretCipher.accepts(passphrase) else { throw .passphrase }
    let random = Random.bytes(2)
    let identifier = Int(random[0] & 0x7F) << 8 | Int(random[1])
    let info = info(identifier, threshold: threshold, member: 0)
    do {
      let encrypted = try SecretCipher(info).encrypt(secret, passphrase)
      return MnemonicSet(
        threshold: threshold, count: count, identifier: identifier,
        shares: try Sharing.split(encrypted, threshold: threshold, count: count))
    } catch {
      throw .memory(error)
    }
  }

  /// One of the mnemonics.
  ///
  /// - Precondition: the index is from 0 up to `count`.
  package func mnemonic(at index: Int) throws(SecretMemoryError) -> Mnemonic {
    precondition((0..<count).contains(index))
    return Mnemonic(
      info: MnemonicSet.info(identifier, threshold: threshold, member: index),
      value: try shares.given(index))
  }

  /// The words of one of the mnemonics, for its sheet.
  ///
  /// - Precondition: the index is from 0 up to `count`.
  package func text(of index: Int) throws(SecretMemoryError) -> SecretBytes {
    try mnemonic(at: index).text()
  }

  private static func info(_ identifier: Int, threshold: Int, member: Int) -> Mnemonic.Info {
    Mnemonic.Info(
      identifier: identifier, isExtendable: true, iterationExponent: iterationExponent,
      groupIndex: 0, groupThreshold: 1, groupCount: 1, memberIndex: member,
      memberThreshold: threshold)
  }
}
