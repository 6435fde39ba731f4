package import StrictJSON

/// Why a receipt was refused: each promise that it can break is a case of its own.
package enum ReceiptError: Error, Equatable, CustomStringConvertible {
  /// The answer has no receipt.
  case missing
  /// The receipt is not in its one spelling.
  case malformed(JSONError)
  /// The checkpoint is not a note with a checkpoint in it.
  case badCheckpoint
  /// The checkpoint is of a log with another origin.
  case anotherLog
  /// The log's key did not sign the checkpoint.
  case unsigned
  /// A signature under the checkpoint, the log's or a witness's, does not verify.
  case badSignature
  /// The log is shorter than what was seen before.
  case shorterThanPin
  /// The log does not continue what was seen before.
  case inconsistentWithPin
  /// The entry is not in the log that the checkpoint describes.
  case notIncluded
  /// The entry is in the log and cannot be read.
  case badEntry(JSONError)
  /// The entry names another place than the one where it stands.
  case anotherIndex
  /// The entry is of another request.
  case anotherRequest

  package var description: String {
    switch self {
    case .missing: "the answer has no receipt"
    case .malformed(let error): "the receipt cannot be read: \(error.description)"
    case .badCheckpoint: "the receipt's checkpoint cannot be read"
    case .anotherLog: "the receipt is of another log"
    case .unsigned: "the receipt's checkpoint is not signed by the log"
    case .badSignature: "a signature under the receipt's checkpoint is false"
    case .shorterThanPin: "the log is shorter than it was when last seen"
    case .inconsistentWithPin: "the log does not continue the log that was last seen"
    case .notIncluded: "the entry is not in the log"
    case .badEntry(let error): "the entry in the log cannot be read: \(error.description)"
    case .anotherIndex: "the entry says that it stands elsewhere in the log"
    case .anotherRequest: "the entry is of another request"
    }
  }

  package var hint: String {
    switch self {
    case .missing, .malformed, .badCheckpoint, .badEntry:
      "keep the evidence file and tell the FG; check also that client and service fit each other"
    case .anotherLog:
      "check the address of the service and the identity file; if both are right, tell the FG"
    case .unsigned:
      "fetch the directory anew: the log's key may have changed; if it has not, tell the FG"
    case .shorterThanPin:
      "tell the FG at once with the evidence file: after a restore this is announced, otherwise not"
    case .badSignature, .inconsistentWithPin, .notIncluded, .anotherIndex, .anotherRequest:
      "tell the FG at once with the evidence file; do not use what the answer released"
    }
  }
}
