import Dossier
import Foundation
import Records
import Testing
import VaultClient
import VaultFixture
import VaultService
import VaultTestKit
import Vocabulary

@Suite(
  "Tampering at rest: whole files put back, exchanged, cut or replaced", .serialized,
  .enabled(if: Programs.areBuilt, "kluisd and CrashingService are not built"))
struct TamperFileTests {
  /// Starts the real kluisd, which must end by itself.
  private func refusal(_ copy: VaultCopy) throws -> (code: Int32?, text: String) {
    let process = try ServiceProcess(
      Programs.kluisd,
      ["--dir", copy.folder, "--policies", Programs.policies, "--socket", copy.path("s")])
    return (process.wait(), process.errors)
  }

  private func expect(
    _ copy: VaultCopy, _ code: Int32, _ cause: String, _ place: SourceLocation = #_sourceLocation
  ) throws {
    let result = try refusal(copy)
    #expect(result.code == code, "\(result.text)", sourceLocation: place)
    #expect(
      result.text.contains(cause) && result.text.contains("\nhint: "), "\(result.text)",
      sourceLocation: place)
  }

  /// A copy on which Sanne wrote one entry more than the institution's files have.
  private func movedOn() throws -> (copy: VaultCopy, contents: [EntryContent]) {
    let copy = try VaultCopy()
    let served = try ServedCopy(copy)
    defer {
      served.stop()
      // Its journals go a moment later; a copy that is made meanwhile would miss one.
      VaultCopy.waitUntilClosed(copy.folder)
    }
    let sanne = try copy.session(.sanne, at: served.socket)
    let dossier = copy.institution.dossiers[0]
    let writable = try sanne.openForWriting(dossier, sections: [.journaal], purpose: .uitvoering)
    for text in ["de ene", "de andere"] {
      try sanne.append([try NoLogNoKeyTests.entry(text)], to: writable)
    }
    return (copy, try sanne.open(dossier, purpose: .uitvoering).revisions.map(\.content))
  }

  @Test("An older vault.db beside the newest keystore.db does not start: 65")
  func olderVault() throws {
    let (copy, _) = try movedOn()
    try copy.replace("vault.db", from: copy.institution.household.folder)
    try expect(copy, 65, "vault.db is older than keystore.db")
  }

  @Test("An older keystore.db: what it lacks is named at use, the rest opens, nothing is swept")
  func olderKeystore() throws {
    let (copy, _) = try movedOn()
    let kept = copy.scratch.path("kept")
    try FileManager.default.copyItem(atPath: copy.folder, toPath: kept)
    try copy.replace("keystore.db", from: copy.institution.household.folder)
    let served = try ServedCopy(copy)
    let sanne = try copy.session(.sanne, at: served.socket)
    #expect(throws: ClientError.storeDamaged) {
      try sanne.open(copy.institution.dossiers[0], purpose: .uitvoering)
    }
    let other = try sanne.open(copy.institution.dossiers[1], purpose: .uitvoering)
    #expect(other.revisions.map(\.content) == copy.institution.contents[1])
    #expect(try copy.verifyLog(at: served.socket).findings == [])
  }

  @Test("Both older: the service starts, and whoever saw the newer log says so: 65")
  func bothOlder() throws {
    let (copy, _) = try movedOn()
    for name in ["vault.db", "keystore.db"] {
      try copy.replace(name, from: copy.institution.household.folder)
    }
    let served = try ServedCopy(copy)
    do {
      let sanne = try copy.session(.sanne, at: served.socket)
      _ = try sanne.list(purpose: .uitvoering)
      Issue.record("a log shorter than the pin was believed")
    } catch ClientError.tampered(let what, let evidence) {
      #expect(what == .logShorter || what == .logForked)
      #expect(evidence.path.map(FileManager.default.fileExists) == true)
      #expect(evidence.officers == [Person.fg.rawValue])
    }
    // The honest limit: a device that saw nothing of it cannot know.
    _ = try copy.session(.sanne, at: served.socket, device: "new").list(purpose: .uitvoering)
  }

  @Test("vault.db of another vault, with and without the keystore that belongs to it")
  func otherVault() throws {
    let other = try Household()
    let copy = try VaultCopy()
    try copy.replace("vault.db", from: other.folder)
    try expect(copy, 65, "vault.db is older than keystore.db")
    for name in ["keystore.db", "wrap.key"] { try copy.replace(name, from: other.folder) }
    try expect(copy, 65, "service.key: it is not the key that the directory names")
    try copy.replace("service.key", from: other.folder)
    let served = try ServedCopy(copy)
    // All files are another vault's: it runs, and no member of this one believes it.
    #expect(throws: (any Error).self) { try copy.session(.sanne, at: served.socket) }
  }

  @Test("A file cut short, empty, or of random bytes", arguments: ["vault.db", "keystore.db"])
  func brokenFile(_ name: String) throws {
    let source = try VaultCopy()
    let database = try Database(source.path(name))
    try database.run("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    let whole = try Data(contentsOf: URL(fileURLWithPath: source.path(name)))
    var generator = SystemRandomNumberGenerator()
    let breakages: [(String, (Data) -> Data)] = [
      ("empty", { _ in Data() }),
      ("one byte", { $0.prefix(1) }),
      ("half a page", { $0.prefix(2048) }),
      ("one page", { $0.prefix(8192) }),
      ("half", { $0.prefix($0.count / 2) }),
      ("all but a byte", { $0.dropLast() }),
      ("noise", { data in Data((0..<data.count).map { _ in .random(in: 0...255) }) }),
      (
        "noise after the header",
        { data in
          data.prefix(100) + Data((100..<data.count).map { _ in .random(in: 0...255) })
        }
      ),
      (
        "noise in one page",
        { data in
          var data = data
          let page = Int.random(in: 1..<data.count / 8192, using: &generator) * 8192
          for place in page..<page + 4096 { data[place] = .random(in: 0...255) }
          return data
        }
      ),
    ]
    for (kind, breakage) in (0..<Torture.count(1, long: 20)).flatMap({ _ in breakages }) {
      let copy = try VaultCopy()
      for suffix in ["-wal", "-shm"] { unlink(copy.path(name + suffix)) }
      try breakage(whole).write(to: URL(fileURLWithPath: copy.path(name)))
      chmod(copy.path(name), 0o600)
      let notice = try battery(copy)
      // Half of a page may be free space; all else must be found.
      #expect(notice != .nothing || kind == "noise in one page", "\(name), \(kind)")
      if case .atStart(let code, _) = notice {
        let result = try refusal(copy)
        #expect(result.code == code && result.text.contains("hint: "), "\(kind): \(result.text)")
      }
    }
  }

  @Test(
    "Two rows that changed places are told apart",
    arguments: [
      ("vault.db", "link", "signed", "place"), ("vault.db", "link", "h", "place"),
      ("vault.db", "content", "sealed", "place"), ("vault.db", "leaf", "bytes", "n"),
      ("vault.db", "leaf", "body", "n"), ("vault.db", "directory", "bytes", "n"),
      ("vault.db", "record", "bytes", "number"), ("vault.db", "section", "bytes", "dossier"),
      ("vault.db", "wrap", "box", "dossier"), ("keystore.db", "token", "sealed", "key"),
      ("keystore.db", "tag", "sealed", "name"),
    ])
  func swapped(_ file: String, _ table: String, _ column: String, _ key: String) throws {
    let copy = try VaultCopy()
    let database = try Database(copy.path(file))
    try database.permitAnything()
    try database.swapEnds(column, of: table, by: key)
    database.close()
    let notice = try battery(copy)
    // Nobody asks for a tag yet; a changed one is refused by the store's own tests.
    #expect(notice != .nothing || table == "tag", "\(table).\(column)")
  }
}
