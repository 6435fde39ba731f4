package import Sodium

/// Why a file was not sealed.
package enum AgeSealError: Error, Equatable, CustomStringConvertible {
  case noRecipients
  /// So many; one file takes at most 128.
  case tooManyRecipients(Int)
  case emptyPassphrase
  /// A power of two that no reader of ours would accept, or one that protects nothing.
  case workFactor(Int)
  case workingMemory
  /// An earlier write failed; what was written is not a file.
  case broken
  case memory(SecretMemoryError)

  package var description: String {
    switch self {
    case .noRecipients: "nobody was named who may open the file"
    case .tooManyRecipients(let count): "one file cannot be sealed to \(count) keys"
    case .emptyPassphrase: "an empty passphrase protects nothing"
    case .workFactor: "this work factor for a passphrase is not accepted"
    case .workingMemory: "there is not enough memory to stretch the passphrase"
    case .broken: "an earlier part of the file could not be written"
    case .memory(let error): error.description
    }
  }

  package var hint: String {
    switch self {
    case .noRecipients: "name at least one public key, or use a passphrase"
    case .tooManyRecipients: "make several files, of at most \(AgeFormat.mostStanzas) readers each"
    case .emptyPassphrase: "use a generated code"
    case .workFactor: "choose 1 to \(AgeFormat.highestLogN); \(AgeWriter.usualLogN) is usual"
    case .workingMemory: "close other programs and try again"
    case .broken: "remove what was written, and seal the file again"
    case .memory(let error): error.hint
    }
  }
}
