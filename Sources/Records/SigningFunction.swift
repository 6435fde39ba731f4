package import Vocabulary

/// In which function somebody approves: a role, or having regie over the family at hand.
package enum SigningFunction: Hashable, Sendable {
  case role(Role)
  /// A jeugdbeschermer with regie.
  case regie

  /// The one spelling in records.
  package var name: String {
    switch self {
    case .role(let role): role.name
    case .regie: "regie"
    }
  }

  /// The role whose key everybody with this function holds.
  package var role: Role {
    switch self {
    case .role(let role): role
    case .regie: .jeugdbeschermer
    }
  }

  package init?(name: String) {
    if name == "regie" {
      self = .regie
    } else if let role = Role(name: name) {
      self = .role(role)
    } else {
      return nil
    }
  }
}
