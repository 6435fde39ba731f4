package import Sodium

/// A secret key that opens files: `AGE-SECRET-KEY-1…`.
///
/// Its text is a secret too, and is never a String.
package final class AgeIdentity: Sendable {
  /// Each is tried on each stanza of a file.
  package static let mostInFile = 64

  let pair: BoxKeyPair

  /// An identity from 32 secret bytes.
  ///
  /// - Throws: `.wrongLength`
  package init(secret: consuming SecretBytes) throws(SecretMemoryError) {
    pair = try BoxKeyPair(secret: secret)
  }

  package static func generate() throws(SecretMemoryError) -> AgeIdentity {
    try AgeIdentity(secret: SecretBytes.random(BoxKeyPair.keyCount))
  }

  /// Reads `AGE-SECRET-KEY-1…`, in capitals, without anything around it.
  package convenience init(text: borrowing SecretBytes) throws(AgeKeyError) {
    let secret = try text.withSpan { text throws(AgeKeyError) in try AgeIdentity.decode(text) }
    do { try self.init(secret: secret) } catch { throw .memory(error) }
  }

  private convenience init(decoding text: Span<UInt8>) throws(AgeKeyError) {
    let secret = try AgeIdentity.decode(text)
    do { try self.init(secret: secret) } catch { throw .memory(error) }
  }

  /// Reads a file as `age-keygen` writes it: one identity a line, empty lines and lines with `#` passed over.
  ///
  /// - Throws: the error of the first line that is none of these; `.count` without an identity.
  package static func readFile(_ file: borrowing SecretBytes) throws(AgeKeyError) -> [AgeIdentity] {
    try file.withSpan { file throws(AgeKeyError) in
      var found: [AgeIdentity] = []
      var start = 0
      while start < file.count {
        var end = start
        while end < file.count, file[end] != UInt8(ascii: "\n") { end += 1 }
        var line = start..<end
        start = end + 1
        if let last = line.last, file[last] == UInt8(ascii: "\r") { line = line.dropLast() }
        guard let first = line.first, file[first] != UInt8(ascii: "#") else { continue }
        guard found.count < mostInFile else { throw .count(found.count + 1) }
        found.append(try AgeIdentity(decoding: file.extracting(line)))
      }
      guard !found.isEmpty else { throw .count(0) }
      return found
    }
  }

  /// The key as text, `AGE-SECRET-KEY-1…`.
  package func text() throws(SecretMemoryError) -> SecretBytes {
    var text = try SecretBytes(count: Bech32.identity.textCount)
    text.withMutableSpan { text in
      pair.secret.withSpan { Bech32.identity.encode($0, to: &text) }
    }
    return text
  }

  /// The public half, as bytes that `AgeRecipient` takes.
  package var publicKey: [UInt8] { pair.publicKey }

  /// What others seal to.
  ///
  /// - Throws: only `.memory`: what was computed from a secret is a key.
  package func recipient() throws(AgeKeyError) -> AgeRecipient {
    try AgeRecipient(publicKey: pair.publicKey)
  }

  private static func decode(_ text: Span<UInt8>) throws(AgeKeyError) -> SecretBytes {
    var secret: SecretBytes
    do { secret = try SecretBytes(count: BoxKeyPair.keyCount) } catch { throw .memory(error) }
    try secret.withMutableSpan { span throws(AgeKeyError) in
      try Bech32.identity.decode(text, to: &span)
    }
    return secret
  }
}
