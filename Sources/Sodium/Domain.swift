/// What a signature is for: a signature made for one of these is worth nothing for another.
///
/// - Source: Docs/protocol.md, Signatures
package enum Domain: String, CaseIterable, Sendable {
  case hello
  case signIn = "sign-in"
  case collect
  case request
  case link
  case section
  case grant
  case refresh
  case refreshCheck = "refresh-check"
  case directory
  case involvement
  case requestAct = "request-act"
  case second
  case policy
  case restore

  /// The bytes before the signed ones.
  ///
  /// No domain holds a line feed, so none begins another.
  package var prefix: [UInt8] { Array("dossierkluis/v1/\(rawValue)\n".utf8) }
}
