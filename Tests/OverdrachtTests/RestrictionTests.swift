import Calendar
import Dossier
import Overdracht
import Sharing
import Testing
import Vocabulary

/// AVG 18 in what goes to others.
struct RestrictionTests {
  private static let all = Selection.Reach(sections: Set(Section.allCases), bsn: true)
  private static let whole = Selection.Reach(
    sections: Set(Section.allCases), bsn: true, whole: true)

  private static func flag(
    _ id: String = "bp-1", on revision: SharedRevision, in section: Section? = nil,
    lifted: Bool = false
  ) -> EntryContent {
    .beperking(
      Beperking(
        id: id, sectie: section ?? revision.section, stuk: revision.entry, sinds: Prepared.today,
        grond: .juistheidBetwist,
        opgeheven: lifted
          ? .init(datum: Prepared.today, door: "S", reden: "klopt", gemeld: Prepared.today) : nil))
  }

  private static func revision(_ content: EntryContent, _ number: UInt8) -> SharedRevision {
    SharedRevision(
      section: content.section, entry: Bundles.id(number), revision: 1, content: content,
      writing: Writing(author: "S", milliseconds: 1, entry: Bundles.id(number)))
  }

  private static func file(_ id: String, of stuk: String?, in section: Section) -> EntryContent {
    .bijlage(
      Bijlage(
        id: id, sectie: section, naam: "brief.pdf", media: "application/pdf", grootte: 1,
        sha256: Array(0..<32), verzegeld: Array(0..<32), kop: Array(0..<24), stuk: stuk))
  }

  /// The example family with a file of its first entry and a loose one.
  private static func family() throws -> (Gezin, [SharedRevision]) {
    let gezin = try Families.gezin("sjors")
    let entry = try #require(gezin.entries.first)
    let revisions = Families.revisions(gezin).map {
      SharedRevision(
        section: $0.section, entry: $0.entry, revision: 1, content: $0.content,
        writing: Writing(author: "S", milliseconds: 1, entry: $0.entry))
    }
    return (
      gezin,
      revisions + [
        revision(file("b-1", of: entry.id, in: entry.sectie), 201),
        revision(file("b-2", of: nil, in: .journaal), 202),
      ]
    )
  }

  private static func find(_ name: String, _ revisions: [SharedRevision]) throws -> SharedRevision {
    try #require(revisions.first { $0.content.shortName == name })
  }

  @Test
  func
    `AVG 18: what is restricted is shown as such, is in no bundle, and is listed for the sender`()
    throws
  {
    let (gezin, revisions) = try Self.family()
    let entry = try #require(gezin.entries.first).id
    let plan = try #require(gezin.plannen.first).shortName
    let before = Selection(of: revisions, sections: Set(Section.allCases), reach: Self.all)
    let names = before.chosen.map(\.content.shortName)
    for (name, alsoOut) in [(entry, ["b-1"]), (plan, []), ("b-2", []), ("vader", [])] {
      #expect(names.contains(name))
      let piece = try Self.find(name, revisions)
      let flag = Self.revision(Self.flag(on: piece), 220)
      // Wherever the flag stands among what was opened.
      for all in [revisions + [flag], [flag] + revisions] {
        let selection = Selection(of: all, sections: Set(Section.allCases), reach: Self.all)
        let chosen = selection.chosen.map(\.content.shortName)
        #expect(!chosen.contains(name) && !chosen.contains("bp-1"))
        let restricted = selection.leftOut.filter { $0.reason == .restricted }
        #expect(Set(restricted.map(\.name)) == Set([name] + alsoOut), "\(name)")
        #expect(restricted.allSatisfy { $0.field == nil })
        #expect(restricted.contains { $0.entry == piece.entry && $0.section == piece.section })
        for out in alsoOut { #expect(!chosen.contains(out)) }
        if name != "vader" {
          #expect(chosen.count == names.count - 1 - alsoOut.count, "\(name)")
        }
      }
    }
  }

  @Test func `AVG 18: a restricted person stays out as a shielded one, and so does what is about`()
    throws
  {
    var gezin = try Families.gezin("sjors")
    gezin.entries[0].over = ["vader"]
    gezin.entries[1].over = ["moeder", "vader"]
    let revisions = Families.revisions(gezin)
    let flag = Self.flag(on: try Self.find("vader", revisions))
    let selection = Selection(
      of: revisions + [Self.revision(flag, 220)], sections: Set(Section.allCases),
      reach: Self.all)
    #expect(selection.view.betrokkene("vader") == nil)
    #expect(selection.leftOut.contains { $0.name == "vader" && $0.reason == .restricted })
    #expect(selection.leftOut.contains { $0.name == "s01" && $0.reason == .persons })
    #expect(selection.view.entries.first { $0.value.id == "s02" }?.value.over == ["moeder"])
  }

  @Test
  func `AVG 18: restricted while any flag holds; lifted, elsewhere or on no piece: as it was`()
    throws
  {
    let (gezin, revisions) = try Self.family()
    let piece = try Self.find(try #require(gezin.entries.first).id, revisions)
    let core = try Self.find("gezin", revisions)
    let other: Section = piece.section == .juridisch ? .onderzoek : .juridisch
    func isOut(_ flags: [EntryContent]) -> Bool {
      let selection = Selection(
        of: revisions + flags.enumerated().map { Self.revision($1, UInt8(220 + $0)) },
        sections: Set(Section.allCases), reach: Self.all)
      return !selection.chosen.contains(piece)
        && selection.leftOut.contains { $0.reason == .restricted }
    }
    let (held, lifted) = (Self.flag(on: piece), Self.flag("bp-2", on: piece, lifted: true))
    #expect(isOut([held]) && isOut([lifted, held]) && isOut([held, lifted]))
    #expect(!isOut([]) && !isOut([lifted]) && !isOut([lifted, lifted]))
    #expect(!isOut([Self.flag(on: piece, in: other)]) && !isOut([Self.flag(on: core)]))
  }

  @Test
  func `R24, AVG 18: who takes a family over gets a restricted piece and its flag, or neither`()
    throws
  {
    let (gezin, revisions) = try Self.family()
    let piece = try Self.find(try #require(gezin.entries.first).id, revisions)
    let flag = Self.revision(Self.flag(on: piece), 220)
    func chosen(
      _ sections: Set<Section> = Set(Section.allCases), without: Set<Identifier> = []
    ) -> [Identifier] {
      Selection(
        of: revisions + [flag], sections: sections, reach: Self.whole, without: without
      ).chosen.map(\.entry)
    }
    #expect(chosen().contains(piece.entry) && chosen().contains(flag.entry))
    // The sender cannot drop the flag alone.
    let kept = chosen(without: [flag.entry])
    #expect(kept.contains(piece.entry) && kept.contains(flag.entry))
    for neither in [
      chosen(without: [piece.entry]), chosen(Set(Section.allCases).subtracting([piece.section])),
    ] {
      #expect(!neither.contains(piece.entry) && !neither.contains(flag.entry))
    }
    let view = Selection(
      of: revisions + [flag], sections: Set(Section.allCases), reach: Self.whole
    ).view
    #expect(!view.entriesInUse.contains { $0.id == piece.content.shortName })
    let page = OverdrachtDocument(
      view: view, bundle: Bundles.id(1), sender: Bundles.manifest().sender, recipients: [],
      purpose: "x", ground: .without(ground: "x", told: "y"), missing: [],
      sections: Set(Section.allCases), created: Bundles.created, validUntil: Prepared.today
    ).render()
    let text = String(decoding: page, as: UTF8.self)
    #expect(text.contains("Beperkt gebruik") && text.contains("de juistheid wordt betwist"))
  }

  @Test
  func `R19, AVG 18: what was prepared before the flag is judged anew, and counts as missing`()
    throws
  {
    let (gezin, _) = try Self.family()
    let parts = Prepared.preparation(reasons: [:])
    let before = try Prepared.judged(parts)
    let plans = Families.revisions(gezin).filter { $0.section == .plannen }
    let flags = plans.enumerated().map { Self.flag("bp-\($0)", on: $1) }
    let after = parts.judged(
      in: .init(
        revisions: try Prepared.revisions()
          + flags.enumerated().map { Self.revision($1, UInt8(220 + $0)) },
        policy: try Prepared.policy(), partners: [Prepared.partner()], now: Prepared.now))
    #expect(!before.selection.view.plannen.isEmpty && after.selection.view.plannen.isEmpty)
    #expect(before.missing.count < after.missing.count)
    #expect(after.missing.map(\.part).contains(.leefgebieden) && !after.isReady)
    #expect(after.selection.leftOut.count { $0.reason == .restricted } == plans.count)
    // The same for who takes the family over: what it may not use makes no overdracht complete.
    let takesOver = Selection(
      of: try Prepared.revisions() + flags.enumerated().map { Self.revision($1, UInt8(220 + $0)) },
      sections: Set(Section.allCases), reach: Self.whole)
    #expect(takesOver.chosen.count { $0.section == .plannen } == 2 * plans.count)
  }
}
