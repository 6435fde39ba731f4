package import Sodium

/// Who signs in: a member, or a partner at the door of partners.
///
/// Each signs for domains of its own, so that nothing that one signed is worth anything as the other's.
/// - Source: Docs/protocol.md, Signatures
package enum Party: Sendable {
  case member
  case partner

  /// What m3 is signed for.
  package var signIn: Domain {
    switch self {
    case .member: .signIn
    case .partner: .collect
    }
  }

  /// What SHA-256 of a body is signed for.
  package var request: Domain {
    switch self {
    case .member: .request
    case .partner: .collect
    }
  }
}
