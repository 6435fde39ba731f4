import Calendar
import StrictJSON
package import Vocabulary

extension AccessPolicy {
  /// Noodtoegang: a family that one is not involved with, at once, for hours, reviewed afterwards.
  package struct Emergency: Equatable, Sendable {
    package let active: Bool
    /// How long it lasts at most.
    package let hours: Int64
    /// Within how many Dutch working days others must have reviewed it.
    package let reviewWorkingDays: Int64
    /// Roles of which everybody may.
    package let roles: [Role]
    /// Teams of which the jeugdbeschermers may, whatever `roles` says.
    package let crisisTeams: [String]

    private static let hour: Int64 = 3_600_000

    /// Longest time that it can last, in milliseconds.
    package var length: Int64 { hours * Self.hour }

    /// The first millisecond after the review's term; nil outside the calendar's years.
    ///
    /// - Parameter taken: when it was taken, milliseconds UTC; that day does not count.
    package func reviewEnd(after taken: Int64) -> Int64? {
      DutchClock.end(ofWorkingDays: Int(reviewWorkingDays), after: taken)
    }

    /// The number of the Dutch working day at an instant; nil on any other day.
    ///
    /// Who has not reviewed is reminded on working days.
    package static func workingDay(at time: Int64) -> Int? {
      DutchClock(milliseconds: time).flatMap { $0.date.isWorkingDay ? $0.date.dayNumber : nil }
    }

    /// Whether who has this membership may take it.
    func allows(_ membership: MemberFacts.Membership) -> Bool {
      guard active else { return false }
      let ofCrisisTeam =
        membership.role == .jeugdbeschermer
        && membership.team.map(crisisTeams.contains) ?? false
      return roles.contains(membership.role) || ofCrisisTeam
    }

    /// Roles that hold a standing wrap: no other role's key opens a dossier without a grant.
    static let possible = Role.allCases.filter(\.hasStandingWrap)

    init(_ object: JSONObject) throws(JSONError) {
      try object.allowOnly(["actief", "uren", "beoordeling_werkdagen", "rollen", "crisisteams"])
      active = try object.requireBool("actief")
      hours = try object.requireInt("uren", within: 1...8760)
      reviewWorkingDays = try object.requireInt("beoordeling_werkdagen", within: 1...366)
      roles = try object.requireList("rollen", of: Self.possible.map(\.name)) { name in
        Self.possible.first { $0.name == name }
      }
      crisisTeams = try object.requireList("crisisteams", of: ["the name of a team"]) {
        $0.isEmpty ? nil : $0
      }
    }
  }
}

/// A noodtoegang as it is taken; times in milliseconds UTC.
package struct EmergencyTerms: Equatable, Sendable {
  package let until: Int64
  /// The request's own end.
  package let validUntil: Int64
  /// Whether words say why.
  package let hasReason: Bool

  package init(until: Int64, validUntil: Int64, hasReason: Bool) {
    self.until = until
    self.validUntil = validUntil
    self.hasReason = hasReason
  }
}

/// A noodtoegang that was taken and that no reviewer was against; in force before `until`.
package struct EmergencyFacts: Equatable, Sendable {
  /// The request's.
  package let id: Identifier
  package let member: Identifier
  package let until: Int64

  package init(id: Identifier, member: Identifier, until: Int64) {
    self.id = id
    self.member = member
    self.until = until
  }
}

extension Question {
  /// The member's noodtoegang in force that lasts longest, if policy still has it for this role.
  func emergencyInForce(_ membership: MemberFacts.Membership) -> EmergencyFacts? {
    guard policy.access.emergency.allows(membership) else { return nil }
    return (dossier?.emergencies ?? []).filter {
      $0.member == member.id && time < $0.until
    }.max { ($0.until, $0.id) < ($1.until, $1.id) }
  }

  /// Whether this may be taken: by whom, for what, why, how long; last of all, of which dossier.
  func allowsEmergency(
    _ terms: EmergencyTerms, _ membership: MemberFacts.Membership, _ trial: inout Trial
  ) -> Bool {
    let emergency = policy.access.emergency
    let (length, tooLong) = terms.until.subtractingReportingOverflow(time)
    return trial.rule(
      .emergencyAllowed, emergency.allows(membership),
      [
        "active": String(emergency.active), "role": membership.role.name,
        "team": membership.team ?? "none",
      ],
      else: .emergencyNotAllowed, ways: [.askRegie, .askLeidinggevende])
      && allowsPurpose(membership.role, &trial)
      && trial.rule(.reasonGiven, terms.hasReason, else: .reasonNeeded, ways: [.giveReason])
      && trial.rule(
        .termAllowed, !tooLong && length > 0 && length <= emergency.length,
        [
          "until": String(terms.until), "hours": String(emergency.hours), "at": String(time),
        ],
        else: .termNotAllowed, ways: [.chooseTerm])
      && termHolds(
        from: time, until: terms.validUntil,
        days: policy.access.rule(for: .noodtoegang)?.validDays ?? 0, &trial)
      && trial.rule(.functionHeld, dossier != nil, else: .notInvolved)
  }
}
