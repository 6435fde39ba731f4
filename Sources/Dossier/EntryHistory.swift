package import Calendar

// What happened to an entry, or stands beside it: reviews, corrections, statements, shielding.

/// A review of the information: by whom, when, with what result (R2).
package struct Toetsing: Equatable, Sendable {
  package var door: String
  package var datum: CalendarDate
  package var uitkomst: String

  package init(door: String, datum: CalendarDate, uitkomst: String) {
    self.door = door
    self.datum = datum
    self.uitkomst = uitkomst
  }
}

/// Collected without the family's knowledge: ground, second pair of eyes, feedback (R3).
package struct ZonderMedeweten: Equatable, Sendable {
  package var grond: String
  package var tweedePersoon: String
  /// How and when the family was told; nil means not yet.
  package var terugkoppeling: String?

  package init(grond: String, tweedePersoon: String, terugkoppeling: String? = nil) {
    self.grond = grond
    self.tweedePersoon = tweedePersoon
    self.terugkoppeling = terugkoppeling
  }
}

/// Withheld from one person of the family, whole or one field, and why (R13).
package struct Afscherming: Equatable, Sendable {
  package var betrokkene: String
  package var reden: String
  /// The key of the field that is withheld; nil means everything.
  package var veld: String?

  package init(betrokkene: String, reden: String, veld: String? = nil) {
    self.betrokkene = betrokkene
    self.reden = reden
    self.veld = veld
  }
}

/// A client's own statement beside an entry: nobody may refuse or edit it (R4, R14).
package struct EigenVerklaring: Equatable, Sendable {
  package var van: String
  package var datum: CalendarDate
  package var tekst: String

  package init(van: String, datum: CalendarDate, tekst: String) {
    self.van = van
    self.datum = datum
    self.tekst = tekst
  }
}

/// What was changed in an entry, when, why and by whom (R2, R14).
package struct Correctie: Equatable, Sendable {
  package var datum: CalendarDate
  package var wat: String
  package var reden: String
  package var door: String

  package init(datum: CalendarDate, wat: String, reden: String, door: String) {
    self.datum = datum
    self.wat = wat
    self.reden = reden
    self.door = door
  }
}
