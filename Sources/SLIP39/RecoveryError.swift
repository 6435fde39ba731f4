package import Sodium

extension Recovery {
  /// Why a share was not taken; those taken before stay.
  package enum AddError: Error, Equatable, CustomStringConvertible {
    /// Of another set than the first share: divided at another time, or of another key.
    case foreign
    /// Of this set by its number, but it asks for more or fewer shares than the others.
    case differentThreshold
    /// This very share is here already.
    case duplicate(member: Int)
    /// The same share number with other words: one of the two is not of this set.
    case contradiction(member: Int)
    case memory(SecretMemoryError)

    package var description: String {
      switch self {
      case .foreign: "this share is of another set than the first one"
      case .differentThreshold: "this share asks for another number of shares than the others"
      case .duplicate(let member): "share \(member) was given already"
      case .contradiction(let member): "share \(member) was given already, with other words"
      case .memory(let error): error.description
      }
    }

    package var hint: String {
      switch self {
      case .foreign: "compare the first two words of the sheets; begin again if the first was wrong"
      case .differentThreshold:
        "compare the first four words of the sheets, and keep this one apart"
      case .duplicate: "take the sheet of another share holder"
      case .contradiction: "keep both sheets apart, and find out where each comes from"
      case .memory(let error): error.hint
      }
    }
  }
}

/// Why shares did not bring the secret back.
package enum RecoveryError: Error, Equatable, CustomStringConvertible {
  /// No share was given.
  case nothing
  /// At least so many shares more are needed.
  case tooFew(missing: Int)
  /// The shares do not give the secret that was divided: at least one of them is not what it was.
  case digest
  /// The shares needed agree; this one, beyond them, does not. Numbers as on the sheets, from 1.
  case strayMember(group: Int, member: Int)
  /// The groups needed agree; this one, beyond them, does not. From 1.
  case strayGroup(Int)
  case passphrase
  case memory(SecretMemoryError)

  package var description: String {
    switch self {
    case .nothing: "no share was given"
    case .tooFew(let missing): "shares are missing: \(missing)"
    case .digest: "these shares do not give back the key that was divided"
    case .strayMember(_, let member): "share \(member) does not belong to the others"
    case .strayGroup(let group): "the shares of group \(group) do not belong to the others"
    case .passphrase: "the passphrase holds a character that cannot be in one"
    case .memory(let error): error.description
    }
  }

  package var hint: String {
    switch self {
    case .nothing, .tooFew: "ask another share holder"
    case .digest: "try with other share holders: one of these shares was changed or made up"
    case .strayMember, .strayGroup: "keep that sheet apart, and find out where it comes from"
    case .passphrase: "a passphrase has letters without accents, digits, signs and spaces"
    case .memory(let error): error.hint
    }
  }
}
