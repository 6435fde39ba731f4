package import Vocabulary

/// The answer, with the rules that led to it.
package struct Decision: Equatable, Sendable {
  package enum Outcome: Equatable, Sendable {
    case permit(Permit)
    case refuse(Refusal)
  }

  package let outcome: Outcome
  /// Every rule that was looked at, in order; for `kluis toegang explain`, never for the refused.
  package let trace: [RuleOutcome]
}

package struct Permit: Equatable, Sendable {
  package let role: Role
  /// Sections to release, in their order; empty for acts without any.
  package let sections: [Section]
  /// Sections that `all` left out.
  package let notRead: [Section]
  package let basis: Basis
  /// When the basis ends by itself or was ended, milliseconds UTC; nil for one without an end.
  package let until: Int64?
  package let duties: [Duty]
}

/// What connects the member to the dossier, as the log names it.
package struct Basis: Equatable, Sendable {
  package enum Kind: String, CaseIterable, Sendable {
    case regie
    case betrokken
    case team
    case grant
    /// Taken by oneself, to be reviewed by others.
    case noodtoegang
    /// The role alone: creating, log, directory, requesting.
    case role
  }

  package let kind: Kind
  /// The involvement, grant or request record.
  package let id: Identifier?
}

/// What comes with a permit.
package enum Duty: String, CaseIterable, Sendable {
  /// Durable in the log before anything is released.
  case log
  /// The client saves nothing outside the vault.
  case noExport = "no-export"
}

package struct Refusal: Equatable, Sendable {
  package enum Code: String, CaseIterable, Sendable {
    /// Not involved, or no such dossier: one code and one text, so that neither is told.
    case notInvolved = "not-involved"
    case roleReadsNot = "role-reads-not"
    case roleWritesNot = "role-writes-not"
    case grantEnded = "grant-ended"
    case secondPairNeeded = "second-pair-needed"
    case suspended
    case purposeNotAllowed = "purpose-not-allowed"
    /// The function that the act needs is not the member's.
    case actNotAllowed = "act-not-allowed"
    /// Nobody gives access to, or agrees with, oneself.
    case notOneself = "not-oneself"
    /// The other member is suspended, gone, or of another role than the act is for.
    case subjectUnfit = "subject-unfit"
    /// Longer than the policy allows, or already over.
    case termNotAllowed = "term-not-allowed"
    /// This role has no noodtoegang, or nobody has.
    case emergencyNotAllowed = "emergency-not-allowed"
    /// It is done with words that say why, or not at all.
    case reasonNeeded = "reason-needed"
    case roleSharesNot = "role-shares-not"
    /// The kind of partner gets no such section.
    case partnerGetsNot = "partner-gets-not"
    /// Not a ground on which this kind of partner gets anything.
    case groundNotAllowed = "ground-not-allowed"
    /// The set in force has no `overdracht.json`.
    case noSharePolicy = "no-share-policy"
  }

  package let code: Code
  /// The sections that stand in the way, where the code is about sections.
  package let sections: [Section]
  package let ways: [WayOn]

  package init(code: Code, sections: [Section], ways: [WayOn]) {
    self.code = code
    self.sections = sections
    self.ways = ways
  }
}

/// What a refused member can do next.
package enum WayOn: String, CaseIterable, Sendable {
  case askRegie = "ask-regie"
  case askLeidinggevende = "ask-leidinggevende"
  case askBeheerder = "ask-beheerder"
  case askConsult = "ask-consult"
  case requestGrant = "request-grant"
  case awaitSecond = "await-second"
  case chooseSections = "choose-sections"
  case choosePurpose = "choose-purpose"
  case chooseTerm = "choose-term"
  case chooseGround = "choose-ground"
  case askOther = "ask-other"
  case giveReason = "give-reason"
  case noodtoegang
}
