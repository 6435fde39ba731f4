package import Calendar
package import Vocabulary

/// One piece of information, with all that says what it is worth (R2).
///
/// Author and date of writing are not here: the vault signs them in the entry's header.
package struct Entry: Equatable, Sendable {
  package var id: String
  package var sectie: Section
  package var soort: String
  /// The date of the information, not of writing.
  package var datum: CalendarDate
  package var bron: String
  package var aard: Aard
  /// Persons it is about, by id; never empty.
  package var over: [String]
  package var tekst: String
  /// Whose opinion or voice: a person's id, or words such as "basisteam".
  ///
  /// Always there for an opinion.
  package var vanWie: String?
  /// Set when this is the client's own voice (R4).
  package var stem: Stem?
  package var schaal: [Schaalscore] = []
  package var toetsing: [Toetsing] = []
  package var zonderMedeweten: ZonderMedeweten?
  package var afgeschermdVoor: [Afscherming] = []
  /// Something must be done by then; `afgerond` says when it was.
  package var termijn: CalendarDate?
  package var afgerond: CalendarDate?
  package var geldigTot: CalendarDate?
  package var eigenVerklaring: [EigenVerklaring] = []
  package var correcties: [Correctie] = []

  package init(
    id: String, sectie: Section, soort: String, datum: CalendarDate, bron: String, aard: Aard,
    over: [String], tekst: String, vanWie: String? = nil, stem: Stem? = nil
  ) {
    self.id = id
    self.sectie = sectie
    self.soort = soort
    self.datum = datum
    self.bron = bron
    self.aard = aard
    self.over = over
    self.tekst = tekst
    self.vanWie = vanWie
    self.stem = stem
  }
}

/// Fact or opinion: the distinction that the sources ask for most (R2).
package enum Aard: String, CaseIterable, Sendable {
  case feit
  case mening
}

/// Whose own voice an entry is (R4).
package enum Stem: String, CaseIterable, Sendable {
  case kind
  case ouder
}

/// A child's answer to the safety question on the day of the entry: 1 not safe, 10 safe (R6).
package struct Schaalscore: Equatable, Sendable {
  package var kind: String
  package var cijfer: Int

  package init(kind: String, cijfer: Int) {
    self.kind = kind
    self.cijfer = cijfer
  }
}
