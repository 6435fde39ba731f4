package import Sodium

/// Why a secret was not divided.
package enum SplitError: Error, Equatable, CustomStringConvertible {
  /// No such m of n: more needed than there are, more than 16, or one needed of several.
  case numbers
  case secretLength
  case passphrase
  case memory(SecretMemoryError)

  package var description: String {
    switch self {
    case .numbers: "a key cannot be divided in this way"
    case .secretLength: "a key of this length cannot be divided"
    case .passphrase: "the passphrase holds a character that not every keyboard has"
    case .memory(let error): error.description
    }
  }

  package var hint: String {
    switch self {
    case .numbers: "choose at most 16 shares, and at least 2 of them to be needed"
    case .secretLength: "a key has 16 to 64 bytes, an even number; a root key has 32"
    case .passphrase: "use letters without accents, digits, signs and spaces"
    case .memory(let error): error.hint
    }
  }
}
