/// The moments of a rotation at which a crash must leave a whole `keystore.db`: the old or the new.
package enum RotationStep: String, CaseIterable, Sendable {
  /// The WAL is empty: what was deleted is in no file.
  case logTruncated = "log-truncated"
  /// The new file has its key and no row yet.
  case begun
  case written
  case synced
  /// Nobody has the old file open, and it has no WAL and no index beside it.
  case closed
  case renamed
  case directorySynced = "directory-synced"
  case opened
}
