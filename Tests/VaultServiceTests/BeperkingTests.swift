import Calendar
import Dossier
import Foundation
import Records
import Sodium
import Store
import Testing
import VaultFixture
import Vocabulary

@testable import VaultClient
@testable import VaultService

@Suite("Flags on pieces of a dossier, through the service", .serialized)
struct BeperkingTests {
  private static let day = CalendarDate(year: 2026, month: 3, day: 14) ?? .earliest

  private let vault: RunningVault
  private let sanne: VaultSession
  private let dossier: Identifier
  /// An entry of the family.
  private let piece: OpenedRevision

  init() throws {
    vault = try RunningVault(Household())
    sanne = try vault.session(.sanne)
    dossier = try sanne.create(Families.gezin("sjors")).id
    piece = try #require(
      try sanne.open(dossier, purpose: .uitvoering).revisions.first {
        if case .entry(let entry) = $0.content { entry.sectie == .journaal } else { false }
      })
  }

  private func flag(lifted: Bool = false) -> EntryContent {
    .beperking(
      Beperking(
        id: "bp-1", sectie: piece.section, stuk: piece.entry, sinds: Self.day, grond: .bezwaar,
        opgeheven: lifted
          ? .init(datum: Self.day, door: "Sanne", reden: "gewogen", gemeld: Self.day) : nil))
  }

  private func write(_ revision: NewRevision, in session: VaultSession? = nil) throws {
    let session = session ?? sanne
    let writable = try session.openForWriting(
      dossier, sections: [revision.content.section], purpose: .uitvoering)
    try session.append([revision], to: writable)
  }

  private func links() throws -> [Link] {
    let dossier = dossier
    let bytes = try vault.server.store.read { tables -> [UInt8] in
      let number = try #require(try tables.dossiers.number(of: dossier))
      return try tables.links.signed(number)
    }
    return try SignedLink.decode(bytes).map(\.link)
  }

  @Test(
    "AVG 18: a flag is sealed under kind 4 beside its piece, lifted by a revision, and outlives a restart"
  )
  func written() throws {
    let new = NewRevision(flag())
    try write(new)
    let opened = try sanne.open(dossier, purpose: .uitvoering)
    let read = try #require(opened.revisions.first { $0.entry == new.entry })
    #expect(read.content == flag() && read.section == piece.section)
    #expect(try links().last?.header.kind == .flag)
    #expect(opened.revisions.filter { $0.entry == piece.entry }.map(\.content) == [piece.content])
    // Who reads the section reads the flag; who reads another does not.
    #expect(
      try sanne.open(dossier, sections: [piece.section], purpose: .uitvoering).revisions
        .contains { $0.entry == new.entry })
    #expect(
      try !sanne.open(dossier, sections: [.kern], purpose: .uitvoering).revisions
        .contains { $0.entry == new.entry })
    try write(NewRevision(flag(lifted: true), of: new.entry, buildingOn: 1))
    vault.stop()
    // The start sweeps every token that no link needs.
    let again = try RunningVault(vault.household, enrol: false)
    let whole = try again.session(.sanne, device: "desk").open(
      dossier, purpose: .uitvoering, history: true)
    #expect(whole.revisions.first { $0.entry == new.entry }?.content == flag(lifted: true))
    #expect(whole.earlier.filter { $0.entry == new.entry }.map(\.content) == [flag()])
  }

  @Test(
    "AVG 18: a flag under another kind, and anything else under a flag's kind, is refused by who reads"
  )
  func mismatch() throws {
    let entry = EntryContent.entry(
      Entry(
        id: "e-1", sectie: .journaal, soort: "contact", datum: Self.day, bron: "school",
        aard: .feit, over: ["moeder"], tekst: "tekst"))
    guard case .beperking(var elsewhere) = flag() else { return }
    elsewhere.sectie = .plannen
    for (name, content, kind, section) in [
      ("a flag as an entry", flag(), .entry, piece.section),
      ("an entry as a flag", entry, .flag, .journaal),
      ("a flag in another section than it says", .beperking(elsewhere), .flag, piece.section),
    ] as [(String, EntryContent, EntryKind, Section)] {
      let other = try sanne.create(Families.gezin("sjors")).id
      let writable = try sanne.openForWriting(other, sections: [section], purpose: .uitvoering)
      let key = try #require(writable.sections[section])
      let header = EntryHeader(
        dossier: other, section: section, entry: .random(), revision: 1, kind: kind,
        author: sanne.member, writtenAt: Int64(Date().timeIntervalSince1970 * 1000))
      let sealed = try SealedRevision(
        content, header: header, buildsOn: 0, key: key.key, token: SecretBytes.random(32))
      // The service sees ciphertext and takes it.
      _ = try sanne.append([sealed], tags: LookupTags(values: []), to: writable)
      do {
        _ = try sanne.open(other, purpose: .uitvoering)
        Issue.record("unnoticed: \(name)")
      } catch ClientError.tampered(let what, _) { #expect(what == .plaintext, "\(name)") }
    }
  }

  @Test("AVG 18: what is written gets the kind that its content has, and goes on as no other")
  func kinds() throws {
    #expect(throws: ClientError.self) {
      try write(NewRevision(flag(), of: piece.entry, buildingOn: piece.revision))
    }
    let new = NewRevision(flag())
    try write(new)
    guard case .entry(var entry) = piece.content else { return }
    entry.id = "e-9"
    #expect(throws: ClientError.self) {
      try write(NewRevision(.entry(entry), of: new.entry, buildingOn: 1))
    }
    let opened = try sanne.open(dossier, purpose: .uitvoering)
    #expect(opened.revisions.first { $0.entry == new.entry }?.content == flag())
    #expect(opened.revisions.first { $0.entry == piece.entry }?.content == piece.content)
  }

  @Test(
    "R24, AVG 18: a family that is taken over has its flags on the same pieces, with their history")
  func handedOver() throws {
    let (first, second) = (NewRevision(flag()), NewRevision(flag()))
    try write(first)
    try write(second)
    try write(NewRevision(flag(lifted: true), of: second.entry, buildingOn: 1))
    let whole = try sanne.open(dossier, purpose: .uitvoering, history: true)
    func opened(_ revisions: [OpenedRevision]) -> [OpenedContent] {
      revisions.map { OpenedContent($0.content, writing: $0.writing(by: "Sanne")) }
    }
    let read = try DossierFile.parse(
      DossierFile.encode(
        DossierView(opened: opened(whole.revisions)), earlier: opened(whole.earlier)))
    let made = try sanne.create(
      read, under: read.newIDs { .random() }, label: "gezin van elders")
    let there = try sanne.open(made.id, purpose: .uitvoering, history: true)
    let moved = try #require(there.revisions.first { $0.content == piece.content })
    #expect(moved.entry != piece.entry)
    let flags = (there.earlier + there.revisions).compactMap {
      if case .beperking(let flag) = $0.content { flag } else { nil }
    }
    #expect(flags.map(\.holds) == [true, true, false])
    #expect(flags.allSatisfy { $0.stuk == moved.entry })
    #expect(
      DossierView(opened: opened(there.revisions)).entriesInUse.count
        == DossierView(opened: opened(whole.revisions)).entriesInUse.count)
    let kinds = there.chain.links.map(\.link.header).filter { $0.kind == .flag }
    #expect(kinds.map(\.revision).sorted() == [1, 1, 2])
  }
}
