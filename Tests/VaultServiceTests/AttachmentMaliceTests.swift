import Calendar
import Dossier
import Foundation
import Records
import Sodium
import Store
import StrictJSON
import Testing
import VaultFixture
import VaultTestKit
import Vocabulary
import Wire

@testable import VaultClient
@testable import VaultService

@Suite("Attachments: what a liar or a careless program gets", .serialized)
struct AttachmentMaliceTests {
  private let vault: RunningVault
  private let sanne: VaultSession
  private let dossier: Identifier

  init() throws {
    vault = try RunningVault(Household()) { $0.unbound.count = 3 }
    sanne = try vault.session(.sanne)
    dossier = try sanne.create(Families.gezin("sjors")).id
  }

  private static let whole = AttachmentParts.sealedCount

  private func code(
    _ answer: HandMadeSession.Answer
  ) -> String {
    if let fault = answer.fault { return "fault \(fault.rawValue)" }
    let fields = answer.fields
    return fields?["code"]?.stringValue ?? fields?["outcome"]?.stringValue ?? "?"
  }

  // MARK: The service that lies

  @Test("Parts that were changed, exchanged, cut or added are found before the file has a name")
  func lyingService() throws {
    let first = try sanne.attach(Files.bytes(3 * Files.part - 9), to: dossier)
    let second = try sanne.attach(Files.bytes(3 * Files.part - 9, seed: 2), to: dossier)
    let whole = Self.whole
    let lies: [(String, Tampering, @Sendable (ArraySlice<UInt8>) -> [UInt8])] = [
      ("a bit in the first part", .ciphertext, { Array($0).flipped(at: 5) }),
      ("a bit in the last part", .ciphertext, { Array($0).flipped(at: -1) }),
      (
        "two parts exchanged", .ciphertext,
        {
          Array($0[($0.startIndex + whole)...].prefix(whole) + $0.prefix(whole))
            + $0.dropFirst(2 * whole)
        }
      ),
      (
        "a part twice", .ciphertext,
        { Array($0.prefix(whole) + $0.prefix(whole)) + $0.dropFirst(2 * whole) }
      ),
      ("the last part missing", .rows, { Array($0.prefix(2 * whole)) }),
      ("cut short", .rows, { Array($0.dropLast()) }),
      ("one byte more", .rows, { Array($0) + [0] }),
      ("nothing", .rows, { _ in [] }),
    ]
    for (name, finding, lie) in lies {
      let interference = Interference { method, _ in
        method == "attachment.get" ? .change(lie) : .pass
      }
      let session = try interference.session(vault, .sanne, device: "lies")
      let opened = try session.open(dossier, purpose: .uitvoering)
      let item = try #require(opened.attachments.first { $0.revision.entry == first.entry })
      var given = 0
      do {
        try session.read(item, of: dossier, purpose: .uitvoering) { given += $0.count }
        Issue.record("unnoticed: \(name)")
      } catch ClientError.tampered(let what, let evidence) {
        #expect(what == finding, "\(name)")
        #expect(evidence.path != nil && given == 0, "\(name)")
      } catch { Issue.record("\(name): \(error)") }
    }
    // The parts of another file, as whoever has the disk can put them there.
    let swapped = try vault.server.store.read { tables -> [UInt8] in
      let number = try #require(try tables.dossiers.number(of: dossier))
      let others = try #require(try tables.attachments.attachment(second.entry, of: number))
      var rows: [UInt8] = []
      try tables.attachments.append(0..<others.parts, of: others.number, to: &rows)
      return rows
    }
    let interference = Interference { method, _ in
      method == "attachment.get" ? .change({ _ in swapped }) : .pass
    }
    let session = try interference.session(vault, .sanne, device: "lies")
    #expect(throws: ClientError.self) { try session.file(of: dossier, first.entry) }
    #expect(try sanne.file(of: dossier, first.entry) == Files.bytes(3 * Files.part - 9))
  }

  @Test("A service that says that a file is not there, which the chain says is, is found out")
  func withheld() throws {
    try sanne.attach(Files.bytes(10), to: dossier)
    let opened = try sanne.open(dossier, purpose: .uitvoering)
    let item = try #require(opened.attachments.first)
    let database = try Database(vault.household.folder + "/vault.db")
    try database.run("DELETE FROM attachment_part; DELETE FROM attachment;")
    database.close()
    do {
      try sanne.read(item, of: dossier, purpose: .uitvoering) { _ in }
      Issue.record("unnoticed")
    } catch ClientError.tampered(let what, _) { #expect(what == .rowMissing) }
  }

  // MARK: The author who lies

  /// Sends parts by themselves and binds them with a description of the caller's.
  private func bind(
    _ parts: [(bytes: [UInt8], isLast: Bool)], _ change: (inout Bijlage) -> Void
  ) throws {
    let writable = try sanne.openForWriting(dossier, sections: [.journaal], purpose: .uitvoering)
    let section = try #require(writable.sections[.journaal])
    let header = EntryHeader(
      dossier: dossier, section: .journaal, entry: .random(), revision: 1, kind: .attachment,
      author: sanne.member, writtenAt: Date.milliseconds)
    let token = try SecretBytes.random(32)
    var stream = try AttachmentStream.writer(header, sectionKey: section.key, token: token)
    var sealed: [UInt8] = []
    for part in parts {
      // What no writer of ours does, the stream under it can.
      var bytes: [UInt8] = []
      var fresh = stream
      fresh.push(part.bytes[...], isLast: part.isLast, to: &bytes)
      stream = fresh
      sealed += bytes
    }
    let plain = parts.flatMap(\.bytes)
    var bijlage = Bijlage(
      id: "b-1", sectie: .journaal, naam: "a.pdf", media: "application/pdf", grootte: plain.count,
      sha256: SHA256.hash(plain), verzegeld: BLAKE2b.hash(sealed), kop: stream.header)
    change(&bijlage)
    let byHand = try HandMadeSession(vault, vault.household.ring(.sanne))
    let put = try byHand.call(
      "attachment.put", Asked.put(dossier, .journaal, header.entry, part: 0, sealed), rows: sealed)
    #expect(code(put) == "permit")
    let revision = try SealedRevision(
      .bijlage(bijlage), header: header, buildsOn: 0, key: section.key, token: token,
      parts: (sealed.count + Self.whole - 1) / Self.whole)
    _ = try sanne.append([revision], tags: LookupTags(values: []), to: writable)
    let opened = try sanne.open(dossier, purpose: .uitvoering)
    let item = try #require(opened.attachments.first { $0.revision.entry == header.entry })
    try sanne.read(item, of: dossier, purpose: .uitvoering) { _ in }
  }

  @Test("A description that is not of the file that was sent: nothing is saved")
  func lyingAuthor() throws {
    let (a, b) = (Files.bytes(Files.part), Files.bytes(100, seed: 3))
    let honest = [(a, false), (b, true)]
    try bind(honest) { _ in }
    let cases: [(String, Tampering, [([UInt8], Bool)], (inout Bijlage) -> Void)] = [
      ("another hash", .plaintext, honest, { $0.sha256[0] ^= 1 }),
      ("another hash of the parts", .rowContent, honest, { $0.verzegeld[0] ^= 1 }),
      ("another header", .ciphertext, honest, { $0.kop[0] ^= 1 }),
      ("larger by a byte", .rows, honest, { $0.grootte += 1 }),
      ("smaller by a byte", .rows, honest, { $0.grootte -= 1 }),
      ("smaller by a part", .rows, honest, { $0.grootte = Files.part }),
      ("larger by a part", .rows, honest, { $0.grootte += Files.part }),
      ("no end", .ciphertext, [(a, false), (b, false)], { _ in }),
    ]
    for (name, finding, parts, change) in cases {
      do {
        try bind(parts.map { (bytes: $0.0, isLast: $0.1) }, change)
        Issue.record("unnoticed: \(name)")
      } catch ClientError.tampered(let what, _) {
        #expect(what == finding, "\(name)")
      }
    }
  }

  // MARK: The member's program that holds no rule

  @Test("Parts come in order, of exact size, by one member, into a dossier that she may write in")
  func badPuts() throws {
    let byHand = try HandMadeSession(vault, vault.household.ring(.sanne))
    let stranger = try HandMadeSession(vault, vault.household.ring(.youssef))
    let entry = Identifier.random()
    let (full, short) = (Files.bytes(Self.whole), Files.bytes(100))
    func put(
      _ session: HandMadeSession, _ part: Int, _ rows: [UInt8], _ entry: Identifier,
      _ section: Section = .journaal, hash: [UInt8]? = nil, in dossier: Identifier? = nil
    ) throws -> String {
      code(
        try session.call(
          "attachment.put",
          Asked.put(dossier ?? self.dossier, section, entry, part: part, rows, hash: hash),
          rows: rows))
    }
    #expect(try put(stranger, 0, short, entry) == "not-involved")
    #expect(try put(byHand, 0, short, entry, in: .random()) == "not-involved")
    #expect(try put(byHand, 1, full, entry) == "parts")
    for rows in [
      [], Files.bytes(16), full + Files.bytes(16), Files.bytes(4 * Self.whole + 17),
    ] { #expect(try put(byHand, 0, rows, entry) == "fault invalid-params") }
    #expect(try put(byHand, 1024, full, entry) == "fault invalid-params")
    #expect(try put(byHand, 0, short, .zero) == "fault invalid-params")
    #expect(try put(byHand, 0, short, entry, .etiket) == "fault invalid-params")
    #expect(
      try put(byHand, 0, short, entry, hash: BLAKE2b.hash(full)) == "fault invalid-params")
    #expect(try put(byHand, 0, full, entry) == "permit")
    // Again, skipping one, in another section, by a colleague who may write here too.
    #expect(try put(byHand, 0, full, entry) == "parts")
    #expect(try put(byHand, 2, full, entry) == "parts")
    #expect(try put(byHand, 1, full, entry, .kern) == "parts")
    try sanne.involve(vault.member(.youssef), in: dossier)
    #expect(try put(stranger, 1, full, entry) == "parts")
    #expect(try put(byHand, 1, short, entry) == "permit")
    #expect(try put(byHand, 2, short, entry) == "parts")
    // What an entry has already is no attachment's.
    let known = try #require(try sanne.open(dossier, purpose: .uitvoering).revisions.last)
    #expect(try put(byHand, 0, short, known.entry, known.section) == "revision")
    // No more at once than the service keeps.
    #expect(try put(byHand, 0, short, .random()) == "permit")
    #expect(try put(byHand, 0, short, .random()) == "permit")
    #expect(try put(byHand, 0, short, .random()) == "unbound")
    #expect(throws: ClientError.attachment(.limit)) {
      try sanne.attach(Files.bytes(10), to: dossier)
    }
  }

  @Test("The same put is done once, however often it is sent; another one under its key is refused")
  func repeatedPut() throws {
    let byHand = try HandMadeSession(vault, vault.household.ring(.sanne))
    let (entry, idem) = (Identifier.random(), Identifier.random())
    let rows = Files.bytes(Self.whole)
    let args = Asked.put(dossier, .journaal, entry, part: 0, rows)
    let first = try byHand.call("attachment.put", args, idem: idem, rows: rows)
    #expect(code(first) == "permit" && first.fields?["repeated"] == nil)
    let second = try byHand.call("attachment.put", args, idem: idem, rows: rows)
    #expect(code(second) == "permit" && second.fields?["repeated"] == true)
    let other = Files.bytes(Self.whole, seed: 9)
    let changed = try byHand.call(
      "attachment.put", Asked.put(dossier, .journaal, entry, part: 0, other), idem: idem,
      rows: other)
    #expect(code(changed) == "fault invalid-params")
  }

  @Test("A link binds what its own author sent, all of it, once; an entry never becomes a file")
  func badLinks() throws {
    let byHand = try HandMadeSession(vault, vault.household.ring(.sanne))
    try sanne.involve(vault.member(.youssef), in: dossier)
    let youssef = try vault.session(.youssef)
    func put(_ entry: Identifier) throws {
      let rows = Files.bytes(Self.whole + 20)
      let answer = try byHand.call(
        "attachment.put", Asked.put(dossier, .journaal, entry, part: 0, rows), rows: rows)
      #expect(code(answer) == "permit")
    }
    func bind(
      _ entry: Identifier, by session: VaultSession, parts: Int?, kind: EntryKind = .attachment,
      revision: UInt32 = 1, content: EntryContent? = nil
    ) throws {
      let writable = try session.openForWriting(
        dossier, sections: [.journaal], purpose: .uitvoering)
      let key = try #require(writable.sections[.journaal])
      let header = EntryHeader(
        dossier: dossier, section: .journaal, entry: entry, revision: revision, kind: kind,
        author: session.member, writtenAt: Date.milliseconds)
      let bijlage = Bijlage(
        id: "b-1", sectie: .journaal, naam: "a", media: "a/b", grootte: Files.part + 3,
        sha256: Files.bytes(32), verzegeld: Files.bytes(32), kop: Files.bytes(24))
      let sealed = try SealedRevision(
        content ?? .bijlage(bijlage), header: header, buildsOn: revision - 1, key: key.key,
        token: SecretBytes.random(32), parts: parts)
      _ = try session.append([sealed], tags: LookupTags(values: []), to: writable)
    }
    let entry = Identifier.random()
    #expect(throws: ClientError.attachment(.lost)) { try bind(entry, by: sanne, parts: 2) }
    try put(entry)
    for parts in [1, 3] {
      #expect(throws: ClientError.attachment(.lost)) { try bind(entry, by: sanne, parts: parts) }
    }
    #expect(throws: ClientError.attachment(.lost)) { try bind(entry, by: youssef, parts: 2) }
    #expect(throws: ClientError.protocolFault("invalid-params")) {
      try bind(entry, by: sanne, parts: nil)
    }
    let text = EntryContent.entry(
      Entry(
        id: "e1", sectie: .journaal, soort: "contact", datum: FileDay.day, bron: "school",
        aard: .feit, over: ["k1"], tekst: "tekst"))
    #expect(throws: ClientError.protocolFault("invalid-params")) {
      try bind(.random(), by: sanne, parts: 1, kind: .entry, content: text)
    }
    #expect(throws: ClientError.stale) { try bind(entry, by: sanne, parts: 2, revision: 2) }
    try bind(entry, by: sanne, parts: 2)
    // Bound: not again, not as a revision of either kind, and no part more.
    #expect(throws: ClientError.stale) { try bind(entry, by: sanne, parts: 2) }
    #expect(throws: ClientError.stale) { try bind(entry, by: sanne, parts: 2, revision: 2) }
    let rows = Files.bytes(17)
    let more = try byHand.call(
      "attachment.put", Asked.put(dossier, .journaal, entry, part: 2, rows), rows: rows)
    #expect(code(more) == "revision")
  }

  // MARK: What is left behind

  @Test("What no link came to bind is gone after its time; what is bound stays")
  func sweep() throws {
    let vault = try RunningVault(Household()) { $0.unbound.seconds = 1 }
    let session = try vault.session(.sanne)
    let dossier = try session.create(Families.gezin("anne")).id
    try session.attach(Files.bytes(2 * Files.part), to: dossier)
    let byHand = try HandMadeSession(vault, vault.household.ring(.sanne))
    let rows = Files.bytes(4 * Self.whole)
    for _ in 0..<3 {
      let entry = Identifier.random()
      for part in [0, 4, 8] {
        #expect(
          code(
            try byHand.call(
              "attachment.put", Asked.put(dossier, .journaal, entry, part: part, rows), rows: rows))
            == "permit")
      }
    }
    func left() throws -> (count: Int, bytes: Int) {
      try vault.server.store.read {
        try $0.attachments.unbound(by: vault.member(.sanne))
      }
    }
    #expect(try left().count == 3)
    usleep(1_100_000)
    try vault.server.tick()
    let deadline = ContinuousClock.now + .seconds(10)
    // The first batch takes some, the writer goes on by itself.
    while try left().count > 0, ContinuousClock.now < deadline { usleep(20_000) }
    #expect(try left() == (0, 0))
    #expect(try session.file(of: dossier) == Files.bytes(2 * Files.part))
  }

  @Test("In the middle of sending the parts are swept: the member is told to add it again")
  func sweptMeanwhile() throws {
    let vault = try RunningVault(Household()) { $0.unbound.seconds = 0 }
    let session = try vault.session(.sanne)
    let dossier = try session.create(Families.gezin("anne")).id
    #expect(throws: ClientError.attachment(.lost)) {
      try session.attach(Files.bytes(6 * Files.part), to: dossier) { given in
        guard given == 4 * Files.part else { return }
        usleep(5_000)
        try? vault.server.tick()
      }
    }
    #expect(try session.open(dossier, purpose: .uitvoering).attachments.isEmpty)
  }
}

private enum FileDay {
  static let day = CalendarDate(year: 2026, month: 1, day: 2) ?? .earliest
}
