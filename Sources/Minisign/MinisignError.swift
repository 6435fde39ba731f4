package import Sodium

/// Why a key or signature was not taken; the cases name no content of a file.
package enum MinisignError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Not a file of this kind: lines, comments, base64 or lengths are others.
  case malformed
  case tooLarge
  /// Signed with the older kind `Ed`.
  case legacy
  /// Made with another key than the one it was held against.
  case otherKey
  /// Made with this key, and not over this file.
  case notOfFile
  /// The file's signature holds, and the trusted comment is not the one that was signed.
  case comment
  /// A comment that cannot be written on one line.
  case badComment
  /// The passphrase does not open the secret key, or the file is damaged.
  case passphrase
  /// The key file asks for more or less work than minisign ever does.
  case limits
  case workingMemory
  case memory(SecretMemoryError)

  package var description: String {
    switch self {
    case .malformed: "this is not a minisign file of the expected kind"
    case .tooLarge: "this is larger than any minisign file"
    case .legacy: "the signature is of minisign's older kind (Ed), which is not accepted"
    case .otherKey: "the signature was made with another key"
    case .notOfFile: "the signature does not fit the file: one of them was changed"
    case .comment: "the trusted comment of the signature was changed"
    case .badComment: "the comment has more than one line or too many bytes"
    case .passphrase: "the passphrase does not open this key, or its file is damaged"
    case .limits: "the key file asks for more or less work than minisign does"
    case .workingMemory: "there is not enough memory to check the passphrase"
    case .memory(let error): error.description
    }
  }

  package var hint: String {
    switch self {
    case .malformed, .tooLarge: "check that you chose the right file, whole and unchanged"
    case .legacy: "have it signed again with minisign 0.9 or newer, which signs hashed by default"
    case .otherKey: "compare the key with the one you were given in person"
    case .notOfFile, .comment: "do not rely on the file; ask the sender for it again"
    case .badComment: "use one line of at most \(Format.trustedLimit) bytes"
    case .passphrase: "try again; a key whose passphrase is lost must be replaced"
    case .limits: "make the key with minisign or with kluis"
    case .workingMemory: "close other programs: minisign's keys take 1 GiB for a moment"
    case .memory(let error): error.hint
    }
  }
}
