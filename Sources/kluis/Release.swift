/// Which release this is; the log keeps `client` of every sign-in.
enum Release {
  static let version = "0.1.0"
  /// On the manual page; fixed, so that a build can be repeated.
  static let date = "2026-11-21"
  static let client = "kluis/\(version)"
}
