import Calendar
import StrictJSON
import Testing
import Vocabulary

@testable import Dossier

/// Flags on pieces of an example family, as it lies opened.
enum Flagged {
  static let day = CalendarDate(year: 2026, month: 3, day: 14) ?? .earliest
  static let lifted = Beperking.Opgeheven(
    datum: day.adding(days: 9) ?? day, door: "Sanne de Boer", reden: "het klopt wel",
    gemeld: day.adding(days: 8) ?? day)

  static func id(_ number: UInt8) -> Identifier {
    Identifier([UInt8](repeating: number, count: 16)) ?? .zero
  }

  static func flag(
    _ id: String = "bp-1", on stuk: Identifier, in sectie: Section,
    _ grond: Beperking.Grond = .juistheidBetwist, lifted: Bool = false
  ) -> Beperking {
    Beperking(
      id: id, sectie: sectie, stuk: stuk, sinds: day, grond: grond, verzoekVan: "moeder",
      toelichting: "zij zegt dat het anders ging", opgeheven: lifted ? Self.lifted : nil)
  }

  /// Every content of a family under an id of its own, and these flags after them.
  static func opened(
    _ gezin: Gezin, _ flags: (_ entry: (String) -> Identifier) -> [Beperking] = { _ in [] },
    and more: [EntryContent] = []
  ) -> [OpenedContent] {
    let contents = gezin.contents() + more
    func entry(_ name: String) -> Identifier {
      id(UInt8((contents.firstIndex { $0.shortName == name } ?? 249) + 1))
    }
    return (contents + flags(entry).map { .beperking($0) }).enumerated().map {
      OpenedContent(
        $0.element,
        writing: Writing(
          author: "Sanne de Boer", milliseconds: 1_790_000_000_000, entry: id(UInt8($0.offset + 1))
        ))
    }
  }

  static func text(_ opened: [OpenedContent], _ language: Language = .dutch) -> String {
    DossierText.render(
      DossierView(opened: opened), context: ReadingContext(today: day), width: 120,
      language: language)
  }
}

@Suite("AVG 18: what is restricted is kept, shown as such, and counts for nothing")
struct BeperkingTests {
  private static let held = Flagged.flag(on: Flagged.id(9), in: .journaal)
  private static let over = Flagged.flag(on: Flagged.id(9), in: .kern, .bezwaar, lifted: true)

  @Test("AVG 18: a flag is read as it was written, in the section of its piece, every field")
  func roundTrip() throws {
    for flag in [Self.held, Self.over] {
      let content = EntryContent.beperking(flag)
      #expect(try EntryContent.decode(content.encode()) == content)
      #expect(content.section == flag.sectie)
    }
    let lines = CanonicalLines.of(
      DossierFile.value(of: DossierView(contents: [.beperking(Self.over)]))
    ).joined(separator: "\n")
    for key in Beperking.keys + ["opgeheven/gemeld"] {
      #expect(lines.contains("/\(key)"), "\(key)")
    }
    #expect(Self.held.holds && !Self.over.holds)
  }

  static let wrong: [(lifted: Bool, path: String, to: JSONValue?, place: String)] = [
    (false, "id", nil, "id"), (false, "id", "een zin", "id"),
    (false, "sectie", nil, "sectie"), (false, "sectie", "etiket", "sectie"),
    (false, "stuk", nil, "stuk"), (false, "stuk", "e-1", "stuk"),
    (false, "stuk", .string(String(repeating: "0", count: 32)), "stuk"),
    (false, "stuk", .string(String(repeating: "A", count: 32)), "stuk"),
    (false, "sinds", nil, "sinds"), (false, "sinds", "2026-02-30", "sinds"),
    (false, "grond", nil, "grond"), (false, "grond", "omdat", "grond"),
    (false, "grond", .int(1), "grond"), (false, "verzoekVan", "de moeder", "verzoekVan"),
    (false, "toelichting", " ", "toelichting"), (false, "holds", .bool(false), "holds"),
    (false, "geschreven", "x", "geschreven"), (false, "opgeheven", .null, "opgeheven"),
    (false, "opgeheven", .bool(true), "opgeheven"),
    (true, "opgeheven/datum", nil, "opgeheven.datum"),
    (true, "opgeheven/datum", "2026-03-13", "opgeheven.datum"),
    (true, "opgeheven/door", " ", "opgeheven.door"),
    (true, "opgeheven/reden", nil, "opgeheven.reden"),
    (true, "opgeheven/gemeld", nil, "opgeheven.gemeld"),
    (true, "opgeheven/gemeld", "2026-03-24", "opgeheven.gemeld"),
    (true, "opgeheven/stil", .bool(true), "opgeheven.stil"),
  ]

  @Test(
    "AVG 18: a flag is read as strictly as an entry; who asked is told before it is lifted",
    arguments: wrong.indices)
  func strict(_ index: Int) throws {
    let row = Self.wrong[index]
    let content = EntryContent.beperking(row.lifted ? Self.over : Self.held)
    let value = try OrdinaryJSON.decode(content.encode()).setting(row.path, to: row.to)
    let error = try #require(throws: GezinFileError.self) {
      try EntryContent.decode(OrdinaryJSON.encode(value))
    }
    #expect(error.problems.map(\.place).contains(row.place), "\(error)")
  }

  @Test("AVG 18: the text marks each kind of piece with ground and day, and still shows it")
  func shown() throws {
    let gezin = try Fixtures.gezin("sjors")
    let file = EntryContent.bijlage(
      Bijlage(
        id: "b-1", sectie: .journaal, naam: "brief.pdf", media: "application/pdf", grootte: 1,
        sha256: Array(0..<32), verzegeld: Array(0..<32), kop: Array(0..<24)))
    let entry = try #require(gezin.entries.first)
    let plan = try #require(gezin.plannen.first)
    for (name, section) in [
      (entry.id, entry.sectie), (plan.shortName, .plannen), ("b-1", .journaal), ("vader", .kern),
    ] as [(String, Section)] {
      let text = Flagged.text(
        Flagged.opened(gezin, { [Flagged.flag(on: $0(name), in: section)] }, and: [file]))
      let mark = "!! BEPERKT sinds 2026-03-14: de juistheid wordt betwist [bp-1]"
      #expect(text.components(of: mark) == 1, "\(name)")
      #expect(text.contains("BEPERKT GEBRUIK: \(name)"), "\(name)")
      #expect(text.contains("beperking van \(name) [bp-1]"), "\(name)")
      #expect(text.contains("verzoek van Ingrid Verhagen"))
      #expect(text.contains(plan.afspraken.first ?? plan.zorgen.first ?? "?"))
      #expect(text.contains("brief.pdf") && text.contains("Peter Bosman, "))
    }
    let english = Flagged.text(
      Flagged.opened(gezin) { [Flagged.flag(on: $0(entry.id), in: entry.sectie)] }, .english)
    #expect(english.contains("RESTRICTED since 2026-03-14: its accuracy is contested"))
    #expect(!Flagged.text(Flagged.opened(gezin)).contains("BEPERK"))
  }

  @Test("AVG 18: the words of a flag cannot drive a terminal, and stay on their line")
  func hostileWords() throws {
    let attack = "x\u{1B}[2J\u{9B}31m\u{202E}\r"
    var flag = Flagged.flag(on: Flagged.id(250), in: .kern, lifted: true)
    flag.toelichting = attack + "\n!! GEEN BEPERKING"
    flag.opgeheven?.reden = attack + "\n!! GEEN BEPERKING"
    flag.opgeheven?.door = attack
    let text = Flagged.text([OpenedContent(.beperking(flag), writing: nil)])
    #expect(
      text.unicodeScalars.allSatisfy {
        $0 == "\n" || !($0.value < 0x20 || (0x7F...0x9F).contains($0.value) || $0 == "\u{202E}")
      })
    #expect(!text.split(separator: "\n").contains { $0.hasPrefix("!!") })
  }

  @Test("AVG 18: one that names nothing here, or stands in another section, is shown as such")
  func namesNothing() throws {
    let gezin = try Fixtures.gezin("sjors")
    let entry = try #require(gezin.entries.first)
    let other: Section = entry.sectie == .juridisch ? .onderzoek : .juridisch
    let strangers = Flagged.opened(gezin) {
      [
        Flagged.flag("bp-1", on: Flagged.id(250), in: .kern),
        Flagged.flag("bp-2", on: $0(entry.id), in: other),
      ]
    }
    let text = Flagged.text(strangers)
    #expect(text.contains("een stuk dat hier niet te zien is (\(Flagged.id(250).hex)) [bp-1]"))
    #expect(text.contains("[bp-2]") && !text.contains("BEPERKT sinds"))
    #expect(DossierView(opened: strangers).entriesInUse.count == gezin.entries.count)
    // The label, the family's data and another flag are no pieces that could be restricted.
    let registers: [EntryContent] =
      [.etiket("x"), .gezin(gezin.gegevens), .beperking(Self.held)] + Registers.all
    #expect(registers.allSatisfy { !$0.canBeRestricted })
    #expect(gezin.contents().count(where: \.canBeRestricted) == gezin.contents().count - 2)
  }

  @Test("AVG 18: a piece is restricted while any flag holds on it; a lifted one restricts nothing")
  func several() throws {
    let gezin = try Fixtures.gezin("sjors")
    let entry = try #require(gezin.entries.first)
    for (lifted, isRestricted) in [
      ([false], true), ([true], false), ([true, false], true), ([false, true], true),
      ([true, true], false), ([], false),
    ] {
      let opened = Flagged.opened(gezin) { name in
        lifted.enumerated().map {
          Flagged.flag(
            "bp-\($0.offset)", on: name(entry.id), in: entry.sectie, lifted: $0.element)
        }
      }
      let view = DossierView(opened: opened)
      #expect(view.entriesInUse.contains(entry) != isRestricted, "\(lifted)")
      let text = Flagged.text(opened)
      #expect(text.contains("BEPERKT sinds") == isRestricted)
      #expect(text.components(of: "OPGEHEVEN 2026-03-23 door Sanne de Boer") == lifted.count { $0 })
    }
  }

  @Test("AVG 18: a restricted entry's scores and terms are left out, and it is said that they are")
  func counts() throws {
    let gezin = try Fixtures.gezin("dylan")
    let scored = try #require(gezin.entries.first { !$0.schaal.isEmpty })
    let due = try #require(gezin.entries.first { $0.termijn != nil })
    let opened = Flagged.opened(gezin) { name in
      [scored, due].map { Flagged.flag("bp-\($0.id)", on: name($0.id), in: $0.sectie) }
    }
    let view = DossierView(opened: opened)
    let all = DossierView(contents: gezin.contents())
    func points(_ view: DossierView) -> Int {
      SafetyCourse.all(view).reduce(0) { $0 + $1.points.count }
    }
    let left = due == scored ? [scored] : [scored, due]
    #expect(points(view) == points(all) - left.reduce(0) { $0 + $1.schaal.count })
    let kind = Term.Kind.entry(id: due.id, soort: due.soort)
    #expect(Terms.of(all, on: Flagged.day).contains { $0.kind == kind })
    #expect(!Terms.of(view, on: Flagged.day).contains { $0.kind == kind })
    let text = Flagged.text(opened)
    #expect(text.contains("Beperkt, telt hier niet mee: \(scored.id)"))
    #expect(text.components(of: "Beperkt, telt hier niet mee") == 2)
    #expect(text.contains(scored.tekst.prefix(20)))
  }

  @Test("AVG 18: the newest plan that may be used counts; a restricted one is read beside it")
  func plans() throws {
    var gezin = try Fixtures.gezin("geheim-adres")
    let old = try #require(gezin.plannen.first { $0.soort == .veiligheidsplan })
    var newer = old
    newer.versie = old.versie + 1
    newer.zichtOpVeiligheid = "buurvrouw Ans"
    gezin.plannen.append(newer)
    let view = DossierView(
      opened: Flagged.opened(gezin) { [Flagged.flag(on: $0(newer.shortName), in: .plannen)] })
    #expect(view.newestPlan(.veiligheidsplan)?.value == old)
    #expect(view.plansToRead(.veiligheidsplan).map(\.value) == [old, newer])
    let none = DossierView(
      opened: Flagged.opened(gezin) { name in
        [old, newer].map { Flagged.flag(on: name($0.shortName), in: .plannen) }
      })
    #expect(none.newestPlan(.veiligheidsplan) == nil)
    #expect(Finding.all(none).contains(.noSafetyPlan))
    let text = DossierText.render(none, context: ReadingContext(today: Flagged.day), width: 120)
    #expect(text.contains("Zicht op veiligheid: ONBEKEND") && text.contains("buurvrouw Ans"))
  }

  @Test("R24, AVG 18: handed over, a flag names its piece under the id that it gets there")
  func handedOver() throws {
    let gezin = try Fixtures.gezin("sjors")
    let entry = try #require(gezin.entries.first)
    var opened = Flagged.opened(gezin) {
      [
        Flagged.flag("bp-1", on: $0(entry.id), in: entry.sectie, lifted: true),
        Flagged.flag("bp-2", on: Flagged.id(240), in: .juridisch),
        Flagged.flag("bp-3", on: Flagged.id(200), in: .journaal),
      ]
    }
    let file = EntryContent.bijlage(
      Bijlage(
        id: "b-1", sectie: .journaal, naam: "brief.pdf", media: "application/pdf", grootte: 1,
        sha256: Array(0..<32), verzegeld: Array(0..<32), kop: Array(0..<24)))
    opened.append(
      OpenedContent(
        file, writing: Writing(author: "S", milliseconds: 1, entry: Flagged.id(200))))
    let flag = try #require(
      opened.first {
        if case .beperking(let flag) = $0.content { flag.id == "bp-1" } else { false }
      })
    guard case .beperking(var before) = flag.content else { return }
    before.opgeheven = nil
    let earlier = [OpenedContent(.beperking(before), writing: flag.writing)]
    let read = try DossierFile.parse(
      DossierFile.encode(DossierView(opened: opened), earlier: earlier))
    var drawn: UInt8 = 100
    let ids = read.newIDs {
      drawn += 1
      return Flagged.id(drawn)
    }
    #expect(ids.chains.count == read.chains.count && ids.bijlagen.count == 1)
    let place = try #require(read.chains.firstIndex { $0.last == .entry(entry) })
    let flags = read.chains.flatMap { $0 }.map(ids.moved).compactMap {
      if case .beperking(let flag) = $0 { flag } else { nil }
    }
    #expect(flags.map(\.id) == ["bp-1", "bp-1", "bp-2", "bp-3"])
    #expect(flags.map(\.holds) == [true, false, true, true])
    #expect(flags[0].stuk == ids.chains[place] && flags[1].stuk == ids.chains[place])
    // What did not come along is named as it was, and is nothing here.
    #expect(flags[2].stuk == Flagged.id(240))
    #expect(flags[3].stuk == ids.bijlagen[0])
  }
}

extension String {
  /// How often a text occurs.
  fileprivate func components(of part: String) -> Int { ranges(of: part).count }
}
