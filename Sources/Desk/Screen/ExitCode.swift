/// What a command ends with. (sysexits.h)
package enum ExitCode {
  package static let done: Int32 = 0
  package static let failed: Int32 = 1
  package static let usage: Int32 = 64
  /// Data is malformed, or is not what it claims to be.
  package static let data: Int32 = 65
  /// The vault is unreachable or sealed.
  package static let unavailable: Int32 = 69
  /// The same may succeed later.
  package static let tryAgain: Int32 = 75
  /// Refused by policy.
  package static let refused: Int32 = 77
}
