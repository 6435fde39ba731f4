package import StrictJSON
package import Vocabulary

/// What a sender decided about a bundle before it is sealed: for whom, what, why, on which ground.
///
/// It is a file of ids, codes and the sender's own typed lines: no word of the dossier is in it, so that
/// it may lie on the sender's disk for a day. What goes in is judged anew each time, against the dossier
/// of then (`judged`).
/// - Source: Docs/protocol.md, Bundle and page
package struct Preparation: Equatable, Sendable {
  package static let schema = "dossierkluis/voorbereiding/1"
  /// Bytes; a hundred entries left out and a page of reasons are a tenth of this.
  package static let limits = JSONLimits(bytes: 64 * 1024, depth: 4)
  /// How many a bundle goes to at most.
  static let mostRecipients = 20

  package enum Recipient: Equatable, Sendable {
    /// A partner of the directory.
    ///
    /// - Parameter fingerprint: of the keys, as the partner read it aloud; nil when nobody asked.
    case key(partner: Identifier, fingerprint: String?)
    /// Who will be given a code.
    case code(name: String, kind: PartnerKind)
  }

  package enum Ground: Equatable, Sendable {
    /// The consent by its own id.
    case consent(String)
    /// A code of the policy, and how the family was told, or why it was not (R18).
    case without(ground: String, told: String)
  }

  package let dossier: Identifier
  /// Keys, or one code.
  package let recipients: [Recipient]
  package let sections: Set<Section>
  /// What the partner needs it for.
  package let purpose: String
  package let ground: Ground
  /// How many days the bundle is valid.
  package let days: Int
  /// Entries that the sender leaves out.
  package let without: Set<Identifier>
  /// Whom the reader can call.
  package let contact: String
  /// Why a part of R19 is not there.
  package let reasons: [OverdrachtPart: String]
  /// The family is handed over: all as it is, with the revisions of before (R24).
  package let whole: Bool

  package init(
    dossier: Identifier, recipients: [Recipient], sections: Set<Section>, purpose: String,
    ground: Ground, days: Int, without: Set<Identifier> = [], contact: String,
    reasons: [OverdrachtPart: String] = [:], whole: Bool = false
  ) {
    self.dossier = dossier
    self.recipients = recipients
    self.sections = sections
    self.purpose = purpose
    self.ground = ground
    self.days = days
    self.without = without
    self.contact = contact
    self.reasons = reasons
    self.whole = whole
  }
}
