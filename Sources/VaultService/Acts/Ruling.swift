import AuditLog
import Policy
import Records
import Vocabulary

/// A decision without the policy's own vocabulary, for acts that also speak of signed records.
enum Ruling {
  case permitted(LogEntry.Basis)
  case refused(Refusal)

  init(_ decision: Decision) {
    switch decision.outcome {
    case .permit(let permit): self = .permitted(permit.logBasis)
    case .refuse(let refusal): self = .refused(refusal)
    }
  }
}

extension Refusal {
  /// The other member is not in the directory.
  static let unknownSubject = Refusal(
    code: .subjectUnfit, sections: [], ways: [.askBeheerder])
}

/// What somebody becomes to a dossier; the words of the signed record.
enum InvolvementSort: String {
  case regie
  case betrokken
  case end
}

extension ActContext {
  func ruling(_ act: Act, by member: Identifier, on dossier: DossierState?) throws -> Ruling {
    Ruling(try decide(act, by: member, on: dossier))
  }

  /// Whether `member` may make a dossier.
  func rulingOnCreating(by member: Identifier) throws -> Ruling {
    try ruling(.create, by: member, on: nil)
  }

  /// Whether `member` may make `subject` this to the dossier.
  func ruling(
    becoming sort: InvolvementSort, _ subject: Identifier, by member: Identifier,
    on dossier: DossierState?
  ) throws -> Ruling {
    guard let act = act(becoming: sort, subject) else { return .refused(.unknownSubject) }
    return Ruling(try decide(act, by: member, on: dossier))
  }

  /// Whether `member` may consult `subject` in these sections for this time.
  func ruling(onGrant terms: GrantAsked, by member: Identifier, on dossier: DossierState?) throws
    -> Ruling
  {
    guard let act = act(granting: terms) else { return .refused(.unknownSubject) }
    return Ruling(try decide(act, by: member, on: dossier, for: terms.purpose))
  }

  /// Whether who signed it may ask this.
  func ruling(onRequest wish: RequestAct, on dossier: DossierState?) throws -> Ruling {
    guard let act = act(requesting: wish) else { return .refused(.unknownSubject) }
    return Ruling(try decide(act, by: wish.requester, on: dossier, for: wish.purpose))
  }

  /// Whether `member` may second, in this function, what was asked.
  func ruling(
    onSeconding wish: RequestAct, as function: SigningFunction, by member: Identifier,
    on dossier: DossierState?
  ) throws -> Ruling {
    guard let act = act(seconding: wish, as: function)
    else { return .refused(.unknownSubject) }
    return Ruling(try decide(act, by: member, on: dossier))
  }
}

// The questions themselves; nil when they are about somebody whom the directory does not know.
extension ActContext {
  func act(becoming sort: InvolvementSort, _ subject: Identifier) -> Act? {
    directory.facts(of: subject).map { subject in
      switch sort {
      case .regie: .handOverRegie(to: subject)
      case .betrokken: .involve(subject)
      case .end: .endInvolvement(of: subject)
      }
    }
  }

  func act(granting terms: GrantAsked) -> Act? {
    grantTerms(terms).map { .grantConsult($0) }
  }

  private func grantTerms(_ terms: GrantAsked) -> GrantTerms? {
    directory.facts(of: terms.member).map { grantee in
      GrantTerms(
        grantee: grantee, sections: terms.sections, from: terms.from, until: terms.until)
    }
  }

  func act(requesting wish: RequestAct) -> Act? {
    guard let act = FourEyesAct(wish.act) else { return nil }
    let terms: RequestTerms
    if case .grantToezichthouder(let access) = wish.objects, let purpose = wish.purpose {
      guard
        let grant = grantTerms(
          GrantAsked(
            member: access.member, sections: Set(access.sections), from: now,
            until: access.until, purpose: purpose))
      else { return nil }
      terms = .grant(grant)
    } else {
      terms = .sections(Set(wish.objects.sections))
    }
    return .requestAct(
      act, terms, validUntil: wish.validUntil, hasReason: wish.reason != nil)
  }

  func act(seconding wish: RequestAct, as function: SigningFunction) -> Act? {
    let interested = wish.interested.compactMap { directory.facts(of: $0) }
    guard interested.count == wish.interested.count, let act = FourEyesAct(wish.act),
      let function = Function(name: function.name)
    else { return nil }
    return .second(act, as: function, interested: interested)
  }
}

extension FourEyesAct {
  /// The policy's name for a record's act; the words are the same.
  init?(_ act: RequestAct.Act) { self.init(rawValue: act.rawValue) }
}

/// A grant that is asked for or given; times in milliseconds UTC.
struct GrantAsked {
  let member: Identifier
  let sections: Set<Section>
  let from: Int64
  let until: Int64
  let purpose: Purpose
}
