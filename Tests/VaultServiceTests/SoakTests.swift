import AuditLog
import Foundation
import Records
import Synchronization
import Testing
import VaultClient
import VaultFixture
import VaultTestKit
import Vocabulary

/// What `make soak` asks for.
enum Soak {
  private static let environment = ProcessInfo.processInfo.environment
  /// How long; nil when this is an ordinary run of the tests.
  static let minutes = environment["KLUIS_SOAK_MINUTES"].flatMap { Double($0) }
  /// The service under load; that of this build when nothing is named.
  static let service = environment["KLUIS_SOAK_SERVICE"] ?? Programs.kluisd
}

@Suite(
  "Soak: the real kluisd under mixed load for a long time", .serialized,
  .enabled(if: Soak.minutes != nil && Programs.areBuilt, "asked for with make soak"))
struct SoakTests {
  @Test("Memory and descriptors stay level, every answer is right, and the log verifies at the end")
  func staysLevel() throws {
    let minutes = try #require(Soak.minutes)
    let copy = try VaultCopy()
    let process = try ServiceProcess(
      Soak.service,
      ["--dir", copy.folder, "--policies", Programs.policies, "--socket", copy.path("s")])
    try #require(process.listens(at: copy.path("s")), "\(process.errors)")
    let idle = try SoakSample(of: process, copy)
    let load = SoakLoad(copy)
    let start = ContinuousClock.now
    let threads = load.start()
    var course: [SoakSample] = []
    print(SoakSample.heading)
    fflush(nil)
    for step in 1...20 {
      let due = start + .seconds(minutes * 60 * Double(step) / 20)
      while ContinuousClock.now < due, process.wait(seconds: 0) == nil { usleep(20_000) }
      try #require(process.wait(seconds: 0) == nil, "kluisd ended: \(process.errors)")
      let sample = try SoakSample(of: process, copy)
      course.append(sample)
      print(sample.line(after: minutes * Double(step) / 20, load))
      fflush(nil)  // to a file or a pipe it would come at the end only
      #expect(load.wrong == [])
    }
    load.end()
    while threads.contains(where: { !$0.isFinished }) { usleep(1_000) }
    // Everybody has hung up: what they held goes back.
    var rest = try SoakSample(of: process, copy)
    let patience = ContinuousClock.now + .seconds(10)
    while rest.descriptors > idle.descriptors, ContinuousClock.now < patience {
      usleep(10_000)
      rest = try SoakSample(of: process, copy)
    }
    print(rest.line(after: minutes, load) + "  at rest")
    #expect(rest.descriptors <= idle.descriptors)
    #expect(rest.threads <= idle.threads)
    // The first quarter fills caches and pools; from then on nothing grows but the vault itself.
    let (warm, later) = (course[..<5], course[5...])
    let before = warm.map(\.resident).max() ?? 0
    let after = later.map(\.resident).max() ?? 0
    #expect(after <= before + before / 4 + (8 << 10), "\(before) KiB, then \(after) KiB")
    #expect(
      (later.map(\.descriptors).max() ?? 0) <= (warm.map(\.descriptors).max() ?? 0) + 4)
    // Two databases begin their journal anew every 4,000 pages of 8 KiB; a reader can hold that up.
    #expect((course.map(\.journal).max() ?? 0) < 128 << 10)
    #expect(process.errors.utf8.count < 64 << 10, "the service fills its own log")
    #expect(load.counts.values.allSatisfy { $0 > 0 }, "\(load.counts)")
    let report = try copy.verifyLog(at: copy.path("s"))
    #expect(report.findings == [])
    print(
      "the copied log verifies: \(report.pin.map { $0.size } ?? 0) entries, \(report.findings.count) findings"
    )
    process.signal(SIGTERM)
    #expect(process.wait() == 0, "\(process.errors)")
  }
}

/// What the kernel and the folder say of the service at one moment.
private struct SoakSample {
  let resident: Int
  let threads: Int
  let descriptors: Int
  let vault: Int
  let keystore: Int
  let journal: Int
  let complaints: Int

  init(of process: ServiceProcess, _ copy: VaultCopy) throws {
    let status = try String(contentsOfFile: "/proc/\(process.pid)/status", encoding: .utf8)
    func number(_ name: String) -> Int {
      let line = status.split(separator: "\n").first { $0.hasPrefix(name + ":") }
      return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
    }
    resident = number("VmRSS")
    threads = number("Threads")
    // Only root looks into a process that cannot be dumped; for others this is 0 throughout.
    let open = try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process.pid)/fd")
    descriptors = open?.count ?? 0
    func kibibytes(_ name: String) -> Int {
      var about = stat()
      return stat(copy.path(name), &about) == 0 ? Int(about.st_size) >> 10 : 0
    }
    vault = kibibytes("vault.db")
    keystore = kibibytes("keystore.db")
    journal = kibibytes("vault.db-wal") + kibibytes("keystore.db-wal")
    complaints = process.errors.utf8.count
  }

  private static func row(_ cells: [String]) -> String {
    cells.map { String(repeating: " ", count: max(0, 9 - $0.count)) + $0 }.joined()
  }

  static let heading = row(
    ["minutes", "RSS KiB", "threads", "files", "vault", "keystore", "journals", "stderr", "leaves"]
      + SoakLoad.Part.allCases.map(\.rawValue))

  func line(after minutes: Double, _ load: SoakLoad) -> String {
    let counts = load.counts
    let numbers = [
      resident, threads, descriptors, vault, keystore, journal, complaints, load.leaves,
    ]
    return Self.row(
      ["\((minutes * 100).rounded() / 100)"] + numbers.map { "\($0)" }
        + SoakLoad.Part.allCases.map { "\(counts[$0] ?? 0)" })
  }
}

/// Nine people at once, each with a device of their own, until told to end.
private final class SoakLoad: Sendable {
  enum Part: String, CaseIterable {
    case open, write, list, create, signIn, refused, consult, log, noise
  }

  private struct State {
    var counts: [Part: Int] = [:]
    var wrong: [String] = []
    var ended = false
    var leaves = 0
  }
  private let state = Mutex(State())
  private let copy: VaultCopy

  init(_ copy: VaultCopy) { self.copy = copy }

  var counts: [Part: Int] {
    let counted = state.withLock { $0.counts }
    return Dictionary(uniqueKeysWithValues: Part.allCases.map { ($0, counted[$0] ?? 0) })
  }
  /// How long the log was when the FG looked last.
  var leaves: Int { state.withLock { $0.leaves } }
  var wrong: [String] { state.withLock { $0.wrong } }
  func end() { state.withLock { $0.ended = true } }

  func start() -> [Thread] {
    Part.allCases.map { part in
      let thread = Thread { self.run(part) }
      thread.stackSize = 4 << 20
      thread.start()
      return thread
    }
  }

  private func run(_ part: Part) {
    do { try work(part) } catch {
      state.withLock { $0.wrong.append("\(part.rawValue): \(error)") }
    }
  }

  /// Repeats something until the end, with a pause so that the vault grows as in years, not days.
  private func repeating(_ part: Part, pause: UInt32, _ body: () throws -> Void) throws {
    while !state.withLock({ $0.ended }) {
      try body()
      state.withLock { $0.counts[part, default: 0] += 1 }
      usleep(pause * 1_000)
    }
  }

  private func session(_ person: Person, _ part: Part) throws -> VaultSession {
    try copy.session(person, at: copy.path("s"), device: "soak-\(part.rawValue)")
  }

  private func work(_ part: Part) throws {
    let (first, second) = (copy.institution.dossiers[0], copy.institution.dossiers[1])
    switch part {
    case .open:
      let sanne = try session(.sanne, part)
      let known = copy.institution.contents[0]
      try repeating(part, pause: 5) {
        let opened = try sanne.open(first, purpose: .uitvoering)
        if opened.revisions.map(\.content) != known { throw Lied() }
      }
    case .write:
      let sanne = try session(.sanne, part)
      let writable = try sanne.openForWriting(
        second, sections: [.journaal], purpose: .uitvoering)
      try repeating(part, pause: 100) {
        try sanne.append(
          [NoLogNoKeyTests.entry("duur \(UInt32.random(in: 0 ... .max))")], to: writable)
      }
    case .list:
      let sanne = try session(.sanne, part)
      try repeating(part, pause: 50) {
        if try sanne.list(purpose: .uitvoering).count < 2 { throw Lied() }
      }
    case .create:
      let youssef = try session(.youssef, part)
      let gezin = try Families.gezin("dylan")
      try repeating(part, pause: 5_000) { _ = try youssef.create(gezin) }
    case .signIn:
      try repeating(part, pause: 20) {
        _ = try session(.youssef, part).open(second, sections: [.kern], purpose: .uitvoering)
      }
    case .refused:
      let youssef = try session(.youssef, part)
      try repeating(part, pause: 50) {
        let code = refusalCode { _ = try youssef.open(first, purpose: .uitvoering) }
        if code != "not-involved" { throw Lied() }
      }
    case .consult:
      let jurist = try session(.jurist, part)
      try repeating(part, pause: 50) {
        let opened = try jurist.open(
          first, sections: WorkedInstitution.consulted, purpose: .juridisch)
        if opened.revisions.isEmpty { throw Lied() }
      }
    case .log:
      let fg = try session(.fg, part)
      try repeating(part, pause: 200) {
        let size = try fg.checkpoint().pin.size
        state.withLock { $0.leaves = size }
        if try fg.readLog(from: max(0, size - 50), count: 50).isEmpty { throw Lied() }
      }
    case .noise:
      try repeating(part, pause: 50) {
        let socket = try RawSocket(copy.path("s"))
        socket.write((0..<UInt16.random(in: 1...4_000)).map { _ in .random(in: 0...255) })
        socket.finish()
        while case .response = try socket.hear() {}
      }
    }
  }

  /// An answer that cannot be.
  private struct Lied: Error {}
}
