import Vocabulary

/// What was found to connect a member to a dossier, and until when.
struct Standing {
  let basis: Basis
  let until: Int64?
  /// For a grant, the sections that it names.
  let sections: Set<Section>?
}

extension Question {
  /// The member's involvements that count and are in force: regie first, then the oldest.
  var involvementsInForce: [Involvement.Period] {
    let periods = dossier?.involvement ?? []
    return periods.filter {
      $0.member == member.id && policy.roles.countingAsInvolved.contains($0.sort)
        && $0.isInForce(at: time)
    }.sorted {
      ($0.sort == .regie ? 0 : 1, $0.since, $0.id) < ($1.sort == .regie ? 0 : 1, $1.since, $1.id)
    }
  }

  func isOwnTeam(_ membership: MemberFacts.Membership) -> Bool {
    guard let dossier, let team = membership.team, dossier.team == team else { return false }
    // Teams of two regions may share a name after a merger.
    guard let region = membership.region, let other = dossier.region else { return true }
    return region == other
  }

  /// Holds the role's ground against the dossier.
  ///
  /// - Parameters:
  ///   - wanted: the sections to prefer a grant by; nil for whichever reaches furthest.
  ///   - orEmergency: whether a noodtoegang in force will do where the role's own ground fails.
  func standing(
    _ membership: MemberFacts.Membership, wanted: Set<Section>?, orEmergency: Bool = false,
    _ trial: inout Trial
  ) -> Standing? {
    let ground = policy.roles[membership.role].ground
    if orEmergency, !holds(ground, membership), let emergency = emergencyInForce(membership) {
      _ = trial.rule(
        .emergencyInForce, true,
        ["record": emergency.id.hex, "until": String(emergency.until), "at": String(time)],
        else: .notInvolved)
      return Standing(
        basis: Basis(kind: .noodtoegang, id: emergency.id), until: emergency.until, sections: nil)
    }
    switch ground {
    case .none:
      return nil
    case .involvement:
      let period = involvementsInForce.first
      guard
        trial.rule(
          .involved, period != nil, ["record": period?.id.hex ?? "none", "at": String(time)],
          else: .notInvolved, ways: waysIn(membership, [.askRegie, .askLeidinggevende])),
        let period
      else { return nil }
      return Standing(
        basis: Basis(kind: period.sort == .regie ? .regie : .betrokken, id: period.id),
        until: period.until, sections: nil)
    case .team:
      guard
        trial.rule(
          .ownTeam, isOwnTeam(membership),
          ["team": membership.team ?? "none", "dossier": dossier?.team ?? "none"],
          else: .notInvolved, ways: waysIn(membership, [.askLeidinggevende]))
      else { return nil }
      return Standing(basis: Basis(kind: .team, id: nil), until: nil, sections: nil)
    case .grant:
      return grantStanding(membership.role, wanted: wanted, &trial)
    }
  }

  private func grantStanding(
    _ role: Role, wanted: Set<Section>?, _ trial: inout Trial
  ) -> Standing? {
    let way: WayOn = role == .jurist ? .askConsult : .requestGrant
    // A grant that has not begun is told to nobody: it may yet be ended.
    let begun = (dossier?.grants ?? []).filter {
      $0.member == member.id && $0.role == role && $0.from <= time
    }
    guard
      trial.rule(
        .involved, !begun.isEmpty, ["grants": String(begun.count)], else: .notInvolved, ways: [way])
    else { return nil }
    let inForce = begun.filter { time < $0.end }
    let newest = begun.max { ($0.end, $0.id) < ($1.end, $1.id) }
    guard
      trial.rule(
        .grantInForce, !inForce.isEmpty,
        [
          "grant": newest?.id.hex ?? "none", "end": newest.map { String($0.end) } ?? "none",
          "at": String(time),
        ],
        else: .grantEnded, ways: [way])
    else { return nil }
    let approved = inForce.filter(\.approved)
    guard
      trial.rule(
        .grantApproved, !approved.isEmpty,
        ["grant": (approved.first ?? inForce.first)?.id.hex ?? "none"],
        else: .secondPairNeeded, ways: [.awaitSecond])
    else { return nil }
    let best = approved.sorted {
      ($0.sections.count, $0.end, $1.id) > ($1.sections.count, $1.end, $0.id)
    }
    let grant = best.first { wanted?.isSubset(of: $0.sections) ?? true } ?? best.first
    return grant.map {
      Standing(basis: Basis(kind: .grant, id: $0.id), until: $0.end, sections: $0.sections)
    }
  }

  /// Whether involvement or team alone would do; a grant is never beside a noodtoegang.
  private func holds(_ ground: Ground, _ membership: MemberFacts.Membership) -> Bool {
    switch ground {
    case .involvement: !involvementsInForce.isEmpty
    case .team: isOwnTeam(membership)
    case .grant, .none: true
    }
  }

  private func waysIn(_ membership: MemberFacts.Membership, _ asking: [WayOn]) -> [WayOn] {
    asking + (policy.access.emergency.allows(membership) ? [.noodtoegang] : [])
  }
}
