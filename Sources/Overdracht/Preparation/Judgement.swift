package import Calendar
package import Dossier
package import Sharing
package import Vocabulary

extension Preparation {
  /// A partner as the verified directory has it now.
  package struct KnownPartner: Equatable, Sendable {
    package let id: Identifier
    package let name: String
    package let kind: PartnerKind
    package let isActive: Bool
    /// Of the newest keys, in its one spelling.
    package let fingerprint: String
    /// When those keys came, milliseconds UTC.
    package let keysAt: Int64

    package init(
      id: Identifier, name: String, kind: PartnerKind, isActive: Bool, fingerprint: String,
      keysAt: Int64
    ) {
      self.id = id
      self.name = name
      self.kind = kind
      self.isActive = isActive
      self.fingerprint = fingerprint
      self.keysAt = keysAt
    }
  }

  /// What a preparation is judged against.
  package struct Situation: Sendable {
    /// All that was opened: section kern and the chosen ones.
    package let revisions: [SharedRevision]
    /// Of the set in force; nil when it shares nothing.
    package let policy: SharePolicy?
    /// At least those of the preparation, as far as the directory knows them.
    package let partners: [KnownPartner]
    /// Milliseconds UTC.
    package let now: Int64

    package init(
      revisions: [SharedRevision], policy: SharePolicy?, partners: [KnownPartner], now: Int64
    ) {
      self.revisions = revisions
      self.policy = policy
      self.partners = partners
      self.now = now
    }
  }

  /// Why a bundle cannot be sealed as it was prepared.
  package enum Refusal: Equatable, Sendable {
    case noSharePolicy
    /// Not in the directory, or ended.
    case partnerGone(Identifier)
    /// One bundle goes to one kind of partner: what it may get hangs on it.
    case kindsDiffer
    case partnerGetsNot([Section])
    case groundNotAllowed(String)
    /// Of this many days at most.
    case termNotAllowed(days: Int)
    case consentUnknown(String)
    case consentNotValid(Toestemming.State)
    /// The bundle would be valid after the consent has ended.
    case consentEndsBefore(CalendarDate)
    /// The partner's key is new, or other than when something last went to it.
    case fingerprintNeeded(Identifier)
    /// What was read aloud is not the key that the directory has now.
    case fingerprintOther(Identifier)
    /// Nothing of what was chosen may go.
    case nothingLeft
    /// A whole family goes to an institution that takes it over, and to nobody else.
    case wholeNotAllowed

    /// What programs know it by; the service refuses with the same code what it judges too.
    package var code: String {
      switch self {
      case .noSharePolicy: "no-share-policy"
      case .partnerGone: "partner-gone"
      case .kindsDiffer: "kinds-differ"
      case .partnerGetsNot: "partner-gets-not"
      case .groundNotAllowed: "ground-not-allowed"
      case .termNotAllowed: "term-not-allowed"
      case .consentUnknown: "consent-unknown"
      case .consentNotValid: "consent-not-valid"
      case .consentEndsBefore: "consent-ends-before"
      case .fingerprintNeeded: "fingerprint-needed"
      case .fingerprintOther: "fingerprint-other"
      case .nothingLeft: "nothing-left"
      case .wholeNotAllowed: "whole-not-allowed"
      }
    }
  }

  /// A part of R19 that what goes in does not have.
  package struct Missing: Equatable, Sendable {
    package let part: OverdrachtPart
    /// What the receiver reads; nil while the sender has said nothing.
    package let reason: String?
  }

  /// What a preparation comes to in a situation.
  package struct Judgement: Equatable, Sendable {
    package let selection: Selection
    package let missing: [Missing]
    package let refusals: [Refusal]
    /// Nil when the partners are of more kinds than one, or unknown.
    package let kind: PartnerKind?
    /// The last day of the bundle; nil outside the calendar.
    package let validUntil: CalendarDate?
    /// The consent that is the ground, with the entry that holds it.
    package let consent: Consent?
    /// Consents that were refused or taken back: for who shares without one to read first (R18).
    package let objections: [Toestemming]

    /// Whether it may be sealed: nothing refuses, and every missing part has its reason.
    package var isReady: Bool {
      refusals.isEmpty && missing.allSatisfy { $0.reason != nil }
    }

    /// The missing parts as the manifest names them.
    package var missingParts: [Manifest.MissingPart] {
      missing.compactMap { missing in
        missing.reason.map { .init(part: missing.part.rawValue, reason: $0) }
      }
    }
  }

  package struct Consent: Equatable, Sendable {
    package let entry: Identifier
    package let toestemming: Toestemming
    package let state: Toestemming.State
  }

  /// The reason where the policy gives this kind of partner no plans: all parts of R19 stand in them.
  package static let notForThisKind = "deze soort partner krijgt dit deel niet"
}
