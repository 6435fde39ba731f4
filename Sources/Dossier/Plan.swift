package import Calendar

/// One version of a plan (R5).
///
/// A part that is nil or empty has not been filled in.
///
/// Any plan may carry any part: families do not keep to the forms. `PlanSoort.parts` says which
/// ones a kind of plan ought to have, and `missingParts` which of them are not there.
package struct Plan: Equatable, Sendable {
  package var soort: PlanSoort
  package var versie: Int
  package var vastgesteld: CalendarDate

  package var aanleiding: String?
  package var genogram: String?
  package var sociogram: String?
  package var zorgen: [String] = []
  package var krachten: [String] = []
  package var bodemeisen: [String] = []
  package var afspraken: [String] = []
  /// Conditions of juvenile probation.
  package var voorwaarden: [String] = []
  package var consequenties: [String] = []
  /// Who keeps watch over safety (R8).
  package var zichtOpVeiligheid: String?
  package var patroon: String?
  package var haalbareEindsituatie: HaalbareEindsituatie?
  package var doelen: [String] = []
  package var hulp: [Hulp] = []
  package var leefgebieden: [Leefgebied] = []
  package var overwegingen: [String] = []
  /// What is still to be found out.
  package var informatieNodig: [String] = []
  /// Signs of relapse, and who steps in.
  package var signalen: [String] = []
  package var wieGrijptIn: [String] = []
  package var taxatie: Taxatie?

  package init(soort: PlanSoort, versie: Int, vastgesteld: CalendarDate) {
    self.soort = soort
    self.versie = versie
    self.vastgesteld = vastgesteld
  }

  /// By what a person recognises it on a screen.
  package var shortName: String { "\(soort.rawValue) \(versie)" }
}

/// The feasible end situation: what can change, and what must be made up for with lasting help.
package struct HaalbareEindsituatie: Equatable, Sendable {
  package var veranderen: [String]
  package var compenseren: [String]

  package init(veranderen: [String], compenseren: [String]) {
    self.veranderen = veranderen
    self.compenseren = compenseren
  }
}

/// Help that was or is given, and what came of it (R19).
package struct Hulp: Equatable, Sendable {
  package var aanbieder: String
  /// A person's id, or `gezin` for the whole family.
  package var voor: String
  package var gestart: CalendarDate?
  package var beeindigd: CalendarDate?
  package var resultaat: String?

  package init(
    aanbieder: String, voor: String, gestart: CalendarDate? = nil, beeindigd: CalendarDate? = nil,
    resultaat: String? = nil
  ) {
    self.aanbieder = aanbieder
    self.voor = voor
    self.gestart = gestart
    self.beeindigd = beeindigd
    self.resultaat = resultaat
  }
}

/// The facts in one area of life (R19); the file's order is kept.
package struct Leefgebied: Equatable, Sendable {
  package var naam: String
  package var feiten: String

  package init(naam: String, feiten: String) {
    self.naam = naam
    self.feiten = feiten
  }
}

/// An assessment with an instrument such as the ARIJ: safety now, risk later.
package struct Taxatie: Equatable, Sendable {
  package var instrument: String
  package var datum: CalendarDate
  package var veiligheid: String?
  package var risico: String?

  package init(
    instrument: String, datum: CalendarDate, veiligheid: String? = nil, risico: String? = nil
  ) {
    self.instrument = instrument
    self.datum = datum
    self.veiligheid = veiligheid
    self.risico = risico
  }
}
