package import Sodium

/// One share: public numbers that say where it belongs, and a secret value.
///
/// - Source: SLIP-0039, "Format of the share mnemonic"
package struct Mnemonic: ~Copyable, Sendable {
  /// What a mnemonic says in clear about itself; nothing here helps to find the secret.
  package struct Info: Equatable, Sendable {
    /// 15 bits, the same in all mnemonics of one set and by chance only in two sets.
    package let identifier: Int
    package let isExtendable: Bool
    /// 0 to 15: stretching the passphrase costs 10,000 · 2ᵉ hashes.
    package let iterationExponent: Int
    /// 0 to 15, as the others; ours have one group, with index 0.
    package let groupIndex: Int
    /// How many groups are needed, 1 to 16.
    package let groupThreshold: Int
    package let groupCount: Int
    /// 0 to 15: which share of its group.
    package let memberIndex: Int
    /// How many shares of the group are needed, 1 to 16; how many were made is not said.
    package let memberThreshold: Int

    /// For people, who count from 1.
    package var memberNumber: Int { memberIndex + 1 }
  }

  package let info: Info
  let value: SecretBytes

  init(info: Info, value: consuming SecretBytes) {
    self.info = info
    self.value = value
  }

  /// Reads words as people type them: in any case, with any spaces and line ends between.
  ///
  /// Four letters are enough for a word.
  /// - Throws: the first of: an unknown word, a wrong number of words, a checksum that does not
  ///   hold, numbers that contradict each other.
  package static func parse(_ text: borrowing SecretBytes) throws(MnemonicError) -> Mnemonic {
    try Mnemonic(try MnemonicText.read(text))
  }

  /// The words, in lower case, a space between two.
  package func text() throws(SecretMemoryError) -> SecretBytes {
    try MnemonicText.write(try words())
  }

  /// Tells this share from any other, and helps nobody to find it: BLAKE2b-256(key: value,
  /// `"dossierkluis/v1/share-check"` ‖ the 40 bits of the first four words).
  ///
  /// Those words are in it so that nobody passes a true value off with other numbers.
  /// - Source: Docs/protocol.md, Directory; RFC 7693 (keyed BLAKE2b)
  package func check() throws(SecretMemoryError) -> [UInt8] {
    try BLAKE2b.keyedPublic(value, count: Self.checkCount) { hash in
      hash.absorb(Array("dossierkluis/v1/share-check".utf8))
      hash.absorb(info.head)
    }
  }

  /// Bytes of a check.
  package static let checkCount = 32

  /// Reads the numbers of words.
  ///
  /// - Throws: `.wordCount`, `.checksum`, `.malformed`.
  init(_ words: borrowing WordNumbers) throws(MnemonicError) {
    let bits = (words.count - Scheme.headWords - Scheme.checksumWords) * Scheme.wordBits
    // A value has a whole number of 16 bits; more than 8 bits before it could be one word less.
    let byteCount = bits / 16 * 2
    guard bits >= 0, bits % 16 <= 8, Scheme.secretCounts.contains(byteCount)
    else { throw .wordCount(words.count) }
    let info = Info(words)
    guard Checksum.holds(words, isExtendable: info.isExtendable) else { throw .checksum }
    guard info.groupThreshold <= info.groupCount else { throw .malformed }
    let value: SecretBytes?
    do { value = try words.value(byteCount) } catch { throw .memory(error) }
    guard let value = consume value else { throw .malformed }
    self.init(info: info, value: value)
  }

  /// The numbers of the words, checksum included.
  func words() throws(SecretMemoryError) -> WordNumbers {
    var words = try WordNumbers(count: Scheme.wordCount(value.count))
    info.write(to: &words)
    words.setValue(value)
    Checksum.complete(&words, isExtendable: info.isExtendable)
    return words
  }
}

extension Mnemonic.Info {
  init(_ words: borrowing WordNumbers) {
    let set = words.pair(at: 0)
    let share = words.pair(at: 2)
    self.init(
      identifier: set >> 5, isExtendable: set >> 4 & 1 == 1, iterationExponent: set & 0xF,
      groupIndex: share >> 16, groupThreshold: (share >> 12 & 0xF) + 1,
      groupCount: (share >> 8 & 0xF) + 1, memberIndex: share >> 4 & 0xF,
      memberThreshold: (share & 0xF) + 1)
  }

  func write(to words: inout WordNumbers) {
    words.setPair(setBits, at: 0)
    words.setPair(shareBits, at: 2)
  }

  /// The first four words as 5 bytes.
  var head: [UInt8] {
    let bits = setBits << 20 | shareBits
    return (0..<5).map { UInt8(truncatingIfNeeded: bits >> (32 - 8 * $0)) }
  }

  /// The first two words, 20 bits.
  private var setBits: Int { identifier << 5 | (isExtendable ? 1 << 4 : 0) | iterationExponent }

  /// The two words after them, 20 bits.
  private var shareBits: Int {
    groupIndex << 16 | (groupThreshold - 1) << 12 | (groupCount - 1) << 8 | memberIndex << 4
      | (memberThreshold - 1)
  }

  /// Whether both say that they come from one set, thresholds aside.
  func isOfSameSet(as other: Mnemonic.Info) -> Bool {
    identifier == other.identifier && isExtendable == other.isExtendable
      && iterationExponent == other.iterationExponent && groupCount == other.groupCount
  }
}
