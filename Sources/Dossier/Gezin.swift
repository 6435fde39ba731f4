package import Calendar

/// One family: every child and adult of the system in one dossier (R1).
///
/// A value of this type from `GezinFile.parse` has passed every check: its references point to
/// persons that exist and its ids are unique.
package struct Gezin: Equatable, Sendable {
  /// The label by which involved caseworkers recognise the family.
  package var etiket: String
  package var gegevens: GezinGegevens
  package var betrokkenen: [Betrokkene]
  package var entries: [Entry]
  package var plannen: [Plan]
  /// Files that stand beside the import file, in the order of its entries.
  package var bijlagen: [GezinBijlage]

  package init(
    etiket: String, gegevens: GezinGegevens, betrokkenen: [Betrokkene], entries: [Entry],
    plannen: [Plan], bijlagen: [GezinBijlage] = []
  ) {
    self.etiket = etiket
    self.gegevens = gegevens
    self.betrokkenen = betrokkenen
    self.entries = entries
    self.plannen = plannen
    self.bijlagen = bijlagen
  }
}

/// Why the family is a client, since when, and in which phase (R5).
package struct GezinGegevens: Equatable, Sendable {
  package var regio: String
  /// The measure in the words of the order; `maatregelen` holds them one by one when known.
  package var maatregel: String
  /// 1 safety now, 2 change, 3 generalise and secure.
  package var fase: Int
  package var aangemeld: CalendarDate
  package var aanmelder: String
  package var jeugdteam: String?
  package var maatregelen: [Maatregel] = []
  /// The referral was a crisis: someone must act within 24 hours (R7).
  package var spoed: Bool?

  package init(
    regio: String, maatregel: String, fase: Int, aangemeld: CalendarDate, aanmelder: String,
    jeugdteam: String? = nil, maatregelen: [Maatregel] = [], spoed: Bool? = nil
  ) {
    self.regio = regio
    self.maatregel = maatregel
    self.fase = fase
    self.aangemeld = aangemeld
    self.aanmelder = aanmelder
    self.jeugdteam = jeugdteam
    self.maatregelen = maatregelen
    self.spoed = spoed
  }
}
