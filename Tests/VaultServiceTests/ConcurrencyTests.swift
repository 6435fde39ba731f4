import AuditLog
import Directory
import Dossier
import Foundation
import Records
import Socket
import Sodium
import StrictJSON
import Synchronization
import Testing
import VaultFixture
import VaultService
import VaultTestKit
import Vocabulary
import Wire

@testable import VaultClient

@Suite("The same write twice, and many at once", .serialized)
struct ConcurrencyTests {
  /// An append as bytes, so that it can be sent again.
  private struct HandMadeAppend: Sendable {
    let args: JSONValue
    let rows: [UInt8]
    let item: SecretItem
    let token: [UInt8]

    /// One entry at the end of what the client knows of the dossier.
    init(_ session: VaultSession, _ dossier: WritableDossier, _ content: EntryContent) throws {
      let section = try #require(dossier.sections[content.section])
      let revision = try SealedRevision(
        NewRevision(content), dossier: dossier.id, author: session.member, at: session.now(),
        key: section.key)
      var chain = dossier.chain.chain
      let link = try session.sign(
        revision.header, content: revision.sealed.contentHash(revision.header), on: &chain)
      args = .object([
        ("dossier", .id(dossier.id)), ("links", .base64(SignedLink.encode([link]))),
      ])
      rows = Rows.encode([Row(n: link.link.n, sealed: revision.sealed)])
      item = .token(content.section, n: link.link.n)
      token = revision.token.withSpan { span in span.indices.map { span[$0] } }
    }

    func secrets() throws -> SecretBytes {
      var writer = try SecretItemsWriter(capacity: 1)
      try writer.append(item, SecretBytes(copying: token))
      return writer.finish()
    }
  }

  private func entry(_ gezin: Gezin, _ text: String) throws -> EntryContent {
    var entry = try #require(gezin.entries.first { $0.sectie == .journaal })
    entry.id = "n-" + text
    entry.tekst = text
    return .entry(entry)
  }

  @Test("An append sent again in a new session is one entry, with the first receipt")
  func sentTwice() throws {
    let family = try GrantFamily()
    let vault = family.world.vault
    let ring = vault.household.ring(.sanne)
    let writable = try family.sanne.openForWriting(
      family.dossier, sections: [.journaal], purpose: .uitvoering)
    let append = try HandMadeAppend(
      family.sanne, writable, entry(family.gezin, "een-keer"))
    let idem = Identifier.random()
    let first = try HandMadeSession(vault, ring)
    let done = try #require(
      first.call(
        "dossier.append", append.args, idem: idem, secrets: append.secrets(), rows: append.rows
      ).fields)
    #expect(try done.requireString("outcome") == "permit" && done["repeated"] == nil)
    first.transport.close()

    let fg = try family.world.session(.fg)
    let before = try fg.wholeLog()
    let again = try HandMadeSession(vault, ring)
    for _ in 0..<2 {
      let repeated = try #require(
        again.call(
          "dossier.append", append.args, idem: idem, secrets: append.secrets(), rows: append.rows
        ).fields)
      #expect(try repeated.requireString("outcome") == "permit")
      #expect(try repeated.requireBool("repeated"))
      let old = try Receipt(done["receipt"])
      let new = try Receipt(repeated["receipt"])
      #expect(new.leaf.leaf == old.leaf.leaf && new.leaf.index == old.leaf.index)
    }
    let after = try fg.wholeLog()
    #expect(after.count { $0.action == .append } == 1)
    // Between the two: one sign-in, and the FG's own readings; the repeats left no leaf.
    #expect(
      after[before.count...].filter { $0.actor == family.sanne.member }.map(\.action)
        == [.signIn])
    let opened = try family.sanne.open(
      family.dossier, sections: [.journaal], purpose: .uitvoering)
    #expect(opened.head.n == writable.head.n + 1)
    #expect(try opened.revisions.count { try $0.content == entry(family.gezin, "een-keer") } == 1)

    // The same key for another write is refused, and so is another member's use of it.
    let other = try HandMadeAppend(family.sanne, writable, entry(family.gezin, "ander"))
    #expect(
      try again.call(
        "dossier.append", other.args, idem: idem, secrets: other.secrets(), rows: other.rows
      ).fault == .invalidParams)
    let regie = try #require(opened.involvement.first)
    let involve = try again.call(
      "involvement.add",
      .object([
        ("dossier", .id(family.dossier)),
        (
          "record",
          Involvement(
            at: family.world.clock.now(), by: family.sanne.member, dossier: family.dossier,
            id: .random(), member: family.world.id(.youssef), since: family.world.clock.now(),
            sort: .regie, closes: regie.id
          ).sign(with: ring.identity.signing).json
        ),
      ]), idem: idem)
    #expect(involve.fault == .invalidParams, "the same key for another act")
    #expect(
      try family.sanne.open(family.dossier, sections: [.etiket], purpose: .uitvoering).head
        == opened.head)
  }

  @Test("The same append in two sessions at the same moment is one entry")
  func sentAtOnce() throws {
    let family = try GrantFamily()
    let vault = family.world.vault
    let ring = vault.household.ring(.sanne)
    let writable = try family.sanne.openForWriting(
      family.dossier, sections: [.journaal], purpose: .uitvoering)
    let append = try HandMadeAppend(family.sanne, writable, entry(family.gezin, "tegelijk"))
    let idem = Identifier.random()
    let indices = Mutex<[Int]>([])
    try AtOnce.run(8) { _ in
      let session = try HandMadeSession(vault, ring)
      let answer = try session.call(
        "dossier.append", append.args, idem: idem, secrets: append.secrets(), rows: append.rows)
      guard let fields = answer.fields, try fields.requireString("outcome") == "permit"
      else { throw HandMadeSession.Broken() }
      let index = try Receipt(fields["receipt"]).leaf.index
      indices.withLock { $0.append(index) }
    }
    #expect(indices.withLock { $0.count } == 8)
    #expect(Set(indices.withLock { $0 }).count == 1)
    let opened = try family.sanne.open(
      family.dossier, sections: [.journaal], purpose: .uitvoering)
    #expect(opened.head.n == writable.head.n + 1)
  }

  @Test("Sixteen devices write in one dossier at once; all lands, and the log proves it")
  func sixteenWriters() throws {
    let family = try GrantFamily()
    let world = family.world
    try family.sanne.involve(world.id(.youssef), in: family.dossier)
    let (dossier, gezin) = (family.dossier, family.gezin)
    let stale = Atomic<Int>(0)
    let finished = Atomic<Int>(0)
    let heads = Mutex<[Head]>([])
    let start = try family.lotte.open(dossier, purpose: .klacht).head
    let writers = 16
    let each = Torture.count(3, long: 20)
    try AtOnce.run(writers + 1) { index in
      if index == writers {
        // Opens in between: each answer is whole, and its head is on the chain of the one before.
        let reader = try world.session(.leidinggevende)
        while finished.load(ordering: .relaxed) < writers {
          let opened = try reader.open(dossier, purpose: .klacht)
          heads.withLock { $0.append(opened.head) }
        }
        return
      }
      // A writer that fails must not leave the reader waiting.
      defer { finished.add(1, ordering: .relaxed) }
      let session = try world.session(index % 2 == 0 ? .sanne : .youssef)
      let writable = try session.openForWriting(
        dossier, sections: [.journaal], purpose: .uitvoering)
      for round in 0..<each {
        let content = try entry(gezin, "\(index)-\(round)")
        while true {
          do {
            try session.append([NewRevision(content)], to: writable)
            break
          } catch ClientError.stale { stale.add(1, ordering: .relaxed) }
        }
      }
    }
    let opened = try family.sanne.open(dossier, sections: [.journaal], purpose: .uitvoering)
    #expect(Int(opened.head.n) == Int(start.n) + writers * each)
    for index in 0..<writers {
      for round in 0..<each {
        let content = try entry(gezin, "\(index)-\(round)")
        #expect(opened.revisions.count { $0.content == content } == 1)
      }
    }
    let seen = heads.withLock { $0 }
    #expect(!seen.isEmpty && zip(seen, seen.dropFirst()).allSatisfy { $0.n <= $1.n })

    let fg = try world.session(.fg)
    let folder = world.vault.household.scratch.path("copy")
    let pin = try fg.copyLog(into: folder)
    let report = LogCopyVerifier(anchor: world.vault.household.anchor).verify(folder: folder)
    #expect(report.findings == [])
    #expect(report.pin == pin)
    let log = try fg.wholeLog()
    #expect(log.count { $0.action == .append && $0.outcome == .permit } == writers * each)
  }

  @Test("sixty-four people are served at once, and each gets their own answers")
  func sixtyFour() throws {
    let family = try GrantFamily()
    let world = family.world
    let (dossier, gezin) = (family.dossier, family.gezin)
    let contents = gezin.contents()
    let tried = Atomic<Int>(0)
    try AtOnce.run(64) { index in
      let person = Person.allCases[index % Person.allCases.count]
      let session = try world.session(person)
      for _ in 0..<3 {
        switch person {
        case .sanne, .leidinggevende:
          let purpose: Purpose = person == .sanne ? .uitvoering : .klacht
          let opened = try session.open(dossier, purpose: purpose)
          guard opened.revisions.map(\.content) == contents else { throw HandMadeSession.Broken() }
        case .fg: _ = try session.checkpoint()
        default:
          let refused = try refusal { _ = try session.open(dossier, purpose: .uitvoering) }
          guard refused != nil else { throw HandMadeSession.Broken() }
        }
        tried.add(1, ordering: .relaxed)
      }
    }
    #expect(tried.load(ordering: .relaxed) == 192)
    let log = try world.session(.fg).wholeLog()
    #expect(log.indices.allSatisfy { log[$0].index == $0 })
    // One opening was the preparation's.
    #expect(log.count { $0.action == .open } == 192 / 8 * 7 + 1)
  }
}
