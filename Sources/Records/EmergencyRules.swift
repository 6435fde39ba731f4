internal import StrictJSON
package import Vocabulary

/// What a policy set says of noodtoegang, read from its bytes as `FourEyesRules` are.
package struct EmergencyRules: Equatable, Sendable {
  package let active: Bool
  /// How long it lasts at most.
  package let hours: Int64
  package let reviewWorkingDays: Int64
  private let roles: [Role]
  private let crisisTeams: [String]

  /// It lasts no longer, whatever a set says.
  package static let mostHours: Int64 = 24

  /// Longest time that it can last, in milliseconds.
  package var length: Int64 { hours * 3_600_000 }

  /// Whether somebody with this function, of this team, may take it.
  package func allow(_ role: Role, team: String?) -> Bool {
    let ofCrisisTeam = role == .jeugdbeschermer && team.map(crisisTeams.contains) ?? false
    return active && (roles.contains(role) || ofCrisisTeam)
  }

  init(_ object: JSONObject) throws(JSONError) {
    active = try object.requireBool("actief")
    hours = try object.requireInt("uren", within: 1...Self.mostHours)
    reviewWorkingDays = try object.requireInt("beoordeling_werkdagen", within: 1...3)
    // A set of before roles were named had none.
    roles = try (object.optionalStrings("rollen") ?? []).compactMap { Role(name: $0) }
    crisisTeams = try object.requireStrings("crisisteams")
  }
}
