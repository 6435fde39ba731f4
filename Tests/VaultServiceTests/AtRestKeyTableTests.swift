import AuditLog
import Directory
import Dossier
import Foundation
import Records
import Sodium
import Store
import Testing
import VaultClient
import VaultFixture
import VaultService
import VaultTestKit
import Vocabulary

// Who holds what, and what that opens (SECURITY.md). Backups from before a destruction are in
// `DestroyedBackupTests`, replaced root keys in `RootReplacementTests`, share holders in `UnsealTests`.

@Suite(
  "Who holds what: what must stay closed stays closed, what opens is shown to open", .serialized)
struct AtRestKeyTableTests {
  private func section(_ halves: Halves, _ dossier: Identifier, _ section: Section) throws
    -> Halves.Opened
  {
    try #require(try halves.all(of: [dossier]).first { $0.record.section == section })
  }

  /// The newest journal entry's link number, for a reader of `vault.db`.
  private func newest(_ opened: OpenedDossier) throws -> OpenedRevision {
    try #require(opened.revisions.last { $0.section == .journaal })
  }

  @Test("vault.db and a member's laptop, offline: R opens, and R is no key; content stays closed")
  func stolenVaultAndLaptop() throws {
    let copy = try VaultCopy()
    let served = try ServedCopy(copy)
    let sanne = try copy.session(.sanne, at: served.socket)
    let dossier = copy.institution.dossiers[0]
    let revision = try newest(try sanne.open(dossier, purpose: .uitvoering))
    served.stop()
    let halves = try Halves(copy.institution.household, sanne.directory, folder: copy.folder)
    // Everything that the thief has: R of every box that Sanne's role opens, and all of vault.db.
    let opened = try section(halves, dossier, .journaal)
    let row = try #require(try halves.row(dossier, revision.n))
    for bytes in [[UInt8](repeating: 0, count: 32), opened.half.plain] {
      let guess = try SecretBytes(copying: bytes)
      #expect(throws: SectionKey.JoinError.check) {
        _ = try SectionKey.join(opened.half, guess, for: opened.record)
      }
      #expect(throws: SealedEntry.OpenError.commitment) {
        try row.sealed.open(link: row.link, sectionKey: opened.half, token: guess)
      }
    }
  }

  @Test("A member and the service's root together: opens, for that role. This is the known limit")
  func memberAndRoot() throws {
    let copy = try VaultCopy()
    let served = try ServedCopy(copy)
    let sanne = try copy.session(.sanne, at: served.socket)
    let dossier = copy.institution.dossiers[0]
    let revision = try newest(try sanne.open(dossier, purpose: .uitvoering))
    served.stop()
    let halves = try Halves(copy.institution.household, sanne.directory, folder: copy.folder)
    let opened = try section(halves, dossier, .journaal)
    let row = try #require(try halves.row(dossier, revision.n))
    let token = try SecretBytes(copying: try #require(halves.token(row.link)))
    let plain = try row.sealed.open(link: row.link, sectionKey: opened.key, token: token)
    #expect(try EntryContent.decode(plain) == revision.content)
    // Root alone, with S and E of everything, has no R.
    #expect(throws: SealedEntry.OpenError.commitment) {
      try row.sealed.open(link: row.link, sectionKey: opened.service, token: token)
    }
  }

  @Test("A member with the role who is not involved: refused, logged, and given nothing")
  func notInvolved() throws {
    let copy = try VaultCopy()
    let served = try ServedCopy(copy)
    let dossier = copy.institution.dossiers[0]
    let frames = Frames()
    let youssef = try copy.session(.youssef, at: served.socket) { frames.add($0) }
    frames.forget()
    #expect(refusalCode { _ = try youssef.open(dossier, purpose: .uitvoering) } == "not-involved")
    #expect(
      refusalCode {
        _ = try youssef.openForWriting(dossier, sections: [.kern], purpose: .uitvoering)
      } == "not-involved")
    #expect(frames.release == [])
    let fg = try copy.session(.fg, at: served.socket)
    let size = try fg.checkpoint().pin.size
    let refused = try fg.readLog(from: size - 10, count: 10).filter {
      $0.actor == copy.member(.youssef) && $0.outcome == .refuse && $0.dossier == dossier
    }
    #expect(refused.count == 2)
  }

  @Test(
    "A suspended member who kept wraps and role key: the running session and the next get nothing")
  func suspended() throws {
    let copy = try VaultCopy()
    let served = try ServedCopy(copy)
    let dossier = copy.institution.dossiers[0]
    let frames = Frames()
    let sanne = try copy.session(.sanne, at: served.socket) { frames.add($0) }
    _ = try sanne.open(dossier, purpose: .uitvoering)
    let beheerder = try copy.session(.beheerder, at: served.socket)
    var draft = try DirectoryDraft(
      .suspension(copy.member(.sanne)), at: Date.milliseconds, on: beheerder.directory)
    for person in [Person.beheerder, .custodian] {
      let identity = copy.institution.household.ring(person)
      try draft.sign(
        as: copy.member(person), with: identity.identity.signing, on: beheerder.directory)
    }
    _ = try beheerder.appendToDirectory(try draft.record(on: beheerder.directory))
    frames.forget()
    #expect(throws: ClientError.self) { try sanne.open(dossier, purpose: .uitvoering) }
    #expect(throws: ClientError.self) { try sanne.list(purpose: .uitvoering) }
    #expect(throws: ClientError.signInRefused) {
      try copy.session(.sanne, at: served.socket, device: "other")
    }
    #expect(frames.count >= 2 && frames.release == [])
  }

  @Test("Who kept K sees what they saw; a new revision needs its own E, and the service gives none")
  func keptKey() throws {
    let copy = try VaultCopy()
    let served = try ServedCopy(copy)
    let dossier = copy.institution.dossiers[1]
    let sanne = try copy.session(.sanne, at: served.socket)
    let before = try newest(try sanne.open(dossier, purpose: .uitvoering))
    let kept = try Halves(copy.institution.household, sanne.directory, folder: copy.folder)
    let key = try SecretBytes(copying: section(kept, dossier, .journaal).key.plain)
    let old = try #require(try kept.row(dossier, before.n))
    let oldToken = try SecretBytes(copying: try #require(kept.token(old.link)))
    // What was seen stays seen: K and that E open that revision for good.
    _ = try old.sealed.open(link: old.link, sectionKey: key, token: oldToken)

    // Regie goes to Youssef; Sanne is no longer involved. A colleague writes something new.
    let youssef = try copy.session(.youssef, at: served.socket)
    let involvement = try sanne.open(dossier, purpose: .uitvoering).involvement
    let regie = try #require(involvement.last { $0.sort == .regie })
    try sanne.handOverRegie(to: copy.member(.youssef), in: dossier, closing: regie.id)
    let writable = try youssef.openForWriting(
      dossier, sections: [.journaal], purpose: .uitvoering)
    try youssef.append([try NoLogNoKeyTests.entry("na het vertrek")], to: writable)
    let after = try newest(try youssef.open(dossier, purpose: .uitvoering))
    #expect(refusalCode { _ = try sanne.open(dossier, purpose: .uitvoering) } == "not-involved")

    let now = try Halves(copy.institution.household, youssef.directory, folder: copy.folder)
    let new = try #require(try now.row(dossier, after.n))
    #expect(throws: SealedEntry.OpenError.commitment) {
      try new.sealed.open(link: new.link, sectionKey: key, token: oldToken)
    }
    let token = try SecretBytes(copying: try #require(now.token(new.link)))
    let plain = try new.sealed.open(link: new.link, sectionKey: key, token: token)
    #expect(try EntryContent.decode(plain) == after.content, "with its E it would open")
  }

  @Test(
    "The running kluisd, searched by root: no text of a case, no role key, no R, no K",
    .enabled(
      if: Programs.areBuilt && geteuid() == 0, "only root reads another process's memory"))
  func runningMemory() throws {
    let copy = try VaultCopy()
    let process = try ServiceProcess(
      Programs.kluisd,
      ["--dir", copy.folder, "--policies", Programs.policies, "--socket", copy.path("s")])
    #expect(process.listens(at: copy.path("s")), "\(process.errors)")
    let sanne = try copy.session(.sanne, at: copy.path("s"))
    let said = "Oma Truus belde gisteravond laat, daarom kijk ik nu."
    let fg = try copy.session(.fg, at: copy.path("s"))
    for dossier in copy.institution.dossiers {
      let opened = try sanne.open(dossier, purpose: .uitvoering, words: Words(said))
      #expect(try fg.words(at: opened.reference).text == said)
      let writable = try sanne.openForWriting(
        dossier, sections: [.journaal], purpose: .uitvoering)
      try sanne.append([try NoLogNoKeyTests.entry("Moeder belde zelf over Wolf.")], to: writable)
    }
    let halves = try Halves(copy.institution.household, sanne.directory, folder: copy.folder)
    var forbidden: Set<[UInt8]> = [
      Array("Moeder belde zelf over Wolf.".utf8), Array(said.utf8),
    ]
    for name in ["sjors", "anne"] {
      forbidden.formUnion(
        try CaseText.needles(Places.project.appendingPathComponent("Examples/\(name).json")))
    }
    forbidden.subtract(sanne.directory.list.map { Array($0.name.utf8) })
    forbidden.subtract(sanne.directory.list.compactMap { $0.team.map { Array($0.utf8) } })
    #expect(forbidden.count > 200)
    // The program itself has none of it either, so that whatever is found would be a case's.
    let program = [UInt8](try Data(contentsOf: URL(fileURLWithPath: Programs.kluisd)))
    let words = ByteScan(forbidden).found(in: program)
    #expect(words.isEmpty, "\(words.map(ByteScan.shown))")
    forbidden.formUnion(try halves.rolePairs().map(\.plain))
    for opened in try halves.all(of: copy.institution.dossiers) {
      forbidden.formUnion([opened.half.plain, opened.key.plain])
    }
    let memory = try ProcessMemory(process.pid)
    let found = memory.found(ByteScan(forbidden))
    #expect(found.isEmpty, "\(found.map(ByteScan.shown).prefix(20))")
    // The search sees what is there: the vault's name, and the id of a dossier that was opened.
    let known = [Array(Household.origin.utf8), copy.institution.dossiers[0].bytes]
    #expect(memory.found(ByteScan(known)).count == 2)
  }
}

extension Frames {
  /// The fields of released things that were in any answer.
  var release: [String] {
    all.flatMap { frame in
      let text = String(decoding: frame, as: UTF8.self)
      return ["secrets", "tail", "links"].filter { text.contains(#""\#($0)""#) }
    }
  }
}

/// The readable memory of another process, as its root sees it. (proc(5), maps and mem)
struct ProcessMemory {
  private let regions: [[UInt8]]

  init(_ pid: pid_t) throws {
    let maps = try String(contentsOfFile: "/proc/\(pid)/maps", encoding: .utf8)
    let descriptor = open("/proc/\(pid)/mem", O_RDONLY)
    guard descriptor >= 0 else { throw POSIXError(.EACCES) }
    defer { close(descriptor) }
    var regions: [[UInt8]] = []
    for line in maps.split(separator: "\n") {
      let words = line.split(separator: " ", omittingEmptySubsequences: true)
      let bounds = words[0].split(separator: "-").compactMap { UInt64($0, radix: 16) }
      // Programs and libraries as they lie on disk hold nothing of a case; what was written does.
      guard bounds.count == 2, words[1].hasPrefix("rw"), bounds[1] - bounds[0] < 1 << 28
      else { continue }
      var bytes = [UInt8](repeating: 0, count: Int(bounds[1] - bounds[0]))
      let count = pread(descriptor, &bytes, bytes.count, off_t(bounds[0]))
      if count > 0 { regions.append(Array(bytes.prefix(count))) }
    }
    self.regions = regions
  }

  func found(_ scan: ByteScan) -> Set<[UInt8]> {
    Set(regions.flatMap { scan.found(in: $0) })
  }
}
