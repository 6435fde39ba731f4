import Calendar
import Dossier
import Foundation
import Overdracht
import Sharing
import StrictJSON
import Testing
import VaultTestKit
import Vocabulary

/// A preparation and what it is judged against.
struct Prepared {
  static let day: Int64 = 86_400_000
  /// Noon of 14 March 2026.
  static let now: Int64 = 1_773_486_000_000
  static let today = CalendarDate(year: 2026, month: 3, day: 14) ?? .earliest
  static let team = Bundles.id(101)
  static let other = Bundles.id(102)
  static let print = "AAAA BBBB CCCC DDDD EEEE FFFF"

  static func policy() throws -> SharePolicy {
    let file = Places.project.appendingPathComponent("Policies/overdracht.json")
    return try SharePolicy(overdracht: Array(Data(contentsOf: file)))
  }

  static func partner(
    _ id: Identifier = team, _ kind: PartnerKind = .gecertificeerdeInstelling, active: Bool = true,
    keysAt: Int64 = now - 30 * day, print: String = print
  ) -> Preparation.KnownPartner {
    .init(
      id: id, name: "Partner", kind: kind, isActive: active, fingerprint: print, keysAt: keysAt)
  }

  static func consent(_ edit: (inout Toestemming) -> Void = { _ in }) -> EntryContent {
    var consent = Toestemming(
      id: "t1", van: ["moeder"], gegevenAan: "de nieuwe instelling", doel: "overdracht",
      datum: today, hoe: "schriftelijk")
    edit(&consent)
    return .toestemming(consent)
  }

  static func bundle(to partner: Identifier, at time: Int64) -> EntryContent {
    .verstrekking(
      Verstrekking(
        id: "v1", bundel: Bundles.id(55),
        ontvangers: [.init(naam: "Partner", soort: .wijkteam, partner: partner)], doel: "x",
        grond: .toestemming("t1"), opgemaakt: time, geldigTot: today, stukken: [],
        manifest: [UInt8](repeating: 1, count: 32), bestand: [UInt8](repeating: 2, count: 32)))
  }

  /// The example family with these contents besides.
  static func revisions(_ more: [EntryContent] = [consent()]) throws -> [SharedRevision] {
    try Families.revisions(Families.gezin("sjors"))
      + more.enumerated().map { index, content in
        SharedRevision(
          section: .kern, entry: Bundles.id(UInt8(150 + index)), revision: 1, content: content,
          writing: nil)
      }
  }

  static func preparation(
    _ recipients: [Preparation.Recipient] = [.key(partner: team, fingerprint: nil)],
    sections: Set<Section> = [.kern, .plannen], ground: Preparation.Ground = .consent("t1"),
    days: Int = 14, without: Set<Identifier> = [], reasons: [OverdrachtPart: String] = allReasons
  ) -> Preparation {
    Preparation(
      dossier: Bundles.id(9), recipients: recipients, sections: sections, purpose: "overdracht",
      ground: ground, days: days, without: without, contact: "Sanne de Boer, 070-0000000",
      reasons: reasons)
  }

  static let allReasons = Dictionary(
    uniqueKeysWithValues: OverdrachtPart.allCases.map { ($0, "volgt later") })

  static func judged(
    _ preparation: Preparation, _ more: [EntryContent] = [consent()],
    partners: [Preparation.KnownPartner] = [partner()], policy: SharePolicy?? = .none
  ) throws -> Preparation.Judgement {
    preparation.judged(
      in: .init(
        revisions: try revisions(more), policy: try policy ?? Self.policy(), partners: partners,
        now: now))
  }
}

struct PreparationTests {
  @Test func `R18, R19: a preparation with consent and a reason for each missing part is ready`()
    throws
  {
    let judged = try Prepared.judged(Prepared.preparation())
    #expect(judged.isReady && judged.refusals.isEmpty)
    #expect(judged.kind == .gecertificeerdeInstelling)
    #expect(judged.validUntil == Prepared.today.adding(days: 14))
    #expect(judged.consent?.entry == Bundles.id(150) && judged.consent?.state == .geldig)
    #expect(judged.missingParts.count == judged.missing.count)
    #expect(!judged.selection.chosen.isEmpty)
    #expect(judged.selection.view.toestemmingen.isEmpty)
  }

  @Test func `R19: what is missing is named part by part, and each part takes a reason`() throws {
    let bare = try Prepared.judged(Prepared.preparation(reasons: [:]))
    let parts = bare.missing.map(\.part)
    #expect(!parts.isEmpty && bare.missing.allSatisfy { $0.reason == nil })
    #expect(bare.refusals.isEmpty && !bare.isReady)
    #expect(bare.missingParts.isEmpty)
    for part in parts {
      #expect(!part.place.dutch.isEmpty && part.place.dutch != part.phrase.dutch)
      var reasons = Prepared.allReasons
      reasons[part] = nil
      let judged = try Prepared.judged(Prepared.preparation(reasons: reasons))
      #expect(!judged.isReady)
      #expect(judged.missing.filter { $0.reason == nil }.map(\.part) == [part])
    }
    // A plan that is left out does not count, whatever the dossier has.
    let noPlans = try Prepared.judged(Prepared.preparation(sections: [.kern], reasons: [:]))
    #expect(noPlans.missing.count >= parts.count && !noPlans.isReady)
  }

  @Test func `R19: whom the policy gives no plans is told so; the sender is not asked why`() throws
  {
    let police = try Prepared.judged(
      Prepared.preparation(sections: [.kern], reasons: [:]),
      partners: [Prepared.partner(Prepared.team, .politie)])
    #expect(police.isReady && !police.missing.isEmpty)
    #expect(police.missing.allSatisfy { $0.reason == Preparation.notForThisKind })
  }

  static let consents:
    [(edit: @Sendable (inout Toestemming) -> Void, refusal: Preparation.Refusal?)] = [
      ({ _ in }, nil),
      ({ $0.tot = Prepared.today.adding(days: 14) }, nil),
      (
        { $0.tot = Prepared.today.adding(days: 13) },
        .consentEndsBefore(Prepared.today.adding(days: 13) ?? .earliest)
      ),
      (
        {
          $0.datum = .earliest
          $0.tot = Prepared.today.adding(days: -1)
        }, .consentNotValid(.verlopen)
      ),
      (
        { $0.ingetrokken = .init(datum: Prepared.today, door: "moeder") },
        .consentNotValid(.ingetrokken)
      ),
      ({ $0.geweigerd = true }, .consentNotValid(.geweigerd)),
      ({ $0.datum = Prepared.today.adding(days: 1) ?? .earliest }, .consentNotValid(.nogNiet)),
      ({ $0.id = "t2" }, .consentUnknown("t1")),
    ]

  @Test(arguments: consents.indices)
  func
    `R18: a consent that was refused, withdrawn, has expired or ends before the bundle refuses it`(
      _ index: Int
    ) throws
  {
    let row = Self.consents[index]
    let judged = try Prepared.judged(Prepared.preparation(), [Prepared.consent(row.edit)])
    #expect(judged.refusals == (row.refusal.map { [$0] } ?? []))
    #expect(judged.isReady == (row.refusal == nil))
  }

  @Test func `R18: without consent a ground of the policy for this kind of partner, no other`()
    throws
  {
    func refusals(_ code: String, _ kind: PartnerKind) throws -> [Preparation.Refusal] {
      try Prepared.judged(
        Prepared.preparation(
          sections: [.kern], ground: .without(ground: code, told: "gebeld op 13 maart")), [],
        partners: [Prepared.partner(Prepared.team, kind)]
      ).refusals
    }
    #expect(try refusals("maatregel", .gecertificeerdeInstelling) == [])
    #expect(try refusals("meldcode", .veiligThuis) == [])
    #expect(try refusals("meldcode", .school) == [.groundNotAllowed("meldcode")])
    #expect(try refusals("vitaal-belang", .overig) == [.groundNotAllowed("vitaal-belang")])
    #expect(try refusals("omdat", .raad) == [.groundNotAllowed("omdat")])
    // The word is no consent.
    #expect(try refusals("toestemming", .raad) == [.groundNotAllowed("toestemming")])
  }

  @Test func `R18: who shares without consent is shown the refusals and withdrawals of the family`()
    throws
  {
    let judged = try Prepared.judged(
      Prepared.preparation(ground: .without(ground: "maatregel", told: "gebeld")),
      [
        Prepared.consent { $0.geweigerd = true },
        Prepared.consent {
          $0.id = "t2"
          $0.ingetrokken = .init(datum: Prepared.today, door: "vader")
        }, Prepared.consent { $0.id = "t3" },
      ])
    #expect(judged.isReady)
    #expect(judged.objections.map(\.id) == ["t1", "t2"])
  }

  @Test
  func
    `R21: a key that is new, or other than when something last went there, is compared by voice`()
    throws
  {
    let (old, young) = (Prepared.now - 8 * Prepared.day, Prepared.now - 6 * Prepared.day)
    func refusals(
      keysAt: Int64, typed: String? = nil, shared: [Int64] = [], to: Identifier = Prepared.team
    ) throws -> [Preparation.Refusal] {
      try Prepared.judged(
        Prepared.preparation([.key(partner: Prepared.team, fingerprint: typed)]),
        [Prepared.consent()] + shared.map { Prepared.bundle(to: to, at: $0) },
        partners: [Prepared.partner(keysAt: keysAt)]
      ).refusals
    }
    let needed = [Preparation.Refusal.fingerprintNeeded(Prepared.team)]
    #expect(try refusals(keysAt: old) == [])
    #expect(try refusals(keysAt: young) == needed)
    #expect(try refusals(keysAt: young, typed: Prepared.print) == [])
    #expect(
      try refusals(keysAt: young, typed: "GGGG") == [.fingerprintOther(Prepared.team)])
    // Also where nobody had to: what was read aloud counts.
    #expect(try refusals(keysAt: old, typed: "GGGG") == [.fingerprintOther(Prepared.team)])
    let before = old - 50 * Prepared.day
    #expect(try refusals(keysAt: old, shared: [before]) == needed)
    #expect(try refusals(keysAt: old, shared: [before, old + 1]) == [])
    #expect(try refusals(keysAt: old, typed: Prepared.print, shared: [before]) == [])
    #expect(try refusals(keysAt: old, shared: [before], to: Prepared.other) == [])
  }

  @Test func `R21: partners of one kind, that are there, for sections and a term of the policy`()
    throws
  {
    let two: [Preparation.Recipient] = [
      .key(partner: Prepared.team, fingerprint: nil),
      .key(partner: Prepared.other, fingerprint: nil),
    ]
    func refusals(
      _ preparation: Preparation, _ partners: [Preparation.KnownPartner]
    ) throws -> [Preparation.Refusal] {
      try Prepared.judged(preparation, partners: partners).refusals
    }
    let same = Prepared.partner(Prepared.other)
    let school = Prepared.partner(Prepared.other, .school)
    let ended = Prepared.partner(Prepared.other, active: false)
    #expect(try refusals(Prepared.preparation(two), [Prepared.partner(), same]) == [])
    #expect(
      try refusals(Prepared.preparation(two), [Prepared.partner(), school]).contains(.kindsDiffer))
    for partners in [[Prepared.partner()], [Prepared.partner(), ended]] {
      #expect(
        try refusals(Prepared.preparation(two), partners) == [.partnerGone(Prepared.other)])
    }
    #expect(
      try refusals(
        Prepared.preparation(sections: [.kern, .onderzoek, .juridisch]),
        [Prepared.partner(Prepared.team, .school)]) == [.partnerGetsNot([.onderzoek, .juridisch])])
    #expect(
      try refusals(Prepared.preparation(days: 31), [Prepared.partner()]) == [
        .termNotAllowed(days: 30)
      ])
    let code = Preparation.Recipient.code(name: "mw. De Wit", kind: .school)
    #expect(try refusals(Prepared.preparation([code]), []) == [])
    #expect(
      try refusals(
        Prepared.preparation(sections: [.etiket]), [Prepared.partner()]
      ).contains(.nothingLeft))
  }

  @Test func `R21: under a policy that shares nothing no preparation is ready`() throws {
    let judged = try Prepared.judged(Prepared.preparation(), policy: .some(nil))
    #expect(judged.refusals.contains(.noSharePolicy) && judged.selection.chosen.isEmpty)
    #expect(!judged.isReady)
  }

  @Test
  func `R21: what the sender leaves out stays out, a person with what is about that person only`()
    throws
  {
    let revisions = try Prepared.revisions()
    let person = try #require(
      revisions.first { if case .betrokkene = $0.content { true } else { false } })
    guard case .betrokkene(let who) = person.content else { return }
    let judged = try Prepared.judged(
      Prepared.preparation(
        sections: Set(Section.allCases).subtracting([.etiket]), without: [person.entry]))
    #expect(judged.selection.view.betrokkene(who.id) == nil)
    #expect(judged.selection.view.entries.allSatisfy { !$0.value.over.contains(who.id) })
    #expect(
      judged.selection.leftOut.contains { $0.name == who.id && $0.reason == .notChosen })
  }

  @Test func `a file of a preparation is read as it was written, and no other spelling of it`()
    throws
  {
    for preparation in [
      Prepared.preparation(), Prepared.preparation(without: [Bundles.id(3), Bundles.id(2)]),
      Prepared.preparation([.code(name: "mw. De Wit", kind: .school)], reasons: [:]),
      Prepared.preparation(
        [.key(partner: Prepared.team, fingerprint: Prepared.print)],
        ground: .without(ground: "maatregel", told: "gebeld")),
    ] {
      #expect(try Preparation(decoding: preparation.encode()) == preparation)
    }
    let text = String(decoding: Prepared.preparation().encode(), as: UTF8.self)
    for (from, to) in [
      ("\"days\":14", "\"days\":0"), ("\"days\":14", "\"days\": 14"),
      ("voorbereiding/1", "voorbereiding/2"), ("[\"kern\",\"plannen\"]", "[\"plannen\",\"kern\"]"),
      ("[\"kern\",\"plannen\"]", "[]"), ("\"kind\":\"key\"", "\"kind\":\"mail\""),
      ("\"consent\":\"t1\"", "\"consent\":\"t1\",\"told\":\"x\""),
      ("\"consent\":\"t1\"", "\"ground\":\"maatregel\""),
      ("\"part\":\"leefgebieden\"", "\"part\":\"weer\""),
      ("\"purpose\":\"overdracht\"", "\"purpose\":\"a\\nb\""),
      ("\"without\":[]", "\"without\":[\"x\"]"),
      ("\"contact\":", "\"extra\":1,\"contact\":"),
    ] {
      let changed = text.replacing(from, with: to)
      #expect(changed != text, "\(from)")
      #expect(throws: JSONError.self, "\(to)") { try Preparation(decoding: Array(changed.utf8)) }
    }
    for recipients in [
      [], [Preparation.Recipient.code(name: "a", kind: .ggz), .code(name: "b", kind: .ggz)],
      [.code(name: "a", kind: .ggz), .key(partner: Prepared.team, fingerprint: nil)],
      [
        .key(partner: Prepared.team, fingerprint: nil),
        .key(partner: Prepared.team, fingerprint: "X"),
      ],
    ] {
      #expect(throws: JSONError.self) {
        try Preparation(decoding: Prepared.preparation(recipients).encode())
      }
    }
  }
}
