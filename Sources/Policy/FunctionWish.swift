import Vocabulary

/// An act that belongs to a function rather than to a role's reach.
struct FunctionWish {
  /// How the function must stand to the dossier.
  enum Relation {
    /// The act is about no dossier in particular.
    case none
    /// The function's own ground must hold.
    case ground
    /// As `ground`, but a role that works by grants, or has noodtoegang, need not have one yet.
    case known
  }

  let functions: [Function]
  let relation: Relation
  private let act: Act

  init(_ act: Act, _ access: AccessPolicy) {
    self.act = act
    let making = FourEyesAct.allCases.filter(\.makesWraps).compactMap { access.rule(for: $0) }
    let approvers = access.functions(for: .consult) + making.flatMap(\.seconds)
    switch act {
    case .create: (functions, relation) = (access.functions(for: .create), .none)
    case .involve: (functions, relation) = (access.functions(for: .involve), .ground)
    case .endInvolvement: (functions, relation) = (access.functions(for: .endInvolvement), .ground)
    case .handOverRegie: (functions, relation) = (access.functions(for: .handOverRegie), .ground)
    case .grantConsult: (functions, relation) = (access.functions(for: .consult), .ground)
    case .endGrant: (functions, relation) = (access.functions(for: .endGrant), .ground)
    case .readAccess: (functions, relation) = (access.functions(for: .readAccess), .ground)
    case .explain: (functions, relation) = (access.functions(for: .explain), .ground)
    case .takeEmergency:
      (functions, relation) = (access.rule(for: .noodtoegang)?.requesters ?? [], .none)
    case .requestAct(let act, _, _, _):
      (functions, relation) = (access.rule(for: act)?.requesters ?? [], Relation(asking: act))
    case .second(let act, let function, _):
      let asked = access.rule(for: act)?.seconds ?? []
      (functions, relation) = (
        asked.filter { $0 == function }, act.isAboutDossier ? .ground : .none
      )
    case .readHead:
      // Whoever may take noodtoegang must be able to name the head that it is taken on.
      let asking = making.flatMap(\.requesters)
      let taking = access.emergency.active ? access.rule(for: .noodtoegang)?.requesters ?? [] : []
      (functions, relation) = (unique(approvers + asking + taking), .known)
    case .readWraps: (functions, relation) = (unique(approvers), .ground)
    case .readWords(let act, let aboutDossier):
      let deciding = act.flatMap { access.rule(for: $0) }?.seconds ?? []
      let readers = unique(access.functions(for: .readLog) + approvers + deciding)
      (functions, relation) =
        aboutDossier ? (readers, .ground) : (readers.filter { $0 != .regie }, .none)
    case .readLog: (functions, relation) = (access.functions(for: .readLog), .none)
    case .exportLog: (functions, relation) = (access.functions(for: .exportLog), .none)
    case .readDirectory: (functions, relation) = (access.functions(for: .readDirectory), .none)
    case .seal: (functions, relation) = (access.functions(for: .seal), .none)
    case .appendDirectory: (functions, relation) = (access.functions(for: .appendDirectory), .none)
    // Custodians keep the roles' secrets; no policy gives this to another.
    case .refresh: (functions, relation) = ([.role(.custodian)], .none)
    case .readPolicy: (functions, relation) = (Role.allCases.map { .role($0) }, .none)
    case .backUp: (functions, relation) = (access.functions(for: .backUp), .none)
    case .list, .open, .openHistory, .openForWriting, .append, .share, .bundle:
      (functions, relation) = ([], .none)
    }
  }

  /// What somebody hears who has none of the functions.
  var notAllowed: Refusal.Code {
    if case .takeEmergency = act { .emergencyNotAllowed } else { .actNotAllowed }
  }

  func permit(
    _ question: Question, _ function: Function, _ membership: MemberFacts.Membership,
    _ trial: inout Trial
  ) -> Permit? {
    guard
      trial.rule(
        .functionAllows, true, ["function": function.name], else: .actNotAllowed),
      let standing = standing(question, function, membership, &trial),
      conditionsHold(question, membership, &trial)
    else { return nil }
    return Permit(
      role: function.role, sections: sections(question, function.role), notRead: [],
      basis: standing.basis, until: standing.until, duties: [.log])
  }

  private func sections(_ question: Question, _ role: Role) -> [Section] {
    switch act {
    case .create: question.policy.roles[role].sections(with: .write)
    case .grantConsult(let terms), .requestAct(_, .grant(let terms), _, _):
      terms.sections.sorted()
    case .requestAct(_, .sections(let sections), _, _): sections.sorted()
    case .readWraps(let sections): sections.sorted()
    default: []
    }
  }

  private func standing(
    _ question: Question, _ function: Function, _ membership: MemberFacts.Membership,
    _ trial: inout Trial
  ) -> Standing? {
    let byRole = Standing(basis: Basis(kind: .role, id: nil), until: nil, sections: nil)
    let ground = question.policy.roles[function.role].ground
    if relation == .none { return byRole }
    if function == .regie {
      let regie = question.involvementsInForce.first { $0.sort == .regie }
      guard
        trial.rule(
          .functionHeld, regie != nil, ["function": "regie", "record": regie?.id.hex ?? "none"],
          else: question.knowsDossier ? .actNotAllowed : .notInvolved, ways: functions.ways),
        let regie
      else { return nil }
      return Standing(basis: Basis(kind: .regie, id: regie.id), until: nil, sections: nil)
    }
    if ground == .none { return byRole }
    if relation == .known
      && (ground == .grant || question.policy.access.emergency.allows(membership))
    {
      guard
        trial.rule(
          .functionHeld, question.dossier != nil, ["function": function.name], else: .notInvolved)
      else { return nil }
      return byRole
    }
    return question.standing(membership, wanted: nil, &trial)
  }

  private func conditionsHold(
    _ question: Question, _ membership: MemberFacts.Membership, _ trial: inout Trial
  ) -> Bool {
    let role = membership.role
    switch act {
    case .takeEmergency(let terms):
      return question.allowsEmergency(terms, membership, &trial)
    case .involve(let subject), .handOverRegie(let subject):
      return question.isOther([subject], &trial) && subject.isFit(.jeugdbeschermer, &trial)
    case .grantConsult(let terms):
      return question.isOther([terms.grantee], &trial)
        && question.allows(terms, for: .jurist, &trial)
    case .requestAct(let act, let terms, let validUntil, let hasReason):
      let days = question.policy.access.rule(for: act)?.validDays ?? 0
      return allows(terms, act, question, role, &trial)
        && (!act.needsReason
          || trial.rule(.reasonGiven, hasReason, else: .reasonNeeded, ways: [.giveReason]))
        && question.termHolds(from: question.time, until: validUntil, days: days, &trial)
    case .second(_, _, let interested):
      return question.isOther(interested, &trial)
    case .readWraps(let sections):
      return question.roleReads(role, sections, &trial)
    default:
      return true
    }
  }
}

extension FunctionWish {
  /// Whether what is asked fits the act and the role that it is for.
  private func allows(
    _ terms: RequestTerms, _ act: FourEyesAct, _ question: Question, _ role: Role,
    _ trial: inout Trial
  ) -> Bool {
    switch terms {
    case .grant(let grant):
      guard let grantee = act.granteeRole else { return false }
      return question.allows(grant, for: grantee, &trial)
    case .sections(let sections):
      return question.allowsPurpose(role, &trial, needed: act.isAboutDossier)
        && (sections.isEmpty || question.roleReads(role, sections, &trial))
    }
  }
}

extension FunctionWish.Relation {
  /// What the requester must be to the dossier.
  fileprivate init(asking act: FourEyesAct) {
    switch act {
    case .grantToezichthouder: self = .known
    case .r3Ground, .noodtoegang: self = .ground
    case .policy: self = .none
    }
  }
}

private func unique(_ functions: [Function]) -> [Function] {
  var seen: Set<Function> = []
  return functions.filter { seen.insert($0).inserted }
}
