import Sharing
import Vocabulary

/// An act with a bundle for partners, decided by the right to share, the kind of partner and the ground.
///
/// A noodtoegang lets in who must read at once; it shares nothing.
struct ShareWish {
  let sections: Set<Section>
  /// Nil for what comes after the sealing.
  let terms: ShareTerms?

  init?(_ act: Act) {
    switch act {
    case .share(let sections, let terms): (self.sections, self.terms) = (sections, terms)
    case .bundle(let sections): (self.sections, terms) = (sections, nil)
    default: return nil
    }
  }

  func permit(
    _ question: Question, _ membership: MemberFacts.Membership, _ trial: inout Trial
  ) -> Permit? {
    let reach = question.policy.roles[membership.role]
    let able = able(reach, membership.role)
    let standing: Standing?
    if let terms {
      guard roleShares(sections, able, &trial), allows(terms, question, &trial) else { return nil }
      standing = question.standing(membership, wanted: sections, &trial)
    } else {
      // The sections are the bundle's, and would tell that there is one: they come last.
      guard roleShares([], able, &trial) else { return nil }
      standing = question.standing(membership, wanted: sections, &trial)
      guard standing != nil, roleShares(sections, able, &trial) else { return nil }
    }
    guard let standing else { return nil }
    if let named = standing.sections {
      let missing = sections.subtracting(named)
      guard
        trial.rule(
          .grantNamesSections, missing.isEmpty, ["asked": sections.names, "named": named.names],
          else: .roleSharesNot, sections: missing.sorted(), ways: [.chooseSections])
      else { return nil }
    }
    return Permit(
      role: membership.role, sections: sections.sorted(), notRead: [], basis: standing.basis,
      until: standing.until, duties: reach.mayExport ? [.log] : [.log, .noExport])
  }

  /// A leidinggevende shares nothing by the right to approve, but follows, recalls and closes.
  private func able(_ reach: RolePolicy.Reach, _ role: Role) -> Set<Section> {
    let shares = Set(reach.sections(with: .share))
    guard terms == nil, role == .leidinggevende else { return shares }
    return shares.union(reach.sections(with: .read))
  }

  private func roleShares(
    _ asked: Set<Section>, _ able: Set<Section>, _ trial: inout Trial
  ) -> Bool {
    let missing = asked.subtracting(able)
    let held = missing.isEmpty && !able.isEmpty && (terms == nil || !asked.isEmpty)
    return trial.rule(
      .roleShares, held, ["asked": asked.names, "able": able.names], else: .roleSharesNot,
      sections: missing.sorted(), ways: [.chooseSections, .askRegie])
  }

  private func allows(_ terms: ShareTerms, _ question: Question, _ trial: inout Trial) -> Bool {
    guard
      trial.rule(
        .sharingAllowed, question.policy.sharing != nil, else: .noSharePolicy,
        ways: [.askBeheerder]),
      let policy = question.policy.sharing
    else { return false }
    let partner = policy[terms.kind]
    let missing = sections.subtracting(partner.sections)
    let known = terms.ground == SharePolicy.consent || policy.ground(terms.ground) != nil
    let end = policy.latestEnd(at: question.time)
    return trial.rule(
      .partnerGets, missing.isEmpty,
      ["for": terms.kind.rawValue, "asked": sections.names, "able": partner.sections.names],
      else: .partnerGetsNot, sections: missing.sorted(), ways: [.chooseSections])
      && trial.rule(
        .groundAllowed, partner.allows(terms.ground),
        [
          // What is no code of the policy is the member's own text, and stays out of the trace.
          "ground": known ? terms.ground : "none",
          "allowed": ((partner.consent ? [SharePolicy.consent] : []) + partner.grounds)
            .joined(separator: " "),
        ],
        else: .groundNotAllowed, ways: [.chooseGround])
      && trial.rule(
        .termAllowed, terms.until > question.time && end.map { terms.until <= $0 } ?? false,
        [
          "until": String(terms.until), "days": String(policy.validDays),
          "at": String(question.time),
        ],
        else: .termNotAllowed, ways: [.chooseTerm])
  }
}
