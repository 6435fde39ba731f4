// AgeFile: sealed files in the age format, version 1, that the stock `age` tool reads and writes too.
//
// A file is sealed to the public keys of its readers, or under one passphrase; never both. Whoever
// opens it learns that nobody changed, shortened or reordered it, and not who made it: a signature
// inside says that.
//
// What to call:
//   seal                     AgeWriter: push bytes into it, or let it pull; `finish` makes the end
//   open                     AgeReader: pull bytes out of it, or let it push
//   look without a key       AgeSummary: which kinds of readers a file has
//   keys                     AgeIdentity (secret, AGE-SECRET-KEY-1…), AgeRecipient (public, age1…)
//   a passphrase for paper   BundleCode
//
// Bytes come from a `ByteSource` and go to a `ByteSink`: closures over a file, a pipe or an archive. The
// payload is worked on in pieces of 64 KiB on all cores and handed on in order; memory stays the same
// whatever the size. A reader hands on verified pieces only. That a piece verified does not say that
// the file is whole: what was read counts once the reader said that it ended. So write to a temporary
// file, and give it its name then.
//
// What it is not: a place that opens files, asks for passphrases, knows dossiers or deletes anything. It
// reads what version 1 names X25519 and scrypt; other kinds of readers are passed over.
//
// Secrets. Identities, also as text, passphrases, file keys and everything derived lie in `SecretBytes`.
// The plaintext does not: it passes through ordinary memory, as it does with who hands it in.
//
// Strictness. One spelling per file: whoever has not the key can change nothing, and no two headers
// say the same. The exceptions are those of the standard: in armor, line ends and white space around it.
//
// - Source: c2sp.org/age (age-encryption.org/v1)

internal import Sodium

/// Appends bytes to the span it is given, at least one; nothing means that there are no more.
package typealias ByteSource = (inout OutputSpan<UInt8>) throws -> Void

/// Takes all of the bytes, or throws.
package typealias ByteSink = (Span<UInt8>) throws -> Void

/// The numbers and words of the format, and our own limits.
enum AgeFormat {
  static let magic = Array("age-encryption.org/".utf8)
  static let versionLine = Array("age-encryption.org/v1".utf8)

  static let fileKeyCount = 16
  static let macCount = 32
  static let payloadNonceCount = 16
  /// Bytes of plaintext in each piece but the last.
  static let chunkCount = 64 * 1024
  static let sealedChunkCount = chunkCount + ChaChaPoly.tagCount
  /// A body of a known stanza: the file key and its tag, checked before anything is decrypted.
  static let wrappedCount = fileKeyCount + ChaChaPoly.tagCount

  /// Ours: 128 readers are more than any bundle has; each costs its opener an agreement.
  static let mostStanzas = 128
  /// Ours, bytes: 128 readers with keys of any kind in use, and no room for a flood.
  static let longestHeader = 256 * 1024
  /// 2²² blocks of 1 KiB are 4 GiB of memory and some ten seconds; the stock tool stops there too.
  static let highestLogN = 22
  /// Bytes of white space before and after armor; the stock tool's limit.
  static let mostWhiteSpace = 1024
}
