import Records
import Session
import Store
import StrictJSON

extension VaultTables {
  /// The signed records of who is and was involved with a dossier, oldest first.
  func involvementJSON(_ number: DossierNumber) throws(StoreError) -> JSONValue {
    try signedJSON(Involvement.kind, of: number)
  }

  /// A dossier's signed records of one kind, oldest first.
  func signedJSON(_ kind: String, of number: DossierNumber) throws(StoreError) -> JSONValue {
    .array(
      try records.records(of: number, kind: kind).map { record in
        .object([("bytes", .base64(record.bytes)), ("sig", .base64(record.signature))])
      })
  }
}
