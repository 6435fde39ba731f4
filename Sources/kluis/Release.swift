import Desk

/// Which release this is.
enum Release {
  static let version = "0.1.0"
  /// On the manual page; fixed, so that a build can be repeated.
  static let date = "2026-11-21"
  static let tool = Tool(name: "kluis", version: version)
}
