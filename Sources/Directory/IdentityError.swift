package import Sodium
package import StrictJSON

/// Why an identity file was not made or not opened.
package enum IdentityError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Not a file of this kind; the path names the field.
  case malformed(JSONError)
  /// The readable part names keys that were not made together with their proof.
  case proof
  /// The passphrase does not open it, or its readable part was changed: the two look the same.
  case passphrase
  /// It opens, but what is sealed does not fit the readable part.
  case inconsistent
  /// An empty passphrase, or a name or origin that cannot be one.
  case input
  case stretch(PasswordHash.StretchError)
  case memory(SecretMemoryError)

  package var description: String {
    switch self {
    case .malformed(let error): "the identity file is malformed: \(error)"
    case .proof: "the identity file's public keys do not belong together"
    case .passphrase: "the passphrase is wrong, or the file was changed"
    case .inconsistent: "the keys in the identity file do not fit each other"
    case .input: "the name, origin or passphrase cannot be used"
    case .stretch(let error): error.description
    case .memory(let error): error.description
    }
  }

  package var hint: String {
    switch self {
    case .malformed, .proof, .inconsistent: "take the file from its copy, or enrol anew"
    case .passphrase: "try again; if you are sure of it, take the file from its copy"
    case .input: "give a name of at most 200 bytes without control characters, and a passphrase"
    case .stretch(let error): error.hint
    case .memory(let error): error.hint
    }
  }
}
