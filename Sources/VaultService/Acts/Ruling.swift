import AuditLog
import Policy
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

  /// Whether `member` may second, in this function, what `requester` asked for `subject`.
  func ruling(
    onSecondingAs function: String, requester: Identifier, subject: Identifier,
    by member: Identifier, on dossier: DossierState?
  ) throws -> Ruling {
    guard let act = act(secondingAs: function, requester: requester, subject: subject)
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
    guard let grantee = directory.facts(of: terms.member) else { return nil }
    let grant = GrantTerms(
      grantee: grantee, sections: terms.sections, from: terms.from, until: terms.until)
    return if let validUntil = terms.requestedUntil {
      .requestAct(.grantToezichthouder, grant, validUntil: validUntil)
    } else {
      .grantConsult(grant)
    }
  }

  func act(secondingAs function: String, requester: Identifier, subject: Identifier) -> Act? {
    guard let requester = directory.facts(of: requester),
      let subject = directory.facts(of: subject), let function = Function(name: function)
    else { return nil }
    return .second(.grantToezichthouder, as: function, requester: requester, subject: subject)
  }
}

/// A grant that is asked for or given; times in milliseconds UTC.
struct GrantAsked {
  let member: Identifier
  let sections: Set<Section>
  let from: Int64
  let until: Int64
  let purpose: Purpose
  /// Until when the request for it may be seconded; nil for a consult, which one approver gives.
  var requestedUntil: Int64?
}
