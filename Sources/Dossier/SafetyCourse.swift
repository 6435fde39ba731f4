package import Calendar

/// The safety scores of one child over time (R6).
package struct SafetyCourse: Equatable, Sendable {
  /// One score with its date and who was asked or estimated.
  package struct Point: Equatable, Sendable {
    package let datum: CalendarDate
    package let cijfer: Int
    /// The entry's source.
    package let bron: String
  }

  package let kind: String
  /// Oldest first; of one day in the order of the dossier.
  package let points: [Point]

  /// The course of every child that has a score, children in the dossier's order; what is restricted is left out.
  package static func all(_ view: DossierView) -> [SafetyCourse] {
    var order = view.kinderen.map(\.id)
    var points: [String: [Point]] = [:]
    for entry in view.entriesInUse {
      for score in entry.schaal {
        if !order.contains(score.kind) { order.append(score.kind) }
        points[score.kind, default: []].append(
          Point(datum: entry.datum, cijfer: score.cijfer, bron: entry.bron))
      }
    }
    return order.compactMap { kind in
      guard let found = points[kind] else { return nil }
      let sorted = found.enumerated().sorted {
        ($0.element.datum, $0.offset) < ($1.element.datum, $1.offset)
      }
      return SafetyCourse(kind: kind, points: sorted.map(\.element))
    }
  }
}
