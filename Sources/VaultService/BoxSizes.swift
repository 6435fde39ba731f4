import Records
import Sodium

/// How long boxes are: a service cannot open one, but it can refuse what is none.
extension Share {
  /// A standing box: the context (21 + 16 + 1 + 4 bytes) and R, sealed once.
  static let standingCount = 42 + 32 + SealedBox.overhead
  /// A granted box: a standing one, sealed again to the member.
  static let grantedCount = standingCount + SealedBox.overhead
}
