import StrictJSON
import Testing
import Vocabulary

@testable import Dossier

@Suite("Each item of a family is one plaintext, and comes back as it was")
struct EntryContentTests {
  @Test("R1: file, contents, bytes, view: the same family", arguments: Fixtures.examples)
  func roundTrip(_ example: String) throws {
    let gezin = try Fixtures.gezin(example)
    let contents = try gezin.contents().map { try EntryContent.decode($0.encode()) }
    #expect(contents == gezin.contents())
    #expect(DossierView(contents: contents).gezin == gezin)
  }

  @Test("Every field that a family can have survives, filled to the brim")
  func everyField() throws {
    let gezin = FullFamily.gezin
    #expect(try GezinFile.parse(GezinFile.encode(gezin)) == gezin)
    let contents = try gezin.contents().map { try EntryContent.decode($0.encode()) }
    #expect(DossierView(contents: contents).gezin == gezin)
    // Every key of the format is in use, so that a field that is forgotten in the writer shows.
    let lines = CanonicalLines.of(GezinFile.value(of: gezin)).joined(separator: "\n")
    for key in Entry.keys + Plan.keys + Betrokkene.keys + GezinGegevens.keys {
      #expect(lines.contains("/\(key)"), "\(key)")
    }
  }

  @Test("R9: sections: label, core, plans, and the entry's own")
  func sections() throws {
    let contents = try Fixtures.gezin("sjors").contents()
    #expect(contents.map(\.section).prefix(5) == [.etiket, .kern, .kern, .kern, .kern])
    #expect(contents.map(\.section).suffix(2) == [.plannen, .plannen])
    #expect(contents[5].section == .onderzoek)
    let labelled = try Fixtures.value("sjors").setting("entries/0/sectie", to: "etiket")
    #expect(
      Fixtures.problems(labelled).first?.hasPrefix("entries[0].sectie: etiket is geen") == true)
  }

  @Test("A plaintext that is not exactly one of ours is refused")
  func refused() {
    for text in [
      "", "{}", #"{"type":"brief"}"#, #"{"type":"etiket"}"#,
      #"{"type":"etiket","etiket":"x","meer":1}"#, #"{"type":"etiket","etiket":"x"} "x""#,
      #"{"type":"plan","soort":"veiligheidsplan","versie":0,"vastgesteld":"2025-01-01"}"#,
    ] {
      #expect(throws: GezinFileError.self, "\(text)") {
        try EntryContent.decode(Array(text.utf8))
      }
    }
  }

  @Test("A view of some sections holds those and makes up nothing")
  func partialView() throws {
    let contents = try Fixtures.gezin("sjors").contents().filter { $0.section == .plannen }
    let view = DossierView(contents: contents)
    #expect(view.gezin == nil && view.betrokkenen.isEmpty && view.entries.isEmpty)
    #expect(view.plannen.count == 2)
    #expect(view.newestPlan(.veiligheidsplan)?.value.versie == 2)
  }
}
