import Calendar
import Dossier
import Foundation
import Overdracht
import Sodium
import Testing
import VaultTestKit
import Vocabulary

/// A family of the examples, as it lies opened on a caseworker's device.
enum Families {
  static func gezin(_ name: String) throws -> Gezin {
    let file = Places.project.appendingPathComponent("Examples/\(name).json")
    return try GezinFile.parse([UInt8](Data(contentsOf: file)))
  }

  static func revisions(_ gezin: Gezin) -> [SharedRevision] {
    gezin.contents().enumerated().map { index, content in
      SharedRevision(
        section: content.section, entry: Bundles.id(UInt8(index + 1)), revision: 1,
        content: content, writing: nil)
    }
  }
}

struct SelectionTests {
  private static let all = Selection.Reach(sections: Set(Section.allCases), bsn: true)

  private static func text(_ selection: Selection) -> String {
    selection.chosen.map { String(decoding: $0.content.encode(), as: UTF8.self) }.joined()
  }

  @Test func `R13, R21: a secret address goes to nobody, neither as a field nor in another text`()
    throws
  {
    let gezin = try Families.gezin("geheim-adres")
    let selection = Selection(
      of: Families.revisions(gezin), sections: Set(Section.allCases), reach: Self.all)
    let text = Self.text(selection)
    #expect(!text.contains("Veerplein") && !text.contains("3311 XX"))
    // The father's own address is not secret.
    #expect(text.contains("Wijnstraat 15"))
    let moeder = selection.view.betrokkene("moeder")
    #expect(moeder?.adres == nil && moeder?.geheimAdres == true)
    #expect(
      selection.leftOut.contains {
        $0.name == "moeder" && $0.field == "adres" && $0.reason == .secretAddress
      })
    #expect(
      selection.leftOut.contains { $0.name == "g02" && $0.reason == .shielded(from: "vader") })
  }

  @Test(
    arguments: [
      "Verblijft op Veerplein 3-B.", "verblijft op VEERPLEIN 3b", "Post naar 3311XX, nummer 3",
      "Zij is op Veerplein\u{00A0}3 - B gezien.",
    ])
  func `R13: a text that repeats a secret address in another spelling stays out`(_ sentence: String)
    throws
  {
    var gezin = try Families.gezin("geheim-adres")
    gezin.entries[4].tekst = sentence
    gezin.plannen[0].afspraken.append("Woensdag ophalen bij school")
    let selection = Selection(
      of: Families.revisions(gezin), sections: Set(Section.allCases), reach: Self.all)
    #expect(!selection.view.entries.contains { $0.value.id == "g05" })
    #expect(selection.leftOut.contains { $0.name == "g05" && $0.reason == .secretAddress })
    #expect(selection.view.plannen.count == 1)
    gezin.plannen[0].afspraken.append(sentence)
    let other = Selection(
      of: Families.revisions(gezin), sections: Set(Section.allCases), reach: Self.all)
    #expect(other.view.plannen.isEmpty)
  }

  @Test func `R21: a partner gets no section that the policy does not give, whatever was chosen`()
    throws
  {
    let gezin = try Families.gezin("sjors")
    let school = Selection.Reach(sections: [.kern, .plannen], bsn: false)
    let selection = Selection(
      of: Families.revisions(gezin), sections: Set(Section.allCases), reach: school)
    #expect(Set(selection.chosen.map(\.section)) == [.kern, .plannen])
    #expect(!Self.text(selection).contains("99999"))
    #expect(selection.leftOut.contains { $0.field == "bsn" && $0.reason == .bsn })
    let outside = selection.leftOut.filter { $0.reason == .section }.map(\.section)
    #expect(Set(outside).isDisjoint(with: [.kern, .plannen]) && !outside.isEmpty)
    // The label is the caseworkers' own, and nobody needs to hear that it stays.
    #expect(!selection.leftOut.contains { $0.section == .etiket })
    #expect(selection.view.etiket == nil)
    let chosen = Selection(of: Families.revisions(gezin), sections: [.plannen], reach: school)
    #expect(Set(chosen.chosen.map(\.section)) == [.plannen])
    #expect(chosen.leftOut.contains { $0.section == .kern && $0.reason == .notChosen })
  }

  @Test func `R13: what is shielded by field is taken out and said; a client's statement stays`()
    throws
  {
    var gezin = try Families.gezin("sjors")
    gezin.entries[0].afgeschermdVoor = [
      Afscherming(betrokkene: "vader", reden: "melder", veld: "bron"),
      Afscherming(betrokkene: "vader", reden: "x", veld: "eigenVerklaring"),
    ]
    gezin.entries[0].eigenVerklaring = [
      EigenVerklaring(van: "moeder", datum: gezin.entries[0].datum, tekst: "Dit klopt niet.")
    ]
    gezin.betrokkenen[1].telefoon = "06 00000000"
    gezin.betrokkenen[1].afgeschermdVoor = [
      Afscherming(betrokkene: "vader", reden: "rust", veld: "telefoon")
    ]
    let selection = Selection(
      of: Families.revisions(gezin), sections: Set(Section.allCases), reach: Self.all)
    let entry = try #require(selection.view.entries.first { $0.value.id == "s01" }).value
    #expect(entry.bron == Selection.withheld && entry.afgeschermdVoor.isEmpty)
    #expect(entry.eigenVerklaring.count == 1)
    #expect(selection.view.betrokkene("moeder")?.telefoon == nil)
    let bytes = EntryContent.entry(entry).encode()
    #expect(!String(decoding: bytes, as: UTF8.self).contains("Raad voor"))
    #expect(selection.leftOut.contains { $0.name == "s01" && $0.field == "bron" })
  }

  @Test func `a person who is shielded whole stays out, and entries about nobody else with them`()
    throws
  {
    var gezin = try Families.gezin("sjors")
    gezin.betrokkenen[2].afgeschermdVoor = [Afscherming(betrokkene: "moeder", reden: "x")]
    gezin.entries[0].over = ["vader"]
    gezin.entries[1].over = ["moeder", "vader"]
    let selection = Selection(
      of: Families.revisions(gezin), sections: Set(Section.allCases), reach: Self.all)
    #expect(selection.view.betrokkene("vader") == nil)
    #expect(selection.leftOut.contains { $0.name == "s01" && $0.reason == .persons })
    #expect(selection.view.entries.first { $0.value.id == "s02" }?.value.over == ["moeder"])
  }

  @Test func `R19: each missing part is named, alone, and a complete plan misses nothing`() throws {
    let today = try #require(CalendarDate("2026-11-28"))
    var plan = Plan(soort: .veranderplan, versie: 1, vastgesteld: today)
    plan.leefgebieden = [Leefgebied(naam: "school", feiten: "Gaat weer drie dagen.")]
    plan.overwegingen = ["Uithuisplaatsing is niet nodig, omdat tante Els elke dag komt."]
    plan.hulp = [
      Hulp(aanbieder: "GGZ", voor: "gezin", gestart: today, beeindigd: today, resultaat: "rust")
    ]
    plan.taxatie = Taxatie(
      instrument: "ARIJ", datum: today, veiligheid: "voldoende", risico: "matig")
    plan.haalbareEindsituatie = HaalbareEindsituatie(veranderen: ["praten"], compenseren: [])
    plan.zichtOpVeiligheid = "wijkteam"
    func missing(_ plan: Plan, on day: CalendarDate) -> [OverdrachtPart] {
      Completeness.missing(
        in: DossierView(contents: [.plan(plan)]), on: day, assessmentDays: 180)
    }
    #expect(missing(plan, on: today).isEmpty)
    let holes: [(OverdrachtPart, (inout Plan) -> Void)] = [
      (.leefgebieden, { $0.leefgebieden = [] }), (.overwegingen, { $0.overwegingen = [] }),
      (.hulp, { $0.hulp = [] }), (.resultaat, { $0.hulp[0].resultaat = nil }),
      (.veiligheidstaxatie, { $0.taxatie?.risico = nil }),
      (.eindsituatie, { $0.haalbareEindsituatie = nil }),
      (.zichtOpVeiligheid, { $0.zichtOpVeiligheid = nil }),
    ]
    for (part, hole) in holes {
      var open = plan
      hole(&open)
      #expect(missing(open, on: today) == [part])
    }
    #expect(try missing(plan, on: #require(today.adding(days: 180))).isEmpty)
    #expect(try missing(plan, on: #require(today.adding(days: 181))) == [.taxatieBijgewerkt])
    // What is not shared does not count.
    #expect(
      Completeness.missing(in: DossierView(contents: []), on: today, assessmentDays: 180).count
        == OverdrachtPart.allCases.count - 2)
    #expect(Set(OverdrachtPart.allCases.map(\.phrase.dutch)).count == OverdrachtPart.allCases.count)
  }

  private static func attached(
    _ gezin: Gezin, to stuk: String?, in section: Section, without: Set<Identifier> = []
  ) -> Selection {
    let file = Bijlage(
      id: "b-1", sectie: section, naam: "brief.pdf", media: "application/pdf", grootte: 1,
      sha256: Array(0..<32), verzegeld: Array(0..<32), kop: Array(0..<24), stuk: stuk)
    // First, so that the order in which they were written does not matter.
    let revision = SharedRevision(
      section: section, entry: Bundles.id(200), revision: 1, content: .bijlage(file), writing: nil)
    return Selection(
      of: [revision] + Families.revisions(gezin), sections: Set(Section.allCases), reach: all,
      without: without)
  }

  @Test
  func `R13, R21: a file goes with its entry, and stays out with it; it cannot be looked through`()
    throws
  {
    let gezin = try Families.gezin("sjors")
    let entry = try #require(gezin.entries.first)
    #expect(Self.attached(gezin, to: entry.id, in: entry.sectie).view.bijlagen.count == 1)
    #expect(Self.attached(gezin, to: nil, in: .journaal).view.bijlagen.count == 1)
    // The sender can leave out a file and not its entry.
    let without = Self.attached(
      gezin, to: entry.id, in: entry.sectie, without: [Bundles.id(200)])
    #expect(without.view.bijlagen.isEmpty)
    #expect(without.leftOut.filter { $0.name == "b-1" }.map(\.reason) == [.notChosen])
    let stranger = Self.attached(gezin, to: "weg", in: .journaal)
    #expect(stranger.view.bijlagen.isEmpty)
    #expect(stranger.leftOut.contains { $0.name == "b-1" && $0.reason == .notChosen })
    var shielded = gezin
    shielded.entries[0].afgeschermdVoor = [
      Afscherming(betrokkene: "vader", reden: "veiligheid", veld: "bron")
    ]
    let withheld = Self.attached(shielded, to: entry.id, in: entry.sectie)
    #expect(withheld.view.bijlagen.isEmpty)
    #expect(withheld.view.entries.contains { $0.value.id == entry.id })
    #expect(
      withheld.leftOut.contains { $0.name == "b-1" && $0.reason == .shielded(from: "vader") })
    let secret = Self.attached(try Families.gezin("geheim-adres"), to: nil, in: .journaal)
    #expect(secret.view.bijlagen.isEmpty)
    #expect(secret.leftOut.contains { $0.name == "b-1" && $0.reason == .secretAddress })
  }

  @Test func `R24: who takes the family over gets all as it is, shielded too; the label stays`()
    throws
  {
    let gezin = try Families.gezin("geheim-adres")
    let revisions = Families.revisions(gezin)
    #expect(revisions.contains { $0.section == .etiket })
    let whole = Selection(
      of: revisions, sections: Set(Section.allCases),
      reach: .init(sections: Set(Section.allCases), bsn: false, whole: true))
    #expect(whole.chosen == revisions.filter { $0.section != .etiket })
    #expect(whole.view.etiket == nil && whole.leftOut.isEmpty)
    #expect(
      whole.view.betrokkenen.contains { $0.value.geheimAdres == true && $0.value.adres != nil })
    let part = Selection(
      of: revisions, sections: [.kern, .plannen],
      reach: .init(sections: [.kern], bsn: true, whole: true))
    #expect(part.chosen.allSatisfy { $0.section == .kern } && !part.leftOut.isEmpty)
  }

  @Test func `R21: with whom else a dossier is shared goes to nobody, nor who agreed to it`() throws
  {
    let registers = DossierFileTests.registers.enumerated().map { index, content in
      SharedRevision(
        section: .kern, entry: Bundles.id(UInt8(200 + index)), revision: 1, content: content,
        writing: nil)
    }
    let selection = Selection(
      of: Families.revisions(try Families.gezin("sjors")) + registers,
      sections: Set(Section.allCases), reach: Self.all)
    let view = selection.view
    #expect(view.toestemmingen.isEmpty && view.verstrekkingen.isEmpty && view.ontvangsten.isEmpty)
    #expect(!view.betrokkenen.isEmpty)
    #expect(selection.leftOut.filter { $0.reason == .register }.count == registers.count)
  }
}
