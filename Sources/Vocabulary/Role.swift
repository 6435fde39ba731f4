/// One of the seven kinds of member.
///
/// The raw value is the byte in a link. Four roles have a key that opens dossiers
/// (`hasDossierKey`); the FG's key opens sealed words of the log; beheerder and custodian have none.
package enum Role: UInt8, CaseIterable, Sendable {
  case jeugdbeschermer = 1
  case jurist = 2
  case leidinggevende = 3
  case toezichthouder = 4
  case fg = 5
  case beheerder = 6
  case custodian = 7

  /// The one spelling in records, policy files and on the command line.
  package var name: String {
    switch self {
    case .jeugdbeschermer: "jeugdbeschermer"
    case .jurist: "jurist"
    case .leidinggevende: "leidinggevende"
    case .toezichthouder: "toezichthouder"
    case .fg: "fg"
    case .beheerder: "beheerder"
    case .custodian: "custodian"
    }
  }

  /// The role with this exact name; nil when there is none.
  package init?(name: String) {
    guard let role = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = role
  }

  /// Whether a dossier's role half can be sealed to this role.
  package var hasDossierKey: Bool { rawValue <= Role.toezichthouder.rawValue }

  /// Whether wraps for this role exist from a dossier's first day; the others come with a grant.
  package var hasStandingWrap: Bool { self == .jeugdbeschermer || self == .leidinggevende }

  /// The roles with standing wraps: only they let others in, and end it.
  package static let standing: Set<Role> = Set(allCases.filter(\.hasStandingWrap))
}
