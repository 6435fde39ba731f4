import Vocabulary

/// A day in milliseconds.
private let day: Int64 = 86_400_000

/// How far ahead a grant may begin, in milliseconds: a holiday week, not a reserve.
private let latestStart: Int64 = 7 * day

extension Question {
  /// Whether the member's own work already tells that the dossier exists.
  var knowsDossier: Bool {
    !involvementsInForce.isEmpty
      || member.memberships.contains { policy.roles[$0.role].ground == .team && isOwnTeam($0) }
  }

  /// Compared by person: a second account is not a second pair of eyes.
  func isOther(_ others: [MemberFacts], _ trial: inout Trial) -> Bool {
    let same = others.first { $0.person == member.person || $0.id == member.id }
    return trial.rule(
      .notOneself, same == nil, ["member": member.id.hex, "same": same?.id.hex ?? "none"],
      else: .notOneself, ways: [.askOther])
  }

  /// Whether proposed terms are within what the policy gives the grantee's role.
  func allows(_ terms: GrantTerms, for role: Role, _ trial: inout Trial) -> Bool {
    terms.grantee.isFit(role, &trial)
      && allowsPurpose(role, &trial)
      && roleReads(role, terms.sections, &trial)
      && termHolds(
        from: terms.from, until: terms.until, days: policy.access.grantDays(for: role) ?? 0,
        &trial)
  }

  /// Whether the role acts for this purpose; an act about no dossier has none.
  func allowsPurpose(_ role: Role, _ trial: inout Trial, needed: Bool = true) -> Bool {
    let purposes = policy.access.purposes(of: role)
    return trial.rule(
      .purposeAllowed, purpose.map(purposes.contains) ?? !needed,
      [
        "purpose": purpose?.rawValue ?? "none",
        "allowed": purposes.map(\.rawValue).joined(separator: " "),
      ],
      else: .purposeNotAllowed, ways: [.choosePurpose])
  }

  func roleReads(_ role: Role, _ sections: Set<Section>, _ trial: inout Trial) -> Bool {
    let able = Set(policy.roles[role].sections(with: .read))
    let missing = sections.subtracting(able)
    return trial.rule(
      .roleReads, missing.isEmpty && !sections.isEmpty,
      ["asked": sections.names, "able": able.names, "for": role.name],
      else: .roleReadsNot, sections: missing.sorted(), ways: [.chooseSections])
  }

  /// A term that is not over, begins soon and is no longer than so many days.
  ///
  /// The times come from outside: a difference that overflows is a term that is not allowed.
  func termHolds(from: Int64, until: Int64, days: Int64, _ trial: inout Trial) -> Bool {
    let (length, tooLong) = until.subtractingReportingOverflow(from)
    let (lead, tooFar) = from.subtractingReportingOverflow(time)
    let held =
      !tooLong && !tooFar && from >= 0 && length > 0 && length <= days * day && until > time
      && lead <= latestStart
    return trial.rule(
      .termAllowed, held,
      ["from": String(from), "until": String(until), "days": String(days), "at": String(time)],
      else: .termNotAllowed, ways: [.chooseTerm])
  }
}

extension MemberFacts {
  func isFit(_ role: Role, _ trial: inout Trial) -> Bool {
    trial.rule(
      .subjectFit, standing == .active && has(role),
      ["member": id.hex, "standing": standing.rawValue, "role": role.name],
      else: .subjectUnfit, ways: [.askOther])
  }
}
