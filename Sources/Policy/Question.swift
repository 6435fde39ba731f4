package import Vocabulary

/// Which sections are asked for.
package enum AskedSections: Equatable, Sendable {
  /// All of these or nothing.
  case these(Set<Section>)
  /// Whatever the role and the basis reach.
  case all
}

/// A grant as it is proposed; times in milliseconds UTC.
package struct GrantTerms: Equatable, Sendable {
  package let grantee: MemberFacts
  package let sections: Set<Section>
  package let from: Int64
  package let until: Int64

  package init(grantee: MemberFacts, sections: Set<Section>, from: Int64, until: Int64) {
    self.grantee = grantee
    self.sections = sections
    self.from = from
    self.until = until
  }
}

/// For whom a bundle is sealed, on which ground and until when.
package struct ShareTerms: Equatable, Sendable {
  package let kind: PartnerKind
  /// `SharePolicy.consent`, or the code of a ground.
  package let ground: String
  /// The first millisecond UTC after the last Dutch day on which it is valid.
  package let until: Int64

  package init(kind: PartnerKind, ground: String, until: Int64) {
    self.kind = kind
    self.ground = ground
    self.until = until
  }
}

/// What a request under four eyes asks for, as far as the policy has something to say about it.
package enum RequestTerms: Equatable, Sendable {
  case grant(GrantTerms)
  /// Something about these sections; none in particular when empty.
  case sections(Set<Section>)
}

/// What a member asks to do.
package enum Act: Equatable, Sendable {
  // Content; a purpose goes with the first three.
  /// One dossier's label in the member's list; without a dossier, whether there is a list at all.
  case list
  case open(AskedSections)
  /// As `open`, with the revisions of before: what was corrected is for few eyes.
  case openHistory(AskedSections)
  case openForWriting(AskedSections)
  case append(Set<Section>)
  // Bundles for partners.
  /// Sealing a bundle of these sections; the member needs the right to share each.
  case share(Set<Section>, ShareTerms)
  /// Whatever comes after with a bundle of these sections; none where there is no such bundle.
  case bundle(Set<Section>)
  // Dossiers and who works with them.
  case create
  case involve(MemberFacts)
  case endInvolvement(of: MemberFacts)
  case handOverRegie(to: MemberFacts)
  // Grants.
  case grantConsult(GrantTerms)
  /// - Parameter hasReason: whether words say why.
  case requestAct(FourEyesAct, RequestTerms, validUntil: Int64, hasReason: Bool)
  /// Noodtoegang: in force at once, the others review it.
  case takeEmergency(EmergencyTerms)
  /// - Parameter interested: who asked, and whom it is for.
  case second(FourEyesAct, as: Function, interested: [MemberFacts])
  case endGrant
  /// Who has access to the dossier.
  case readAccess
  /// The head, policy and generations that a request or an approval names.
  case readHead
  /// The standing boxes that an approver makes granted ones from.
  case readWraps(Set<Section>)
  // Log and directory.
  case readLog
  case exportLog
  /// The words that came with an act about a dossier or about none; those of a request and of what
  /// was said to it are also for who decides about that act.
  case readWords(of: FourEyesAct?, aboutDossier: Bool)
  /// Why somebody was refused or permitted.
  case explain
  case readDirectory
  case appendDirectory
  /// The whole vault, until its share holders open it again.
  case seal
  /// Renewing the halves of keys: proposing it, or checking what another proposed.
  case refresh
  /// The policy sets; whoever may sign in may know by which rules.
  case readPolicy
  /// A copy of the vault's two files, in the folder that the service was given for it.
  case backUp
}

/// The one question.
package struct Question: Sendable {
  package let policy: Policy
  package let member: MemberFacts
  /// Nil when the act is about none, and when the dossier is unknown.
  package let dossier: DossierFacts?
  package let act: Act
  package let purpose: Purpose?
  /// Milliseconds UTC.
  package let time: Int64

  package init(
    policy: Policy, member: MemberFacts, dossier: DossierFacts?, act: Act, purpose: Purpose?,
    time: Int64
  ) {
    self.policy = policy
    self.member = member
    self.dossier = dossier
    self.act = act
    self.purpose = purpose
    self.time = time
  }
}
