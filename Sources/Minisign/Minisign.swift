// Minisign: keys and signatures of files in minisign's format, so that its own tool makes and checks them too.
//
// What to call:
//   check a file        MinisignKey(text:), MinisignSignature(decoding:), then key.check(signature, hash:)
//   sign a file         MinisignPair.sign(hash:comment:), from a pair that was made or unlocked here
//   a key pair's files  MinisignPair.generate, MinisignKey.encode, MinisignPair.encode and unlock
//
// The file itself is given as its BLAKE2b-512 (`BLAKE2b.Running`): that is all that a signature of the kind
// `ED` needs, so a file of any size takes no memory, and who signs need not see it. The older kind `Ed`,
// over the file itself, is refused: a reader that takes both can be shown one for the other.
//
// What a signature does not say: when (the time in a trusted comment is the signer's word), and for whom.
// The kind and the key number are not signed: here they select nothing. A key number that differs is
// refused early with a clearer error, and one that agrees proves nothing.
//
// Lines may end as minisign ends them on any system, with LF or CR LF; everything else has one spelling.
//
// - Source: jedisct1.github.io/minisign, "Signature format" and "Key format"

/// What the format fixes.
///
/// - Source: minisign 0.11, src/minisign.h
enum Format {
  /// The kind in a key: Ed25519.
  static let ed25519 = Array("Ed".utf8)
  /// The kind in a signature over BLAKE2b-512 of the file.
  static let prehashed = Array("ED".utf8)
  static let scrypt = Array("Sc".utf8)
  static let noStretching: [UInt8] = [0, 0]
  static let blake2b = Array("B2".utf8)

  static let untrusted = "untrusted comment: "
  static let trusted = "trusted comment: "

  /// Bytes of a line that minisign reads.
  static let untrustedLimit = 1_024
  static let trustedLimit = 8_192
  /// Bytes of any file of these kinds: both comments, two lines of base64, with room.
  package static let fileLimit = 16_384

  /// Bytes of the hash that is signed: BLAKE2b-512.
  static let hashCount = 64
}
