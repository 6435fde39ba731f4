import Vocabulary

/// An act on what is in a dossier, decided by the role's reach.
struct ContentWish {
  let right: Right
  let sections: AskedSections
  let needsPurpose: Bool
  /// A list may be asked for without naming a dossier.
  let needsDossier: Bool
  /// Earlier revisions too.
  let withHistory: Bool

  init?(_ act: Act) {
    switch act {
    case .list: self.init(.read, .these([.etiket]), needsDossier: false)
    case .open(let sections): self.init(.read, sections)
    case .openHistory(let sections): self.init(.read, sections, withHistory: true)
    case .openForWriting(let sections): self.init(.write, sections)
    case .append(let sections): self.init(.write, .these(sections), needsPurpose: false)
    default: return nil
    }
  }

  private init(
    _ right: Right, _ sections: AskedSections, needsPurpose: Bool = true,
    needsDossier: Bool = true, withHistory: Bool = false
  ) {
    self.right = right
    self.sections = sections
    self.needsPurpose = needsPurpose
    self.needsDossier = needsDossier
    self.withHistory = withHistory
  }

  func permit(
    _ question: Question, _ membership: MemberFacts.Membership, _ trial: inout Trial
  ) -> Permit? {
    let reach = question.policy.roles[membership.role]
    let able = Set(reach.sections(with: right))
    let asked: Set<Section>
    switch sections {
    case .these(let sections): asked = sections
    case .all: asked = Set(Section.allCases)
    }
    let refused: Refusal.Code = right == .read ? .roleReadsNot : .roleWritesNot
    guard
      trial.rule(
        .roleHasGround, reach.ground != .none, ["ground": reach.ground.rawValue], else: refused,
        sections: asked.sorted()),
      purposeHolds(question, membership.role, &trial),
      roleReaches(asked, able, refused, &trial)
    else { return nil }

    let duties: [Duty] = reach.mayExport ? [.log] : [.log, .noExport]
    let reachable = asked.intersection(able)
    if question.dossier == nil && !needsDossier {
      return Permit(
        role: membership.role, sections: reachable.sorted(), notRead: [],
        basis: Basis(kind: .role, id: nil), until: nil, duties: duties)
    }
    let wanted = sections == .all ? nil : asked
    guard let standing = question.standing(membership, wanted: wanted, orEmergency: true, &trial)
    else { return nil }
    guard historyHolds(standing, membership.role, &trial) else { return nil }
    let released = reachable.intersection(standing.sections ?? reachable)
    if let named = standing.sections {
      let missing = asked.subtracting(named).sorted()
      let held = sections == .all ? !released.isEmpty : missing.isEmpty
      guard
        trial.rule(
          .grantNamesSections, held, ["asked": asked.names, "named": named.names], else: refused,
          sections: missing, ways: [.chooseSections])
      else { return nil }
    }
    return Permit(
      role: membership.role, sections: released.sorted(),
      notRead: asked.subtracting(released).sorted(), basis: standing.basis, until: standing.until,
      duties: duties)
  }

  /// Earlier revisions are for who has regie, and for a jurist whose grant names the section.
  ///
  /// A correction is there because what stood before was wrong.
  private func historyHolds(_ standing: Standing, _ role: Role, _ trial: inout Trial) -> Bool {
    guard withHistory else { return true }
    let kind = standing.basis.kind
    return trial.rule(
      .readsHistory, kind == .regie || kind == .grant && role == .jurist,
      ["basis": kind.rawValue], else: .actNotAllowed, ways: [.askRegie])
  }

  private func purposeHolds(_ question: Question, _ role: Role, _ trial: inout Trial) -> Bool {
    guard needsPurpose else { return true }
    let allowed = question.policy.access.purposes(of: role)
    return trial.rule(
      .purposeAllowed, question.purpose.map(allowed.contains) ?? false,
      [
        "purpose": question.purpose?.rawValue ?? "none",
        "allowed": allowed.map(\.rawValue).joined(separator: " "),
      ],
      else: .purposeNotAllowed, ways: [.choosePurpose])
  }

  /// Whether the role reaches all that was named, or anything when asked for `all`.
  private func roleReaches(
    _ asked: Set<Section>, _ able: Set<Section>, _ refused: Refusal.Code, _ trial: inout Trial
  ) -> Bool {
    let missing = asked.subtracting(able)
    let held = sections == .all ? !able.isEmpty : missing.isEmpty && !asked.isEmpty
    return trial.rule(
      right == .read ? .roleReads : .roleWrites, held,
      ["asked": asked.names, "able": able.names],
      else: refused, sections: missing.sorted(), ways: [.chooseSections])
  }
}
