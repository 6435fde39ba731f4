package import Sodium

/// Why the keystore did not open, or did not give or take a value.
package enum KeystoreError: Error, Equatable, Sendable {
  /// The file was not opened or not made.
  case opening(OpeningError)
  /// SQLite could not do it.
  case database(StoreError)
  /// The wrap key does not open the keystore key: another key, or a changed row.
  case wrongWrapKey
  /// A row of this table was changed, or put in another row's place.
  case tampered(table: String)
  /// A value that must be there is not.
  case missing
  /// No locked memory.
  case memory(SecretMemoryError)
}

extension KeystoreError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .opening(let error): error.description
    case .database(let error): "keystore.db: \(error)"
    case .wrongWrapKey: "keystore.db does not open with this key"
    case .tampered(let table): "a row of keystore.db was changed (table \(table))"
    case .missing: "a token is missing from keystore.db"
    case .memory(let error): error.description
    }
  }

  /// What to do next.
  package var hint: String {
    switch self {
    case .opening(let error): error.hint
    case .database(let error): error.hint
    case .wrongWrapKey: "unseal with the shares of this vault's own ceremony"
    case .tampered, .missing:
      "stop the service, keep the file as evidence, restore keystore.db's newest backup"
    case .memory(let error): error.hint
    }
  }
}
