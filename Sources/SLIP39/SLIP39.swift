// SLIP39: a root key divided over people, as words on paper.
//
// The root key of an institution is split so that any m of n share holders bring it back and m − 1
// learn nothing. Each gets a mnemonic: 33 words for a key of 32 bytes, in the form of SLIP-0039, so
// that a program that we did not write can recover it too.
//
// What to call:
//   divide a key             MnemonicSet.split, then text(of:) once per sheet
//   read a typed sheet       Mnemonic.parse: says which word is not one, and whether all fit together
//   bring shares together    Recovery: add(_:) per share, missing, then secret()
//   rehearse                 Recovery.verify(): all of it but the key itself, which stays inside
//
// Shares of several groups, which other programs make, are recovered; we make one group. In names a share
// is a mnemonic: `share` alone is S, the service's half of a section's key.
//
// What it is not: a place that knows what the key is for, prints, asks or keeps a file. A wrong
// passphrase cannot be told from the right one: SLIP-0039 then gives another key, without an error.
// Whoever uses passphrases, or must know that this is the key of this vault, compares with something
// of the vault. And a share that lies (its three checksum words computed anew) is noticed by the
// digest or by a share too many, and not named: with m shares nobody can say which of them it is.
//
// Time and memory. Keys, share values, words, passphrases and everything between lie in
// `SecretBytes`. No branch and no index depends on a key or a share value: multiplication is by
// masks, inversion by powers, a word is found by passing all of them. What can still be seen by who
// measures: how many words there are and how long each is (the text has that length on paper too),
// which word is unknown, and whether a check failed. Masks are how the source says it; no compiler
// promises to keep them. Single words and bytes pass through registers and may be spilled to the
// stack, which is not locked and is overwritten by what runs next, not wiped.
//
// - Source: SLIP-0039, github.com/satoshilabs/slips

/// The numbers of the scheme.
///
/// - Source: SLIP-0039, "Notation" and "Format of the share mnemonic"
enum Scheme {
  /// A word stands for this many bits.
  static let wordBits = 10
  /// Identifier, flag and exponent; then group and member numbers.
  static let headWords = 4
  static let checksumWords = 3
  /// Indices and counts have four bits.
  static let mostShares = 16

  /// 128 bits, below which the standard does not go, to 512: the standard has no upper bound, and a
  /// key of more is not one of ours.
  static let secretCounts = 16...64

  /// The point of the polynomial where the secret lies, and that of its digest.
  static let secretPoint: UInt8 = 255
  static let digestPoint: UInt8 = 254
  static let digestCount = 4

  /// Bits of a value are filled up with zeros on the left to whole words.
  static func valueWords(_ byteCount: Int) -> Int { (byteCount * 8 + wordBits - 1) / wordBits }

  static func wordCount(_ byteCount: Int) -> Int {
    headWords + valueWords(byteCount) + checksumWords
  }
}
