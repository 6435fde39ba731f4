package import Calendar
package import Vocabulary

/// The dossier's own record of one sealed bundle: what went to whom, on which ground (R14, R18, R20).
///
/// It is never revised. With it the vault can tell, years later, who must hear of a correction.
package struct Verstrekking: Equatable, Sendable {
  package struct Ontvanger: Equatable, Sendable {
    package var naam: String
    package var soort: PartnerKind
    /// The partner of the directory; nil for who got a code.
    package var partner: Identifier?

    package init(naam: String, soort: PartnerKind, partner: Identifier? = nil) {
      self.naam = naam
      self.soort = soort
      self.partner = partner
    }
  }

  package enum Grond: Equatable, Sendable {
    /// The consent, by its own id.
    case toestemming(String)
    /// Without consent: the code of the ground, and how the family was told or why it was not.
    case zonder(grond: String, verteld: String)
  }

  /// A revision that was in the bundle.
  package struct Stuk: Equatable, Sendable {
    package var sectie: Section
    package var stuk: Identifier
    package var herziening: UInt32

    package init(sectie: Section, stuk: Identifier, herziening: UInt32) {
      self.sectie = sectie
      self.stuk = stuk
      self.herziening = herziening
    }
  }

  /// A part of R19 that the bundle does not have, and why.
  package struct Ontbrekend: Equatable, Sendable {
    package var deel: String
    package var reden: String

    package init(deel: String, reden: String) {
      self.deel = deel
      self.reden = reden
    }
  }

  package var id: String
  package var bundel: Identifier
  /// At least one.
  package var ontvangers: [Ontvanger]
  package var doel: String
  package var grond: Grond
  /// Milliseconds since 1970-01-01 UTC.
  package var opgemaakt: Int64
  /// The last day on which it can be opened.
  package var geldigTot: CalendarDate
  package var stukken: [Stuk]
  package var ontbreekt: [Ontbrekend]
  /// SHA-256 of the manifest, 32 bytes.
  package var manifest: [UInt8]
  /// SHA-256 of the sealed file, 32 bytes.
  package var bestand: [UInt8]

  package init(
    id: String, bundel: Identifier, ontvangers: [Ontvanger], doel: String, grond: Grond,
    opgemaakt: Int64, geldigTot: CalendarDate, stukken: [Stuk], ontbreekt: [Ontbrekend] = [],
    manifest: [UInt8], bestand: [UInt8]
  ) {
    self.id = id
    self.bundel = bundel
    self.ontvangers = ontvangers
    self.doel = doel
    self.grond = grond
    self.opgemaakt = opgemaakt
    self.geldigTot = geldigTot
    self.stukken = stukken
    self.ontbreekt = ontbreekt
    self.manifest = manifest
    self.bestand = bestand
  }
}
