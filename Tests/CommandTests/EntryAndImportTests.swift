import CommandTree
import Desk
import Dossier
import Foundation
import StrictJSON
import Testing
import VaultTestKit
import Vocabulary

@testable import kluis

private let pipe = Terminal(isTerminal: false, colour: false)

@Suite struct EntryAndImportTests {
  private let fields: [(String, JSONValue?)] = [
    ("id", "e1"), ("sectie", "journaal"), ("soort", "contact"), ("datum", "2026-01-02"),
    ("bron", "school"), ("aard", "feit"), ("over", ["k1"]), ("tekst", "Het gaat goed."),
  ]

  private func fields(with changes: [String: JSONValue]) -> [(String, JSONValue?)] {
    var changed = fields.map { ($0.0, changes[$0.0] ?? $0.1) }
    for (key, value) in changes where !changed.contains(where: { $0.0 == key }) {
      changed.append((key, value))
    }
    return changed
  }

  @Test func r2AnEntryOfTheCommandLineIsReadByTheRulesOfTheDomain() throws {
    guard case .entry(let entry) = try DossierAdd.content(fields) else {
      Issue.record("no entry")
      return
    }
    #expect(entry.sectie == .journaal)
    #expect(entry.aard == .feit)
    #expect(entry.tekst == "Het gaat goed.")
  }

  @Test func r2AllMistakesAreToldAtOnceByTheOptionThatHasThem() throws {
    let failure = try #require(throws: Failure.self) {
      try DossierAdd.content(
        fields(with: [
          "datum": "2026-02-30", "aard": "mening", "over": ["k 1"],
          "schaal": [["kind": "k1", "cijfer": 11]], "tekst": " ",
        ]))
    }
    #expect(failure.exit == 65)
    #expect(
      Set(failure.problems.map(\.place))
        == ["--datum", "--van-wie", "--over", "--schaal", "tekst"])
  }

  @Test(arguments: ["anne", "dylan", "sjors", "geheim-adres"])
  func aDryRunCountsEveryPieceThatWouldBeSealed(_ name: String) throws {
    let file = Places.project.appendingPathComponent("Examples/\(name).json")
    let gezin = try GezinImport.parse([UInt8](Data(contentsOf: file)))
    let summary = ImportSummary(gezin)
    #expect(summary.sections.map(\.pieces).reduce(0, +) == gezin.contents().count)
    let json = summary.json(nil, language: .nl)
    #expect(json["dry_run"] == true)
    #expect(json["dossier"] == nil)
    #expect(json["persons"] == .int(Int64(gezin.betrokkenen.count)))
    #expect(summary.text(.nl, pipe).contains("kern"))
  }

  @Test func everyProblemOfAFileIsToldWithItsPlaceAndNothingIsImported() throws {
    let file = """
      {"schema":"dossierkluis/gezin/1","etiket":"x","gezin":{},"betrokkenen":[],"entries":[
      {"id":"e1","datum":"2026-02-30"}],"plannen":[],"extra":1}
      """
    let failure = try #require(throws: Failure.self) { try GezinImport.parse(Array(file.utf8)) }
    #expect(failure.exit == 65)
    let places = failure.problems.map(\.place)
    #expect(places.contains("entries[0].datum"))
    #expect(places.contains("gezin.regio"))
    #expect(places.contains("extra"))
    #expect(
      failure.rendered(in: .en, by: "kluis").contains(
        "entries[0].datum: 2026-02-30 is not a date\n"))
    #expect(
      failure.json(in: .en)["error"]?["problems"]?.arrayValue?.count == failure.problems.count)
  }

  @Test func r8AMissingTrustedPersonIsSaidWithoutNames() throws {
    let (code, text) = Texts.finding(.noTrustedPerson(kind: "k1"))
    #expect(code == "no-trusted-person")
    #expect(text.nl.contains("k1"))
  }

  @Test func rolesHaveAPurposeThatGoesWithThem() {
    #expect(Purpose.usual(for: .leidinggevende) == .kwaliteitscontrole)
    #expect(Purpose.usual(for: .toezichthouder) == .toezicht)
    #expect(Purpose.usual(for: .jeugdbeschermer) == .uitvoering)
    #expect(Purpose.usual(for: .jurist) == .juridisch)
  }
}
