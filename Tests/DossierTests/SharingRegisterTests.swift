import Calendar
import StrictJSON
import Testing
import Vocabulary

@testable import Dossier

/// The registers of sharing: consents, bundles and receipts, as contents of a dossier.
enum Registers {
  static let day = CalendarDate(year: 2026, month: 3, day: 14) ?? .earliest
  static let bundle = Identifier([UInt8](repeating: 0xAB, count: 16)) ?? .zero

  static let consent = Toestemming(
    id: "t1", van: ["moeder", "kind"], gegevenAan: "school De Regenboog",
    doel: "begeleiding in de klas",
    datum: day, tot: day.adding(days: 90), hoe: "schriftelijk, gesprek op school", geweigerd: true,
    ingetrokken: .init(datum: day, door: "moeder", reden: "zij heeft er last van"))

  static let shared = Verstrekking(
    id: "v1", bundel: bundle,
    ontvangers: [
      .init(naam: "Wijkteam Delft", soort: .wijkteam, partner: bundle),
      .init(naam: "mw. De Wit", soort: .school),
    ], doel: "hulp in de wijk", grond: .toestemming("t1"), opgemaakt: 1_790_000_000_000,
    geldigTot: day,
    stukken: [
      .init(sectie: .kern, stuk: bundle, herziening: 2),
      .init(sectie: .plannen, stuk: bundle, herziening: 1),
    ], ontbreekt: [.init(deel: "hulp", reden: "er was nog geen hulp")],
    manifest: [UInt8](repeating: 1, count: 32), bestand: [UInt8](repeating: 2, count: 32))

  static var told: Verstrekking {
    var other = shared
    other.id = "v2"
    other.grond = .zonder(grond: "vitaal-belang", verteld: "nog niet: dat geeft gevaar")
    other.bundel = Identifier([UInt8](repeating: 0xCD, count: 16)) ?? .zero
    return other
  }

  static let receipt = Ontvangst(
    id: "o1", bundel: bundle, blijk: .bewijs(tekst: "regel een\nregel twee\n", handtekening: "RUQ=")
  )
  static let confirmed = Ontvangst(
    id: "o2", bundel: bundle,
    blijk: .bevestigd(door: "Sanne de Boer", hoe: "telefonisch", datum: day))

  static let all: [EntryContent] = [
    .toestemming(consent), .verstrekking(shared), .verstrekking(told), .ontvangst(receipt),
    .ontvangst(confirmed),
  ]
}

@Suite("Consents, bundles and receipts are contents of a dossier as any other")
struct SharingRegisterTests {
  @Test("R18, R20: what is written is read again, all in section kern, every field")
  func roundTrip() throws {
    for content in Registers.all {
      #expect(try EntryContent.decode(content.encode()) == content)
      #expect(content.section == .kern)
    }
    let lines = CanonicalLines.of(
      DossierFile.value(of: DossierView(contents: Registers.all))
    ).joined(separator: "\n")
    for key in Toestemming.keys + Verstrekking.keys + Ontvangst.keys {
      #expect(lines.contains("/\(key)"), "\(key)")
    }
  }

  /// One change to what is good, and the place that the problem names.
  static let wrong: [(content: EntryContent, path: String, to: JSONValue, place: String)] = [
    (.toestemming(Registers.consent), "van", .array([]), "van"),
    (.toestemming(Registers.consent), "van/1", "moeder", "van[1]"),
    (.toestemming(Registers.consent), "doel", " ", "doel"),
    (.toestemming(Registers.consent), "tot", "2026-03-13", "tot"),
    (.toestemming(Registers.consent), "datum", "2026-02-30", "datum"),
    (.toestemming(Registers.consent), "geweigerd", "ja", "geweigerd"),
    (.toestemming(Registers.consent), "ingetrokken/door", "", "ingetrokken.door"),
    (.toestemming(Registers.consent), "ingetrokken/waarom", "x", "ingetrokken.waarom"),
    (.toestemming(Registers.consent), "sectie", "kern", "sectie"),
    (.verstrekking(Registers.shared), "bundel", "abcd", "bundel"),
    (
      .verstrekking(Registers.shared), "bundel", .string(String(repeating: "0", count: 32)),
      "bundel"
    ),
    (
      .verstrekking(Registers.shared), "manifest", .string(String(repeating: "A", count: 64)),
      "manifest"
    ),
    (.verstrekking(Registers.shared), "ontvangers", .array([]), "ontvangers"),
    (.verstrekking(Registers.shared), "ontvangers/0/soort", "buur", "ontvangers[0].soort"),
    (.verstrekking(Registers.shared), "grond", .object([] as [JSONMember]), "grond.grond"),
    (.verstrekking(Registers.told), "grond/toestemming", "t1", "grond.grond"),
    (.verstrekking(Registers.told), "grond/verteld", "", "grond.verteld"),
    (.verstrekking(Registers.shared), "stukken/0/sectie", "dagboek", "stukken[0].sectie"),
    (.verstrekking(Registers.shared), "stukken/0/herziening", 0, "stukken[0].herziening"),
    (.verstrekking(Registers.shared), "ontbreekt/0/deel", "een zin", "ontbreekt[0].deel"),
    (.verstrekking(Registers.shared), "opgemaakt", -1, "opgemaakt"),
    (.ontvangst(Registers.receipt), "bevestigd", .object([] as [JSONMember]), "bevestigd"),
    (.ontvangst(Registers.receipt), "bewijs/handtekening", "", "bewijs.handtekening"),
    (
      .ontvangst(Registers.receipt), "bewijs/tekst", .string(String(repeating: "x", count: 4001)),
      "bewijs.tekst"
    ),
    (.ontvangst(Registers.confirmed), "bevestigd/datum", "gisteren", "bevestigd.datum"),
  ]

  @Test(
    "R18, R20: read as strictly as an entry, each problem with its place", arguments: wrong.indices)
  func strict(_ index: Int) throws {
    let row = Self.wrong[index]
    let value = try OrdinaryJSON.decode(row.content.encode()).setting(row.path, to: row.to)
    let error = try #require(throws: GezinFileError.self) {
      try EntryContent.decode(OrdinaryJSON.encode(value))
    }
    #expect(error.problems.map(\.place).contains(row.place), "\(error)")
  }

  @Test("a receipt without anything to show for it is none")
  func emptyReceipt() throws {
    let text = #"{"type":"ontvangst","id":"o1","bundel":"\#(Registers.bundle.hex)"}"#
    #expect(throws: GezinFileError.self) { try EntryContent.decode(Array(text.utf8)) }
  }

  @Test("R18: a consent holds from its day to its last day, unless refused or taken back")
  func states() throws {
    let day = Registers.day
    let last = try #require(day.adding(days: 10))
    func consent(_ edit: (inout Toestemming) -> Void) -> Toestemming {
      var consent = Toestemming(
        id: "t", van: ["m"], gegevenAan: "x", doel: "y", datum: day, tot: last, hoe: "z")
      edit(&consent)
      return consent
    }
    func on(_ days: Int, _ edit: (inout Toestemming) -> Void = { _ in }) throws
      -> Toestemming.State
    {
      consent(edit).state(on: try #require(day.adding(days: days)))
    }
    #expect(try on(-1) == .nogNiet && on(0) == .geldig && on(10) == .geldig)
    #expect(try on(11) == .verlopen && on(4000, { $0.tot = nil }) == .geldig)
    #expect(try on(5, { $0.geweigerd = true }) == .geweigerd)
    // Taken back from a later day on is taken back now: nobody shares in the meantime.
    #expect(try on(5, { $0.ingetrokken = .init(datum: last, door: "m") }) == .ingetrokken)
  }

  @Test("R18, R20: the text shows who agreed, with whom was shared, and that no receipt is in")
  func text() {
    let view = DossierView(contents: Registers.all)
    let text = DossierText.render(view, context: ReadingContext(today: Registers.day), width: 100)
    for line in [
      "DELEN MET ANDEREN", "toestemming [t1]: GEWEIGERD", "INGETROKKEN 2026-03-14 door moeder",
      "gedeeld met Wijkteam Delft (wijkteam), mw. De Wit (school) [v1]", "kern 1, plannen 1",
      "aan het gezin verteld: nog niet: dat geeft gevaar", "ontvangen, getekend bewijs [o1]",
      "NOG GEEN ONTVANGST", "hulp (er was nog geen hulp)",
    ] {
      #expect(text.contains(line), "\(line)")
    }
    let closed = DossierText.render(
      view, context: ReadingContext(today: Registers.day, opened: [.plannen]), width: 100)
    #expect(!closed.contains("DELEN MET ANDEREN"))
    let none = DossierText.render(
      DossierView(contents: []), context: ReadingContext(today: Registers.day))
    #expect(!none.contains("DELEN MET ANDEREN"))
  }
}
