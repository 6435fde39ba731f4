package import Dossier
package import Vocabulary

/// What of an opened dossier goes into a bundle for one kind of partner, and what stays out and why.
///
/// The label never goes: it is the caseworkers' own word for the family. What is shielded from anybody
/// in the family stays out whole or by field, because nobody knows who reads on at the partner's (R13, R21).
/// What may not be used now stays out whole, with what hangs on it (AVG 18).
/// A secret address is taken out of the person it belongs to, and every text that repeats it stays out.
/// Who takes a family over gets all of it as it is, shielding and registers included (R24): there is no other
/// copy soon, and what protects a child must not be lost on the way; what is restricted goes with its flags,
/// so that it stays restricted. The label stays all the same.
/// An attachment goes with its entry when all of that goes, or alone; while any address is secret no attachment goes, because a
/// file cannot be looked through.
package struct Selection: Equatable, Sendable {
  /// Why something stays out.
  package enum Reason: Equatable, Sendable {
    /// The policy gives this kind of partner no such section.
    case section
    /// The sender did not choose it.
    case notChosen
    /// Withheld from this person of the family.
    case shielded(from: String)
    /// It names an address that is secret.
    case secretAddress
    /// It is about persons only who stay out themselves.
    case persons
    /// Only who needs the number for their task gets it.
    case bsn
    /// Consents, other bundles and their receipts: with whom the family's dossier is shared is not theirs.
    case register
    /// A flag holds on it: it is kept and not used (AVG 18).
    case restricted
  }

  /// What stays out: an entry whole, or one field of it.
  package struct LeftOut: Equatable, Sendable {
    package let section: Section
    package let entry: Identifier
    /// The entry's or person's own id, or the kind of plan.
    package let name: String
    /// The key of the field; nil for all of it.
    package let field: String?
    package let reason: Reason
  }

  /// What one kind of partner may get.
  package struct Reach: Equatable, Sendable {
    package let sections: Set<Section>
    package let bsn: Bool
    /// For who takes the family over.
    package let whole: Bool

    package init(sections: Set<Section>, bsn: Bool, whole: Bool = false) {
      self.sections = sections
      self.bsn = bsn
      self.whole = whole
    }
  }

  package private(set) var chosen: [SharedRevision] = []
  package private(set) var leftOut: [LeftOut] = []

  /// - Parameters:
  ///   - sections: what the sender chose; what the reach does not have stays out all the same.
  ///   - without: entries that the sender leaves out of them. Of a person it takes with it what is
  ///     about that person only.
  package init(
    of revisions: [SharedRevision], sections: Set<Section>, reach: Reach,
    without: Set<Identifier> = []
  ) {
    guard !reach.whole else {
      takeWhole(revisions, sections.intersection(reach.sections), without)
      return
    }
    let secrets = SecretAddresses(revisions.map(\.content))
    let restrictions = Restrictions(of: revisions)
    var persons: Set<String> = []
    var missing: Set<String> = []
    for revision in revisions {
      guard case .betrokkene(let person) = revision.content else { continue }
      let isShielded = person.afgeschermdVoor.contains { $0.veld == nil }
      let isRestricted = restrictions.hold(on: revision)
      if isShielded || isRestricted || without.contains(revision.entry) {
        missing.insert(person.id)
      } else {
        persons.insert(person.id)
      }
    }
    var attachments: [(Bijlage, SharedRevision)] = []
    for revision in revisions where revision.section != .etiket {
      // A flag is about a piece, and the piece is listed.
      if case .beperking = revision.content { continue }
      guard !revision.content.isRegister else {
        leave(revision, .register)
        continue
      }
      guard sections.contains(revision.section), !without.contains(revision.entry) else {
        leave(revision, .notChosen)
        continue
      }
      guard reach.sections.contains(revision.section) else {
        leave(revision, .section)
        continue
      }
      guard !restrictions.hold(on: revision) else {
        leave(revision, .restricted)
        continue
      }
      if case .bijlage(let bijlage) = revision.content {
        attachments.append((bijlage, revision))
        continue
      }
      take(revision, secrets, missing: missing, reach)
    }
    // After the entries: whether an attachment goes depends on what became of its own.
    for (bijlage, revision) in attachments { take(bijlage, revision, secrets) }
  }

  private mutating func takeWhole(
    _ revisions: [SharedRevision], _ sections: Set<Section>, _ without: Set<Identifier>
  ) {
    func goes(_ section: Section, _ entry: Identifier) -> Bool {
      sections.contains(section) && !without.contains(entry)
    }
    for revision in revisions where revision.section != .etiket {
      // No choice of the sender parts a piece from the flag on it.
      let entry =
        if case .beperking(let flag) = revision.content { flag.stuk } else { revision.entry }
      if goes(revision.section, entry) {
        chosen.append(revision)
      } else {
        leave(revision, .notChosen)
      }
    }
  }

  /// The chosen contents, as one reads them.
  package var view: DossierView {
    DossierView(opened: chosen.map { OpenedContent($0.content, writing: $0.writing) })
  }

  /// What the manifest names.
  package var revisions: [Manifest.EntryRevision] {
    chosen.map { .init(section: $0.section, entry: $0.entry, revision: $0.revision) }
  }

  private mutating func take(
    _ revision: SharedRevision, _ secrets: SecretAddresses, missing: Set<String>, _ reach: Reach
  ) {
    var revision = revision
    switch revision.content {
    case .etiket, .toestemming, .verstrekking, .ontvangst, .beperking: return
    case .betrokkene(var person):
      if let shield = person.afgeschermdVoor.first(where: { $0.veld == nil }) {
        leave(revision, .shielded(from: shield.betrokkene))
        return
      }
      shield(&person, in: revision, reach)
      revision.content = .betrokkene(person)
    case .entry(var entry):
      if let shield = entry.afgeschermdVoor.first(where: { $0.veld == nil || $0.veld == "tekst" }) {
        leave(revision, .shielded(from: shield.betrokkene))
        return
      }
      entry.over.removeAll { missing.contains($0) }
      guard !entry.over.isEmpty else {
        leave(revision, .persons)
        return
      }
      shield(&entry, in: revision, missing: missing)
      revision.content = .entry(entry)
    case .gezin, .plan: break
    case .bijlage: return
    }
    guard !secrets.occur(in: revision.content) else {
      leave(revision, .secretAddress)
      return
    }
    chosen.append(revision)
  }

  private mutating func take(
    _ bijlage: Bijlage, _ revision: SharedRevision, _ secrets: SecretAddresses
  ) {
    // Also when one field of it is withheld: the file may say what the field would have said.
    let withheld = bijlage.stuk.flatMap { stuk in
      leftOut.first { $0.section == revision.section && $0.name == stuk }
    }
    let isWithEntry = bijlage.stuk.map { stuk in
      chosen.contains { shared in
        guard case .entry(let entry) = shared.content else { return false }
        return entry.id == stuk && entry.sectie == revision.section
      }
    }
    if let withheld {
      leave(revision, withheld.reason)
    } else if isWithEntry == false {
      leave(revision, .notChosen)
    } else if !secrets.isEmpty {
      leave(revision, .secretAddress)
    } else {
      chosen.append(revision)
    }
  }

  private mutating func shield(
    _ person: inout Betrokkene, in revision: SharedRevision, _ reach: Reach
  ) {
    if person.geheimAdres == true, person.adres != nil {
      person.adres = nil
      leave(revision, .secretAddress, field: "adres")
    }
    if person.bsn != nil, !reach.bsn {
      person.bsn = nil
      leave(revision, .bsn, field: "bsn")
    }
    for shield in person.afgeschermdVoor {
      guard let field = shield.veld else { continue }
      switch field {
      case "geboortedatum": person.geboortedatum = nil
      case "bsn": person.bsn = nil
      case "gezag": person.gezag = nil
      case "adres": person.adres = nil
      case "geheimAdres": person.geheimAdres = nil
      case "telefoon": person.telefoon = nil
      case "relatie": person.relatie = nil
      case "vertrouwenspersoon": person.vertrouwenspersoon = nil
      default: continue
      }
      leave(revision, .shielded(from: shield.betrokkene), field: field)
    }
    person.afgeschermdVoor = []
  }

  private mutating func shield(
    _ entry: inout Entry, in revision: SharedRevision, missing: Set<String>
  ) {
    let shielded = entry.afgeschermdVoor
    entry.schaal.removeAll { missing.contains($0.kind) }
    entry.eigenVerklaring.removeAll { missing.contains($0.van) }
    for shield in shielded {
      guard let field = shield.veld else { continue }
      switch field {
      case "bron": entry.bron = Self.withheld
      case "vanWie": entry.vanWie = entry.vanWie == nil ? nil : Self.withheld
      case "stem": entry.stem = nil
      case "schaal": entry.schaal = []
      case "toetsing": entry.toetsing = []
      case "zonderMedeweten": entry.zonderMedeweten = nil
      case "termijn": entry.termijn = nil
      case "afgerond": entry.afgerond = nil
      case "geldigTot": entry.geldigTot = nil
      case "correcties": entry.correcties = []
      // A client's own statement cannot be left out beside what it answers.
      default: continue
      }
      leave(revision, .shielded(from: shield.betrokkene), field: field)
    }
    entry.afgeschermdVoor = []
  }

  /// What stands where a source or a name was.
  package static let withheld = "afgeschermd"

  private mutating func leave(
    _ revision: SharedRevision, _ reason: Reason, field: String? = nil
  ) {
    leftOut.append(
      LeftOut(
        section: revision.section, entry: revision.entry, name: revision.content.shortName,
        field: field, reason: reason))
  }
}

extension EntryContent {
  fileprivate var isRegister: Bool {
    switch self {
    case .toestemming, .verstrekking, .ontvangst: true
    case .etiket, .gezin, .betrokkene, .entry, .plan, .bijlage, .beperking: false
    }
  }
}

extension Restrictions {
  fileprivate init(of revisions: [SharedRevision]) {
    self.init(
      revisions.lazy.compactMap {
        if case .beperking(let flag) = $0.content { flag } else { nil }
      })
  }

  fileprivate func hold(on revision: SharedRevision) -> Bool {
    revision.content.canBeRestricted && !on(revision.entry, in: revision.section).isEmpty
  }
}
