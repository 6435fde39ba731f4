import Records
import Session
import Store
import StrictJSON

extension VaultTables {
  /// The signed records of who is and was involved with a dossier, oldest first.
  func involvementJSON(_ number: DossierNumber) throws(StoreError) -> JSONValue {
    .array(
      try records.records(of: number, kind: "involvement").map { record in
        .object([("bytes", .base64(record.bytes)), ("sig", .base64(record.signature))])
      })
  }
}
