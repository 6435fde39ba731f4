import Testing
import Vocabulary

@testable import Dossier

@Suite("R8: who is trusted and who watches is always known, or its absence is said")
struct FindingTests {
  private func findings(_ gezin: Gezin) -> [Finding] {
    Finding.all(DossierView(contents: gezin.contents()))
  }

  @Test("R8: the examples know both", arguments: Fixtures.examples)
  func known(_ example: String) throws {
    let found = try findings(Fixtures.gezin(example))
    #expect(!found.contains(.nobodyWatchesSafety) && !found.contains(.noSafetyPlan))
    #expect(!found.contains { if case .noTrustedPerson = $0 { true } else { false } })
  }

  @Test("R8: a child without trusted person, a plan without watcher, no plan at all")
  func missing() throws {
    var gezin = try Fixtures.gezin("sjors")
    gezin.betrokkenen[0].vertrouwenspersoon = nil
    gezin.plannen[0].zichtOpVeiligheid = nil
    #expect(findings(gezin).prefix(2) == [.noTrustedPerson(kind: "sjors"), .nobodyWatchesSafety])
    gezin.plannen = []
    #expect(findings(gezin).contains(.noSafetyPlan))
    #expect(findings(gezin).contains(.nobodyWatchesSafety))
  }

  @Test("R8: the newest safety plan counts, not an older one")
  func newestCounts() throws {
    var gezin = try Fixtures.gezin("anne")
    var newer = try #require(gezin.plannen.first)
    newer.versie = 2
    newer.zichtOpVeiligheid = nil
    gezin.plannen.insert(newer, at: 0)
    #expect(findings(gezin).contains(.nobodyWatchesSafety))
  }

  @Test("R3: feedback that is still owed is found, and no more once given")
  func feedback() throws {
    var gezin = try Fixtures.gezin("sjors")
    #expect(findings(gezin).contains(.feedbackOwed(entry: "s09")))
    gezin.entries[8].zonderMedeweten?.terugkoppeling = "verteld op 2 december"
    #expect(!findings(gezin).contains(.feedbackOwed(entry: "s09")))
  }

  @Test("R6: a child without any score is found")
  func score() throws {
    var gezin = try Fixtures.gezin("geheim-adres")
    #expect(!findings(gezin).contains(.noSafetyScore(kind: "tim")))
    gezin.entries[0].schaal.removeLast()
    #expect(findings(gezin).contains(.noSafetyScore(kind: "tim")))
  }

  @Test("Closed sections give no finding")
  func closed() {
    #expect(Finding.all(DossierView(contents: []), opened: [.etiket]).isEmpty)
  }

  @Test("R6: the course of a child is in the order of dates")
  func course() throws {
    var gezin = try Fixtures.gezin("sjors")
    gezin.entries.reverse()
    let course = try #require(
      SafetyCourse.all(DossierView(contents: gezin.contents())).first)
    #expect(course.kind == "sjors")
    #expect(course.points.map(\.cijfer) == [4, 3, 5, 6, 7])
  }

  @Test("R5: measures are read from the list, else from the order's words")
  func measures() throws {
    #expect(try Fixtures.gezin("dylan").gegevens.maatregelSoorten == [.ots])
    #expect(try Fixtures.gezin("anne").gegevens.maatregelSoorten == [.preventief])
    #expect(FullFamily.gezin.gegevens.maatregelSoorten == [.ots])
  }

  @Test("R19: a plan names the parts that it lacks")
  func parts() throws {
    let plan = try #require(Fixtures.gezin("sjors").plannen.first)
    #expect(plan.missingParts == [.genogram, .sociogram, .taxatie])
  }
}
