package import Calendar
package import Vocabulary

/// Computes the terms of R7 from the date of referral and the entries.
///
/// Dates have no hours, so "within 24 hours" is: no later than the next day. What counts as a home
/// visit or a crisis is read from `soort`, in the words caseworkers write there.
package enum Terms {
  /// Days from referral to the first home visit, at most.
  package static let homeVisitDays = 7
  /// Days from referral to the estimate of acute safety, at most.
  package static let safetyEstimateDays = 5
  /// Days that "within 24 hours" can span.
  package static let crisisDays = 1

  /// Entries of these kinds show that someone acted.
  private static let actions = [
    "crisis", "crisisinterventie", "huisbezoek", "gesprek", "spoedmaatregel", "telefoon",
  ]

  /// Every term with its state on a day, the most urgent first; none without the family's data.
  ///
  /// What is restricted proves nothing and runs out for nobody.
  /// - Parameter opened: sections that the reader has; a term whose proof lies elsewhere is
  ///   `notVisible` rather than late.
  package static func of(
    _ view: DossierView, on today: CalendarDate, opened: Set<Section> = Set(Section.allCases)
  ) -> [Term] {
    var terms: [Term] = []
    let entries = view.entriesInUse.filter { $0.datum <= today }
    if let gegevens = view.gegevens?.value {
      terms += referral(gegevens, entries, view, today, opened)
      terms += crises(gegevens, entries, today, opened)
    }
    terms += entries.flatMap { own($0, today) }
    return terms.sorted { ($0.urgency, $0.due) < ($1.urgency, $1.due) }
  }

  private static func referral(
    _ gegevens: GezinGegevens, _ entries: [Entry], _ view: DossierView, _ today: CalendarDate,
    _ opened: Set<Section>
  ) -> [Term] {
    let start = gegevens.aangemeld
    var terms: [Term] = []
    if let due = start.adding(days: homeVisitDays) {
      let visit = first(entries, from: start) { $0.hasPrefix("huisbezoek") }
      let state = Term.state(due: due, done: visit, on: today)
      terms.append(
        Term(
          kind: .homeVisit, due: due,
          state: visit == nil && !opened.contains(.journaal) ? .notVisible : state))
    }
    if let due = start.adding(days: safetyEstimateDays) {
      terms.append(
        Term(
          kind: .safetyEstimate, due: due,
          state: safetyEstimate(entries, view, start, due, today, opened)))
    }
    return terms
  }

  /// Proof is an entry of the assessment, or the first version of a safety plan.
  private static func safetyEstimate(
    _ entries: [Entry], _ view: DossierView, _ start: CalendarDate, _ due: CalendarDate,
    _ today: CalendarDate, _ opened: Set<Section>
  ) -> Term.State {
    let assessment = first(entries, from: start) { $0.contains("veiligheidstaxatie") }
    let plans = view.plansInUse.map(\.value).filter {
      $0.soort == .veiligheidsplan && $0.vastgesteld <= today && $0.vastgesteld >= start
    }
    let firstPlan = plans.map(\.vastgesteld).min()
    let done = [assessment, firstPlan].compactMap { $0 }.min()
    guard let done else {
      return opened.contains(.plannen)
        ? Term.state(due: due, done: nil, on: today) : .notVisible
    }
    let state = Term.state(due: due, done: done, on: today)
    // A later version proves that there was a first one, and not when.
    if case .metLate = state, !plans.contains(where: { $0.versie == 1 }), assessment == nil {
      return .metBefore(done)
    }
    return state
  }

  private static func crises(
    _ gegevens: GezinGegevens, _ entries: [Entry], _ today: CalendarDate, _ opened: Set<Section>
  ) -> [Term] {
    var starts = Set(entries.filter { $0.soort.lowercased() == "crisismelding" }.map(\.datum))
    let isCrisis =
      gegevens.spoed == true || gegevens.maatregelSoorten.contains(.spoedmaatregel)
      || entries.contains {
        $0.datum == gegevens.aangemeld && $0.soort.lowercased().hasPrefix("crisis")
      }
    if isCrisis { starts.insert(gegevens.aangemeld) }
    return starts.sorted().compactMap { start in
      guard let due = start.adding(days: crisisDays) else { return nil }
      let done = first(entries, from: start) { actions.contains($0) }
      let state = Term.state(due: due, done: done, on: today)
      return Term(
        kind: .crisis, due: due,
        state: done == nil && !opened.contains(.journaal) ? .notVisible : state)
    }
  }

  private static func own(_ entry: Entry, _ today: CalendarDate) -> [Term] {
    var terms: [Term] = []
    if let due = entry.termijn {
      terms.append(
        Term(
          kind: .entry(id: entry.id, soort: entry.soort), due: due,
          state: Term.state(due: due, done: entry.afgerond, on: today)))
    }
    if let due = entry.geldigTot {
      terms.append(
        Term(
          kind: .validity(id: entry.id, soort: entry.soort), due: due,
          state: Term.state(due: due, done: nil, on: today)))
    }
    return terms
  }

  private static func first(
    _ entries: [Entry], from start: CalendarDate, where matches: (String) -> Bool
  ) -> CalendarDate? {
    entries.filter { $0.datum >= start && matches($0.soort.lowercased()) }.map(\.datum).min()
  }
}

extension Term {
  /// Late before running before unknown before done.
  fileprivate var urgency: Int {
    switch state {
    case .late: 0
    case .running: 1
    case .notVisible: 2
    case .metLate, .metBefore: 3
    case .met: 4
    }
  }
}
