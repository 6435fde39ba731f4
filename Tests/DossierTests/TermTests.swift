import Testing
import Vocabulary

@testable import Dossier

@Suite("R7: terms run and are shown")
struct TermTests {
  private func state(
    _ kind: Term.Kind, _ example: String, on day: String, opened: [Section] = Section.allCases
  ) throws -> Term.State? {
    let contents = try Fixtures.gezin(example).contents().filter { opened.contains($0.section) }
    return try Terms.of(
      DossierView(contents: contents), on: Fixtures.date(day), opened: Set(opened)
    ).first { $0.kind == kind }?.state
  }

  @Test("R7: a home visit within a week: running, on the last day, late, then met")
  func homeVisit() throws {
    // Anne was referred on 3 March and has had no home visit.
    #expect(try state(.homeVisit, "anne", on: "2025-03-03") == .running(daysLeft: 7))
    #expect(try state(.homeVisit, "anne", on: "2025-03-10") == .running(daysLeft: 0))
    #expect(try state(.homeVisit, "anne", on: "2025-03-11") == .late(days: 1))
    // Sjors was referred on 7 October and visited on the 11th.
    #expect(try state(.homeVisit, "sjors", on: "2024-10-10") == .running(daysLeft: 4))
    let visit = try Fixtures.date("2024-10-11")
    #expect(try state(.homeVisit, "sjors", on: "2025-06-12") == .met(on: visit))
  }

  @Test("R7: a safety estimate within five days: met, met late, and not known when")
  func safetyEstimate() throws {
    let anne = try Fixtures.date("2025-03-25")
    #expect(try state(.safetyEstimate, "anne", on: "2025-03-09") == .late(days: 1))
    #expect(try state(.safetyEstimate, "anne", on: "2025-04-01") == .metLate(on: anne, days: 17))
    let noa = try Fixtures.date("2025-01-17")
    #expect(try state(.safetyEstimate, "geheim-adres", on: "2025-02-01") == .met(on: noa))
    // The file holds version 5 only: there was a first one, and nobody knows here when.
    let dylan = try Fixtures.date("2025-05-14")
    #expect(try state(.safetyEstimate, "dylan", on: "2025-05-15") == .metBefore(dylan))
  }

  @Test("R7: a crisis within 24 hours: only where there is one")
  func crisis() throws {
    let day = try Fixtures.date("2025-01-13")
    #expect(try state(.crisis, "geheim-adres", on: "2025-02-01") == .met(on: day))
    #expect(try state(.crisis, "anne", on: "2025-04-01") == nil)
    var gezin = try Fixtures.gezin("anne")
    gezin.gegevens.spoed = true
    let terms = try Terms.of(
      DossierView(contents: gezin.contents()), on: Fixtures.date("2025-03-06"))
    #expect(terms.first { $0.kind == .crisis }?.state == .late(days: 2))
  }

  @Test("R7: an entry's own term is late until it is done; validity runs out")
  func ownTerms() throws {
    let request = Term.Kind.entry(id: "d05", soort: "verzoek")
    #expect(try state(request, "dylan", on: "2025-05-15") == .running(daysLeft: 1))
    #expect(try state(request, "dylan", on: "2025-05-19") == .late(days: 3))
    var gezin = try Fixtures.gezin("dylan")
    gezin.entries[4].afgerond = try Fixtures.date("2025-05-16")
    let terms = try Terms.of(
      DossierView(contents: gezin.contents()), on: Fixtures.date("2025-05-19"))
    #expect(try terms.first { $0.kind == request }?.state == .met(on: Fixtures.date("2025-05-16")))
    let order = Term.Kind.validity(id: "s03", soort: "beschikking")
    #expect(try state(order, "sjors", on: "2025-10-03") == .running(daysLeft: 0))
    #expect(try state(order, "sjors", on: "2025-10-04") == .late(days: 1))
  }

  @Test("A term is not called late when the section that would tell is closed")
  func closedSections() throws {
    let opened: [Section] = [.etiket, .kern]
    #expect(try state(.homeVisit, "sjors", on: "2025-06-12", opened: opened) == .notVisible)
    #expect(try state(.safetyEstimate, "sjors", on: "2025-06-12", opened: opened) == .notVisible)
  }

  @Test("Late comes first")
  func order() throws {
    let terms = try Terms.of(
      DossierView(contents: Fixtures.gezin("dylan").contents()), on: Fixtures.date("2025-05-15"))
    guard case .late = try #require(terms.first).state else {
      Issue.record("the first term is not the late one")
      return
    }
  }
}
