/// How far a bundle came, as the service knows it.
package enum BundleState: String, CaseIterable, Sendable {
  /// Its manifest is signed; there is no file yet.
  case created
  /// The file is there, with whoever sealed it.
  case sealed
  /// It waits in the vault for its partners.
  case placed
  /// It left by mail or by hand.
  case sent
  /// All its partners have it; it is in the vault no longer.
  case collected
  /// They said so, signed.
  case received
  case closed
  case recalled
  case expired
}

/// How a bundle left that does not wait in the vault.
package enum BundleWay: String, CaseIterable, Sendable {
  case mail
  case hand
}

/// By whose word a bundle arrived.
package enum BundleProof: String, CaseIterable, Sendable {
  /// The partner's signed receipt.
  case partner
  /// The sender's own: told by telephone, seen.
  case sender
}
