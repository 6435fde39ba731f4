package import Sodium

/// Words sealed to one role: context ‖ H(words) ‖ padded words, in a sealed box.
///
/// The length of the box says little of the length of the text. A box is anonymous: that these are
/// its author's words is known from the hash, which the author signed.
/// - Source: Docs/protocol.md, Words
package enum WordsBox {
  private static let label = Array("dossierkluis/v1/words".utf8)
  private static let prefixCount = label.count + 32

  /// How long a box can be.
  package static let counts: ClosedRange<Int> = {
    let around = SealedBox.overhead + prefixCount
    return around + Padding.minimum...around
      + Padding.paddedCount(Words.saltCount + Words.limit)
  }()

  /// - Parameter key: the public key of a role's epoch, 32 bytes.
  /// - Throws: `.box(.badKey)`, `.memory`
  package static func seal(_ words: Words, to key: [UInt8]) throws(WordsError) -> [UInt8] {
    let padded = Padding.pad(words.bytes)
    let plain: SecretBytes
    do {
      var writer = try SecretWriter(capacity: prefixCount + padded.count)
      try writer.append(label)
      try writer.append(words.hash)
      try writer.append(padded)
      plain = writer.finish()
    } catch { throw .memory(error) }
    do { return try SealedBox.seal(plain, to: key) } catch { throw .box(error) }
  }

  /// Opens a box and holds its text against the hash that the author signed.
  ///
  /// - Throws: `.box` when it is not for this key; `.otherText`, `.notWords`; `.memory`
  package static func open(
    _ box: [UInt8], hash: [UInt8], with pair: borrowing BoxKeyPair
  ) throws(WordsError) -> Words {
    guard counts.contains(box.count) else { throw .notWords }
    let opened: SecretBytes
    do { opened = try SealedBox.open(box, with: pair) } catch {
      if case .memory(let error) = error { throw .memory(error) }
      throw .box(error)
    }
    let plain = opened.withSpan { span in span.indices.map { span[$0] } }
    guard Array(plain[..<prefixCount]) == label + hash else { throw .otherText }
    let words: Words
    do {
      words = try Words(decoding: Padding.unpad(Array(plain[prefixCount...])))
    } catch { throw .notWords }
    guard words.hash == hash else { throw .otherText }
    return words
  }
}
