import AuditLog
import Dossier
import Foundation
import Records
import Store
import Synchronization
import Testing
import VaultClient
import VaultFixture
import VaultService
import VaultTestKit
import Vocabulary

/// What a service sent, frame by frame.
final class Frames: Sendable {
  private let frames = Mutex<[[UInt8]]>([])

  func add(_ frame: [UInt8]) { frames.withLock { $0.append(frame) } }
  func forget() { frames.withLock { $0 = [] } }
  var count: Int { all.count }
  var all: [[UInt8]] { frames.withLock { $0 } }

  /// How many answers were an error object and nothing else; nil when any frame held what only a
  /// logged act may bring.
  ///
  /// A page of the signed directory is no act: whoever reaches the socket may have it.
  var errors: Int? {
    var errors = 0
    for frame in all {
      let text = String(decoding: frame, as: UTF8.self)
      guard
        ["answer", "secrets", "tail", "links"].allSatisfy({ !text.contains(#""\#($0)""#) })
      else { return nil }
      if text.contains(#""error""#), !text.contains(#""result""#), frame.count < 1_000 {
        errors += 1
      } else if !text.contains(#""records""#) {
        return nil
      }
    }
    return errors
  }
}

@Suite(
  "No log, no key: when the log cannot be written nothing leaves the service", .serialized,
  .enabled(if: Programs.areBuilt, "kluisd and CrashingService are not built"))
struct NoLogNoKeyTests {
  private static let dossier = 0

  /// A new entry of the journal, with a text of its own.
  static func entry(_ text: String) throws -> NewRevision {
    guard
      case .entry(var entry)? = try Families.gezin("sjors").contents().first(where: {
        if case .entry(let entry) = $0 { entry.sectie == .journaal } else { false }
      })
    else { throw CocoaError(.coderValueNotFound) }
    entry.id = "x-\(UInt32.random(in: 0...UInt32.max))"
    entry.tekst = text
    return NewRevision(.entry(entry))
  }

  /// The leaf of an open; nil when there was no log to write it in.
  private static func reference(_ session: VaultSession, _ dossier: Identifier) throws -> Int? {
    do { return try session.open(dossier, purpose: .uitvoering).reference } catch {
      guard error == .logUnavailable else { throw error }
      return nil
    }
  }

  /// Every kind of call that releases something, and the writes: each must fail for want of a log.
  private func expectNothing(
    _ sanne: VaultSession, _ writable: WritableDossier, _ frames: Frames, _ dossier: Identifier,
    _ place: SourceLocation = #_sourceLocation
  ) throws {
    frames.forget()
    #expect(throws: ClientError.logUnavailable, sourceLocation: place) {
      try sanne.open(dossier, purpose: .uitvoering)
    }
    #expect(throws: ClientError.logUnavailable, sourceLocation: place) {
      try sanne.list(purpose: .uitvoering)
    }
    #expect(throws: ClientError.logUnavailable, sourceLocation: place) {
      try sanne.append([try Self.entry("nooit geschreven")], to: writable)
    }
    #expect(throws: ClientError.logUnavailable, sourceLocation: place) {
      try sanne.openForWriting(dossier, sections: [.journaal], purpose: .uitvoering)
    }
    #expect(throws: ClientError.logUnavailable, sourceLocation: place) {
      try sanne.create(Families.gezin("dylan"))
    }
    #expect(frames.errors == 5, sourceLocation: place)
  }

  @Test(
    "A full disk: the unprivileged kluisd answers log-unavailable; with space it serves again",
    .enabled(
      if: Programs.canDropPrivilege, "only root can mount, and become a user without privilege"),
    arguments: 1...Torture.count(1, long: 20))
  func fullDisk(round: Int) throws {
    // Larger than what is kept for the log: empty, it can be written to.
    let disk = try SmallDisk(megabytes: 320)
    let copy = try VaultCopy(folder: disk.path + "/vault", owner: ServiceProcess.nobody)
    let process = try ServiceProcess(
      Programs.kluisd,
      ["--dir", copy.folder, "--policies", Programs.policies, "--socket", copy.path("s")],
      .init(unprivileged: true))
    #expect(process.listens(at: copy.path("s")), "\(process.errors)")
    let credentials = try process.credentials()
    #expect(credentials.user == ServiceProcess.nobody)
    #expect(credentials.capabilities.allSatisfy { $0.allSatisfy { $0 == "0" } })

    let frames = Frames()
    let dossier = copy.institution.dossiers[Self.dossier]
    let sanne = try copy.session(.sanne, at: copy.path("s")) { frames.add($0) }
    let writable = try sanne.openForWriting(dossier, sections: [.journaal], purpose: .uitvoering)
    let before = try sanne.open(dossier, purpose: .uitvoering)
    try disk.fill()
    // What was allocated before may hold a few commits more; each of those is in the log.
    var served = 0
    var lastReference = before.reference
    while served < 2_000, let reference = try Self.reference(sanne, dossier) {
      lastReference = reference
      served += 1
    }
    #expect(served < 2_000, "the disk must be full")
    for _ in 0..<3 { try expectNothing(sanne, writable, frames, dossier) }
    // A stranger does not even get in, and the ones who are in stay.
    #expect(throws: ClientError.logUnavailable) {
      try copy.session(.youssef, at: copy.path("s"))
    }
    try disk.empty()
    let after = try sanne.open(dossier, purpose: .uitvoering)
    #expect(after.revisions.map(\.content) == copy.institution.contents[Self.dossier])
    try sanne.append([try Self.entry("weer ruimte")], to: writable)
    // Between the last answer and this one there is no leaf of a release that nobody got.
    let fg = try copy.session(.fg, at: copy.path("s"))
    let later = try fg.readLog(from: lastReference + 1, count: 1000)
    #expect(later.first?.index == after.reference, "\(later.map(\.action))")
    #expect(try copy.verifyLog(at: copy.path("s"), device: "other").findings == [])
  }

  @Test(
    "A limit on the size of files does not kill kluisd: it answers, and lives on when it is lifted")
  func fileSizeLimit() throws {
    let copy = try VaultCopy()
    let process = try ServiceProcess(
      Programs.kluisd,
      ["--dir", copy.folder, "--policies", Programs.policies, "--socket", copy.path("s")])
    #expect(process.listens(at: copy.path("s")), "\(process.errors)")
    let frames = Frames()
    let dossier = copy.institution.dossiers[Self.dossier]
    let sanne = try copy.session(.sanne, at: copy.path("s")) { frames.add($0) }
    let writable = try sanne.openForWriting(dossier, sections: [.journaal], purpose: .uitvoering)
    try process.limitFileSize("1")
    try expectNothing(sanne, writable, frames, dossier)
    try process.limitFileSize("unlimited")
    let opened = try sanne.open(dossier, purpose: .uitvoering)
    #expect(opened.revisions.map(\.content) == copy.institution.contents[Self.dossier])
    #expect(try copy.verifyLog(at: copy.path("s"), device: "other").findings == [])
  }

  @Test(
    "A commit that fails lets nothing out, whichever of the two it is; orphans are swept",
    arguments: [WriteStep.keystoreWritten, .keystoreCommitted])
  func failedCommit(_ step: WriteStep) throws {
    let owner = Programs.canDropPrivilege ? ServiceProcess.nobody : nil
    let copy = try VaultCopy(owner: owner)
    let dossier = copy.institution.dossiers[Self.dossier]
    let before = try copy.tokens(readBy: owner)
    let way = ServiceProcess.Way(unprivileged: owner != nil)
    let faulty = try ServiceProcess(
      Programs.crashing,
      [copy.folder, Programs.policies, copy.path("s"), "fail", step.rawValue, "1"], way)
    #expect(faulty.listens(at: copy.path("s")), "\(faulty.output)")
    if owner != nil { #expect(try faulty.credentials().user == ServiceProcess.nobody) }
    let frames = Frames()
    let sanne = try copy.session(.sanne, at: copy.path("s")) { frames.add($0) }
    let writable = try sanne.openForWriting(dossier, sections: [.journaal], purpose: .uitvoering)
    let head = writable.head
    frames.forget()
    #expect(throws: ClientError.logUnavailable) {
      try sanne.append([try Self.entry("de eerste")], to: writable)
    }
    #expect(frames.errors == 1)
    // E without its row: there when the keystore was committed, and only then.
    let orphans = try copy.tokens(readBy: owner).count - before.count
    #expect(orphans == (step == .keystoreCommitted ? 1 : 0))
    // The service goes on in the same run: the head is the old one and the next write is good.
    #expect(try sanne.open(dossier, purpose: .uitvoering).head == head)
    try sanne.append([try Self.entry("de tweede")], to: writable)
    faulty.kill()

    let process = try ServiceProcess(
      Programs.kluisd,
      ["--dir", copy.folder, "--policies", Programs.policies, "--socket", copy.path("s")], way)
    #expect(process.listens(at: copy.path("s")), "\(process.errors)")
    #expect(try copy.tokens(readBy: owner).count == before.count + 1, "the orphan is swept")
    let again = try copy.session(.sanne, at: copy.path("s"), device: "other")
    let opened = try again.open(dossier, purpose: .uitvoering)
    #expect(
      opened.revisions.map(\.content)
        == copy.institution.contents[Self.dossier]
        + [opened.revisions.last?.content]
        .compactMap(\.self))
    #expect(opened.head.n == head.n + 1)
    #expect(try copy.verifyLog(at: copy.path("s"), device: "other").findings == [])
  }

  @Test("A failed commit of an open lets no share out, and none of a new dossier")
  func failedRelease() throws {
    for (number, method) in [(2, "open"), (2, "list"), (2, "begin")] {
      let copy = try VaultCopy()
      let before = try copy.tokens().count
      let faulty = try ServiceProcess(
        Programs.crashing,
        [
          copy.folder, Programs.policies, copy.path("s"), "fail",
          WriteStep.vaultWritten.rawValue, "\(number + 2)",
        ])
      #expect(faulty.listens(at: copy.path("s")), "\(faulty.output)")
      let frames = Frames()
      // Start and policy are one batch each, then this sign-in; the next one fails.
      let sanne = try copy.session(.sanne, at: copy.path("s")) { frames.add($0) }
      frames.forget()
      #expect(throws: ClientError.logUnavailable, "\(method)") {
        switch method {
        case "open": _ = try sanne.open(copy.institution.dossiers[0], purpose: .uitvoering)
        case "list": _ = try sanne.list(purpose: .uitvoering)
        default: _ = try sanne.create(Families.gezin("dylan"))
        }
      }
      #expect(frames.errors == 1, "\(method)")
      faulty.kill()
      let served = try ServedCopy(copy)
      served.stop()
      #expect(try copy.tokens().count == before, "\(method): S without a record is swept")
    }
  }
}

extension ServiceProcess {
  /// Sets the soft limit on the files that the running process writes; prlimit(1).
  func limitFileSize(_ limit: String) throws {
    let result = try Program.run("prlimit", ["--pid", String(pid), "--fsize=\(limit):"])
    guard result.status == 0 else { throw POSIXError(.EPERM) }
  }
}

extension VaultCopy {
  /// The tokens beside a running service of another user: from a copy, so that nothing is touched.
  func tokens(readBy owner: uid_t?) throws -> [TokenKey: [UInt8]] {
    let place = scratch.path("look-\(UInt32.random(in: 0...UInt32.max))")
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    for name in ["keystore.db", "keystore.db-wal", "wrap.key"]
    where FileManager.default.fileExists(atPath: path(name)) {
      _ = FileManager.default.createFile(
        atPath: place + "/" + name, contents: FileManager.default.contents(atPath: path(name)),
        attributes: [.posixPermissions: 0o600])
    }
    return try Tokens.read(place, [.share, .entry])
  }
}

/// A file system of a few megabytes in memory, mounted for one test.
final class SmallDisk {
  let path: String
  private let scratch: Scratch

  init(megabytes: Int) throws {
    scratch = try Scratch()
    chmod(scratch.url.path, 0o711)
    path = scratch.path("disk")
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let result = try Program.run(
      "mount", ["-t", "tmpfs", "-o", "size=\(megabytes)m,mode=0711", "tmpfs", path])
    guard result.status == 0 else { throw POSIXError(.EPERM) }
  }

  deinit { _ = try? Program.run("umount", ["--lazy", path]) }

  /// Writes until there is no block left.
  func fill() throws {
    let descriptor = open(path + "/filler", O_WRONLY | O_CREAT | O_APPEND, 0o600)
    guard descriptor >= 0 else { throw POSIXError(.EIO) }
    defer { close(descriptor) }
    for size in [1 << 20, 4096, 1] {
      let block = [UInt8](repeating: 0x5A, count: size)
      while write(descriptor, block, size) > 0 {}
    }
    guard errno == ENOSPC else { throw POSIXError(.EIO) }
  }

  func empty() throws { try FileManager.default.removeItem(atPath: path + "/filler") }
}
