package import PrivateFile
package import Store

/// Why a vault was not recovered; the new folder is then not there.
package enum RecoveryFault: Error, Sendable {
  case founding(FoundingError)
  case opening(OpeningError)
  case keystore(KeystoreError)
  case start(StartError)
  case file(PrivateFile.Fault)
  /// A file is not the one of its manifest.
  case changed(String)
  /// No ceremony's key opens this `keystore.db`.
  case wrongKey
  /// Neither in `keystore.db` nor in a file.
  case noServiceKey
  /// `keystore.db` is of before `vault.db`, and does not open this of it.
  case keystoreOlder([UnfitDossier])
  /// The copy of the log cannot be read, or is not of this log.
  case copy(String)
  case memory

  package var description: String {
    switch self {
    case .founding(let error): error.description
    case .opening(let error): error.description
    case .keystore(let error): error.description
    case .start(let error): error.description
    case .file(let fault): fault.description
    case .changed(let text): text
    case .wrongKey: "keystore.db does not open with this key"
    case .noServiceKey: "keystore.db has no copy of the service key, and no file was named"
    case .keystoreOlder(let unfit):
      "keystore.db is older than vault.db: of \(unfit.count) dossiers it does not open everything"
    case .copy(let text): "the copy of the log: \(text)"
    case .memory: "no locked memory"
    }
  }

  package var hint: String {
    switch self {
    case .founding(let error): error.hint
    case .opening(let error): error.hint
    case .keystore(let error): error.hint
    case .start(let error): error.hint
    case .file(let fault): fault.hint
    case .changed: "take another backup, and keep this one as evidence"
    case .wrongKey:
      "the shares, root key or wrap key of this vault's own ceremony; or another copy of keystore.db"
    case .noServiceKey: "name service.key where it is kept with --service-key"
    case .keystoreOlder:
      "take vault.db of the same backup, and the folder of the newer one with --log"
    case .copy: "have the FG copy the log again, or go on without --log"
    case .memory: "raise the limit on locked memory (ulimit -l)"
    }
  }
}
