package import Dossier
package import Vocabulary

/// Why a section's refresh was not proposed, not agreed to, or does not verify.
///
/// It is about one dossier; the others of the run go on.
package enum RefreshFault: Error, Hashable, Sendable {
  /// The secret of that role's key was not given into this custodian's keeping.
  case notKept(Role, epoch: UInt32)
  /// What was given into this custodian's keeping is not that secret.
  case falseBox(FalseBox)
  /// The vault did not show the box of a role that must have one.
  case boxWithheld(Section, Role)
  /// No role's present box of this section opens.
  case noBoxOpens(Section)
  /// The roles' present boxes do not hold the same half; each keeps what it has.
  case rolesDiffer(Section)
  /// A new box does not open, or not as one of this place.
  case newBox(Section, Role)
  /// The new halves do not differ from the present ones by the one value that was signed.
  case delta(Section)
  /// The new boxes are not for exactly those who must have one.
  case recipients(Section)
  /// The boxes are not those that the record names.
  case boxes
  /// Not signed by an active custodian, or by one and the same person.
  case signers
  /// The vault cannot show the refresh that made the present generation.
  case unproven(Section)

  /// A word that never changes.
  package var code: String {
    switch self {
    case .notKept: "not-kept"
    case .falseBox: "false-box"
    case .boxWithheld: "box-withheld"
    case .noBoxOpens: "no-box-opens"
    case .rolesDiffer: "roles-differ"
    case .newBox: "new-box"
    case .delta: "delta"
    case .recipients: "recipients"
    case .boxes: "boxes"
    case .signers: "signers"
    case .unproven: "unproven"
    }
  }

  /// Whether the dossier was refreshed all the same: what was wrong before is as wrong as it was.
  package var isWarning: Bool {
    if case .rolesDiffer = self { true } else { false }
  }

  /// Whether it is about this custodian's own keeping, and about nobody's proposal.
  var isOfOwnKeeping: Bool {
    switch self {
    case .notKept, .falseBox: true
    default: false
    }
  }

  /// What went wrong.
  package var what: Phrase {
    switch self {
    case .notKept(let role, let epoch):
      Phrase(
        "de sleutel van \(role.name), tijdperk \(epoch), is niet aan u in bewaring gegeven",
        "the key of \(role.name), epoch \(epoch), was not given into your keeping")
    case .falseBox(let box): box.what
    case .boxWithheld(let section, let role):
      Phrase(
        "de kluis toont van \(section.name) de sleutel van \(role.name) niet",
        "the vault does not show the key of \(role.name) to \(section.name)")
    case .noBoxOpens(let section):
      Phrase(
        "geen sleutel van \(section.name) gaat open", "no key to \(section.name) opens")
    case .rolesDiffer(let section):
      Phrase(
        "de sleutels van de rollen tot \(section.name) verschilden al",
        "the roles' keys to \(section.name) differed before")
    case .newBox(let section, let role):
      Phrase(
        "de nieuwe sleutel van \(role.name) tot \(section.name) gaat niet open",
        "the new key of \(role.name) to \(section.name) does not open")
    case .delta(let section):
      Phrase(
        "de nieuwe sleutels tot \(section.name) passen niet bij de oude",
        "the new keys to \(section.name) do not fit the old ones")
    case .recipients(let section):
      Phrase(
        "de nieuwe sleutels tot \(section.name) zijn niet voor precies wie er een moet hebben",
        "the new keys to \(section.name) are not for exactly those who must have one")
    case .boxes:
      Phrase(
        "de nieuwe sleutels zijn andere dan die waarvoor getekend is",
        "the new keys are others than those that were signed for")
    case .signers:
      Phrase(
        "het voorstel is niet door twee verschillende custodians getekend",
        "it is not signed by two different custodians")
    case .unproven(let section):
      Phrase(
        "van de vernieuwing van \(section.name) ontbreekt het bewijs",
        "the proof of the refresh of \(section.name) is missing")
    }
  }

  /// What to do next.
  package var next: Phrase {
    switch self {
    case .notKept:
      Phrase(
        "laat een custodian die haar heeft, haar u geven: kluis-keys custody give",
        "let a custodian who keeps it give it to you: kluis-keys custody give")
    case .falseBox(let box): box.next
    case .rolesDiffer:
      Phrase(
        "niets ging verloren; laat regie en leidinggevende dit dossier openen en meld het aan de FG",
        "nothing was lost; let regie and leidinggevende open this dossier, and tell the FG")
    case .newBox, .delta, .recipients, .boxes:
      Phrase(
        "er is niets veranderd; meld het aan de FG, doe het voorstel zelf opnieuw (refresh run --opnieuw) en laat een ander het controleren",
        "nothing changed; tell the FG, propose it anew yourself (refresh run --opnieuw) and let another check it"
      )
    case .boxWithheld, .noBoxOpens, .signers, .unproven:
      Phrase(
        "er is niets veranderd; meld het aan de FG", "nothing changed; tell the FG")
    }
  }
}

/// A fault with its dossier, and who proposed what is wrong.
package struct RefreshFinding: Hashable, Sendable {
  package let dossier: Identifier
  package let fault: RefreshFault
  /// The name of the custodian whose proposal it is; nil when nobody proposed anything.
  package let proposer: String?

  package init(dossier: Identifier, fault: RefreshFault, proposer: String? = nil) {
    self.dossier = dossier
    self.fault = fault
    self.proposer = proposer
  }
}
