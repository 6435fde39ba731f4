package import Vocabulary

/// What the caller knows about a member, from the verified directory.
package struct MemberFacts: Equatable, Sendable {
  package enum Standing: String, Sendable {
    case active
    case suspended
    case departed
  }

  /// One function of an account, with where it holds.
  package struct Membership: Equatable, Sendable {
    package let role: Role
    package let team: String?
    package let region: String?

    package init(_ role: Role, team: String? = nil, region: String? = nil) {
      self.role = role
      self.team = team
      self.region = region
    }
  }

  package let id: Identifier
  /// The human being: two accounts of one person are one pair of eyes.
  package let person: Identifier
  package let standing: Standing
  package let memberships: [Membership]

  package init(
    id: Identifier, person: Identifier, standing: Standing = .active, memberships: [Membership]
  ) {
    self.id = id
    self.person = person
    self.standing = standing
    self.memberships = memberships
  }

  func has(_ role: Role) -> Bool { memberships.contains { $0.role == role } }

  /// Roles in their fixed order, so that the first permitting basis is always the same one.
  var ordered: [Membership] {
    memberships.sorted {
      ($0.role.rawValue, $0.team ?? "", $0.region ?? "")
        < ($1.role.rawValue, $1.team ?? "", $1.region ?? "")
    }
  }
}

/// A grant of a consult or a supervision, in force in [from, until) unless ended.
package struct GrantFacts: Equatable, Sendable {
  package let id: Identifier
  package let member: Identifier
  package let role: Role
  package let sections: Set<Section>
  package let from: Int64
  package let until: Int64
  package let endedAt: Int64?
  /// Whether everyone whom the policy asks for has agreed; true for a consult with its approver.
  package let approved: Bool

  package init(
    id: Identifier, member: Identifier, role: Role, sections: Set<Section>, from: Int64,
    until: Int64, endedAt: Int64? = nil, approved: Bool
  ) {
    self.id = id
    self.member = member
    self.role = role
    self.sections = sections
    self.from = from
    self.until = until
    self.endedAt = endedAt
    self.approved = approved
  }

  /// The first moment at which the grant no longer holds.
  var end: Int64 { min(until, endedAt ?? until) }
}

/// What the caller knows about one dossier.
///
/// An unknown dossier has no facts: pass nil.
package struct DossierFacts: Equatable, Sendable {
  package let id: Identifier
  /// The team that the family belongs to.
  package let team: String?
  package let region: String?
  package let involvement: [Involvement.Period]
  package let grants: [GrantFacts]
  package let emergencies: [EmergencyFacts]

  package init(
    id: Identifier, team: String?, region: String? = nil, involvement: [Involvement.Period],
    grants: [GrantFacts] = [], emergencies: [EmergencyFacts] = []
  ) {
    self.id = id
    self.team = team
    self.region = region
    self.involvement = involvement
    self.grants = grants
    self.emergencies = emergencies
  }
}
