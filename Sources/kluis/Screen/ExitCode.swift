/// What a command ends with. (sysexits.h)
enum ExitCode {
  static let done: Int32 = 0
  static let failed: Int32 = 1
  static let usage: Int32 = 64
  /// Data is malformed, or is not what it claims to be.
  static let data: Int32 = 65
  /// The vault is unreachable or sealed.
  static let unavailable: Int32 = 69
  /// The same may succeed later.
  static let tryAgain: Int32 = 75
  /// Refused by policy.
  static let refused: Int32 = 77
}
