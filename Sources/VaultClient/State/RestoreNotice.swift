package import Records

/// That this device went back to an earlier state of the log, because two persons signed that the
/// rest was lost.
package struct RestoreNotice: Equatable, Sendable {
  package let record: RestoreRecord
  /// How far this device had seen the log.
  package let seen: Int
  /// Names of the beheerder and the FG who signed.
  package let signers: [String]
  /// The file with the pins of before.
  package let earlier: String

  /// Entries that are left, and the longest log that was known.
  package var size: Int { record.size }
  package var lostSize: Int { record.lostSize }
}
