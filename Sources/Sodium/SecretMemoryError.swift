/// Why a secret could not be placed in memory.
package enum SecretMemoryError: Error, Equatable, CustomStringConvertible {
  /// The kernel did not lock the pages: they could be swapped to disk.
  case notLocked
  /// The kernel gave no memory at all.
  case exhausted
  /// The length is negative or more than `SecretBytes.maximumCount`.
  case tooLarge
  /// Two secrets that must be equally long are not, or a key has a length that the call refuses.
  case wrongLength
  /// A range that does not lie within the secret.
  case outOfRange

  package var description: String {
    switch self {
    case .notLocked: "memory for secrets could not be locked"
    case .exhausted: "no memory left for secrets"
    case .tooLarge: "a secret of this length is not accepted"
    case .wrongLength: "a secret has the wrong length"
    case .outOfRange: "a part was asked that the secret does not have"
    }
  }

  package var hint: String {
    switch self {
    case .notLocked: "raise the limit on locked memory (LimitMEMLOCK=, ulimit -l)"
    case .exhausted: "free memory, or raise the memory limit of the service"
    case .tooLarge, .wrongLength, .outOfRange: "the data may be damaged or of another version"
    }
  }
}
