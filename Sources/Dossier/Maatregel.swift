package import Calendar

/// One measure of child protection, with the days between which it holds.
package struct Maatregel: Equatable, Sendable {
  package var soort: MaatregelSoort
  package var vanaf: CalendarDate?
  package var tot: CalendarDate?
  /// The children it is about, by id; empty when it is about all.
  package var kinderen: [String]

  package init(
    soort: MaatregelSoort, vanaf: CalendarDate? = nil, tot: CalendarDate? = nil,
    kinderen: [String] = []
  ) {
    self.soort = soort
    self.vanaf = vanaf
    self.tot = tot
    self.kinderen = kinderen
  }
}

/// The kinds of measure that the institution carries out (R5).
package enum MaatregelSoort: String, CaseIterable, Sendable {
  case preventief
  case ots
  case voogdij
  case jeugdreclassering
  case spoedmaatregel
}

extension GezinGegevens {
  /// The kinds of measure that hold, from the list or else read from the free text.
  ///
  /// The text is matched on the trade's own words; a text without any of them gives none, so a
  /// caller that needs a kind (retention) can tell that it does not know.
  package var maatregelSoorten: Set<MaatregelSoort> {
    if !maatregelen.isEmpty { return Set(maatregelen.map(\.soort)) }
    let text = maatregel.lowercased()
    let words: [(String, MaatregelSoort)] = [
      ("preventie", .preventief), ("ots", .ots), ("ondertoezichtstelling", .ots),
      ("voogdij", .voogdij), ("reclassering", .jeugdreclassering), ("spoed", .spoedmaatregel),
      ("voorlopige", .spoedmaatregel),
    ]
    return Set(words.filter { text.contains($0.0) }.map(\.1))
  }
}
