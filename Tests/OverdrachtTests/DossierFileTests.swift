import Calendar
import Dossier
import Foundation
import Overdracht
import StrictJSON
import Testing
import VaultTestKit
import Vocabulary

struct DossierFileTests {
  private static let canRun =
    (try? Program.run("python3", ["-c", "import jsonschema"]))?.status == 0

  private static let program = """
    import json, sys
    from jsonschema import Draft202012Validator
    schema, files = json.load(open(sys.argv[1])), json.load(sys.stdin)
    Draft202012Validator.check_schema(schema)
    for file in files:
        found = sorted(Draft202012Validator(schema).iter_errors(file), key=str)
        print("; ".join(f"{list(e.absolute_path)}: {e.message[:90]}" for e in found) or "good")
    """

  /// What a dossier knows of sharing; no bundle has it, an export of the whole does.
  static let registers: [EntryContent] = {
    let id = Bundles.id(7)
    let day = CalendarDate(year: 2026, month: 3, day: 14) ?? .earliest
    return [
      .toestemming(
        Toestemming(
          id: "t1", van: ["moeder"], gegevenAan: "school", doel: "begeleiding", datum: day,
          tot: day, hoe: "schriftelijk", ingetrokken: .init(datum: day, door: "moeder"))),
      .verstrekking(
        Verstrekking(
          id: "v1", bundel: id,
          ontvangers: [.init(naam: "School", soort: .school, partner: id)], doel: "begeleiding",
          grond: .toestemming("t1"), opgemaakt: 1_790_000_000_000, geldigTot: day,
          stukken: [.init(sectie: .kern, stuk: id, herziening: 1)],
          ontbreekt: [.init(deel: "hulp", reden: "geen")],
          manifest: [UInt8](repeating: 1, count: 32), bestand: [UInt8](repeating: 2, count: 32))),
      .verstrekking(
        Verstrekking(
          id: "v2", bundel: id, ontvangers: [.init(naam: "Code", soort: .overig)], doel: "hulp",
          grond: .zonder(grond: "vitaal-belang", verteld: "gebeld"), opgemaakt: 0, geldigTot: day,
          stukken: [], manifest: [UInt8](repeating: 1, count: 32),
          bestand: [UInt8](repeating: 2, count: 32))),
      .ontvangst(
        Ontvangst(id: "o1", bundel: id, blijk: .bewijs(tekst: "a\nb\n", handtekening: "c"))),
      .ontvangst(
        Ontvangst(
          id: "o2", bundel: id, blijk: .bevestigd(door: "S", hoe: "gebeld", datum: day))),
    ]
  }()

  @Test(.enabled(if: canRun, "python3 with the package jsonschema is not on this machine"))
  func `R13, R21: what a bundle carries fits dossier-1, whole families and parts of them`() throws {
    var files: [JSONValue] = []
    for name in ["sjors", "dylan", "anne", "geheim-adres"] {
      let gezin = try Families.gezin(name)
      let writing = Writing(author: "Sanne de Boer", milliseconds: 1_790_000_000_000, revision: 2)
      let whole = DossierView(
        opened: gezin.contents().map { OpenedContent($0, writing: writing) })
      files.append(DossierFile.value(of: whole))
      let before = Writing(
        author: "Sanne de Boer", milliseconds: 1, revision: 0, entry: Bundles.id(7))
      files.append(
        DossierFile.value(
          of: whole,
          earlier: gezin.contents().dropFirst().map { OpenedContent($0, writing: before) }))
      let file = EntryContent.bijlage(
        Bijlage(
          id: "b-1", sectie: .journaal, naam: "brief 1.pdf", media: "application/pdf", grootte: 7,
          sha256: Array(0..<32), verzegeld: Array(0..<32), kop: Array(0..<24), stuk: "s01"))
      files.append(
        DossierFile.value(of: DossierView(opened: [OpenedContent(file, writing: writing)])))
      let reach = Selection.Reach(sections: [.plannen, .kern], bsn: false)
      let part = Selection(
        of: Families.revisions(gezin), sections: [.plannen], reach: reach)
      files.append(DossierFile.value(of: part.view))
      // A file of gezin/1 is one but for its name.
      var members = try #require(GezinFile.value(of: gezin).objectValue)
      members[0] = JSONMember("schema", .string(DossierFile.schema))
      files.append(.object(members))
    }
    files.append(DossierFile.value(of: DossierView(contents: Self.registers)))
    let flags = Beperking.Grond.allCases.enumerated().map { index, grond in
      EntryContent.beperking(
        Beperking(
          id: "bp-\(index)", sectie: .plannen, stuk: Bundles.id(7), sinds: Prepared.today,
          grond: grond, verzoekVan: index == 0 ? "moeder" : nil,
          toelichting: index == 0 ? "het klopt niet" : nil,
          opgeheven: index == 0
            ? .init(datum: Prepared.today, door: "S", reden: "x", gemeld: Prepared.today) : nil))
    }
    let flagged = OpenedContent(
      flags[0], writing: Writing(author: "S", milliseconds: 1, entry: Bundles.id(8)))
    files.append(DossierFile.value(of: DossierView(contents: flags), earlier: [flagged]))
    files.append(.object([("schema", .string(DossierFile.schema)), ("zomaar", .int(1))]))
    let schema = Places.project.appendingPathComponent("Docs/schema/dossier-1.schema.json")
    let result = try Program.run(
      "python3", ["-c", Self.program, schema.path], input: OrdinaryJSON.encode(.array(files)))
    #expect(result.status == 0, "\(result.errorText)")
    let verdicts = result.text.split(separator: "\n").map(String.init)
    #expect(verdicts.count == files.count)
    for verdict in verdicts.dropLast() { #expect(verdict == "good") }
    #expect(verdicts.last != "good")
  }
}
