package import Directory
package import PrivateFile
package import Sodium
package import Store

/// Why no vault was made; nothing half-made is left behind.
package enum FoundingError: Error, Equatable, Sendable {
  /// The folder is there and holds something, or is no folder.
  case notEmpty(String)
  /// The folder in which the vault is built is there: an attempt was cut off, or is under way.
  case unfinished(String)
  /// The institution key belongs to a vault of another name.
  case origin(String)
  /// The first record would not be accepted.
  case directory(DirectoryError)
  case file(PrivateFile.Fault)
  case keystore(KeystoreError)
  case opening(OpeningError)
  case database(StoreError)
  /// The log cannot have this name.
  case log
  case memory(SecretMemoryError)
}

extension FoundingError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notEmpty(let path): "\(path) is not an empty folder"
    case .unfinished(let path): "\(path) is left of an attempt that was cut off"
    case .origin(let origin): "the institution key belongs to the vault \(origin)"
    case .directory(let error): error.description
    case .file(let fault): fault.description
    case .keystore(let error): error.description
    case .opening(let error): error.description
    case .database(let error): "vault.db: \(error)"
    case .log: "a log cannot have this name"
    case .memory(let error): error.description
    }
  }

  package var hint: String {
    switch self {
    case .notEmpty: "name a folder that does not exist yet; a vault is never overwritten"
    case .unfinished(let path): "see that no other init runs, then remove \(path)"
    case .origin: "give the origin that the institution key was made for"
    case .directory(let error): error.hint
    case .file(let fault): fault.hint
    case .keystore(let error): error.hint
    case .opening(let error): error.hint
    case .database(let error): error.hint
    case .log: "choose an origin of lower-case letters, digits, dots and dashes"
    case .memory(let error): error.hint
    }
  }
}
