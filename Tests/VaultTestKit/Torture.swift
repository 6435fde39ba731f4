import Foundation

/// The long form of tests that try the same thing many times: `make torture` sets `KLUIS_TORTURE`.
package enum Torture {
  package static let isOn = !(ProcessInfo.processInfo.environment["KLUIS_TORTURE"] ?? "").isEmpty

  /// How often: a few times in every run, many times under torture.
  package static func count(_ short: Int, long: Int) -> Int { isOn ? long : short }
}
