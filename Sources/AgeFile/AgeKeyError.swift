package import Sodium

/// Why a text is not a key of this kind.
///
/// It names places and counts, never a character.
package enum AgeKeyError: Error, Equatable, CustomStringConvertible {
  /// It does not begin as a key of this kind does: another kind of key, or no key.
  case kind
  /// It begins so in capitals where small letters belong, or the other way round, or in both.
  case letterCase
  /// So many characters; every key of this kind has another number.
  case length(Int)
  /// What stands at this position, counted from 1, is in no key of this kind.
  case character(position: Int)
  case checksum
  /// The checksum is right and the last bits are not: no program writes that.
  case malformed
  /// A public key that everybody could open, or that nobody can.
  case worthless
  /// A file of identities without one, or with more than are tried.
  case count(Int)
  case memory(SecretMemoryError)

  package var description: String {
    switch self {
    case .kind: "this is not a key of this kind"
    case .letterCase: "the capitals and small letters of the key are not as they were printed"
    case .length(let count): "a key of this kind does not have \(count) characters"
    case .character(let position): "character \(position) is in no key of this kind"
    case .checksum: "the key was mistyped: its checksum does not hold"
    case .malformed: "the checksum holds, but this is no key"
    case .worthless: "this key protects nothing"
    case .count(let count): "\(count) keys in one file are not accepted"
    case .memory(let error): error.description
    }
  }

  package var hint: String {
    switch self {
    case .kind: "a public key begins with age1, a secret one with AGE-SECRET-KEY-1"
    case .letterCase: "copy it exactly: public keys in small letters, secret ones in capitals"
    case .length, .character, .checksum: "compare it with where it comes from, or copy it again"
    case .malformed, .worthless: "do not use it; ask its owner for another key"
    case .count: "give a file with 1 to \(AgeIdentity.mostInFile) secret keys, one a line"
    case .memory(let error): error.hint
    }
  }
}
