import AuditLog
import Dossier
import Foundation
import Records
import Socket
import Sodium
import Store
import Synchronization
import Testing
import VaultClient
import VaultFixture
import VaultService
import VaultTestKit
import Vocabulary

@Suite(
  "Crash: kill -9 under load, at every step of the write and at any moment", .serialized,
  .enabled(if: Programs.areBuilt, "kluisd and CrashingService are not built"))
struct CrashTests {
  private static let clients = 16

  @Test(
    "Thirty kills: nothing acknowledged is lost, nothing is half there, no client is shown less",
    .timeLimit(.minutes(Torture.isOn ? 240 : 3)), arguments: 1...Torture.count(1, long: 34))
  func thirtyKills(series: Int) throws {
    let copy = try VaultCopy()
    let ledger = Ledger()
    var kills: [Kill] = WriteStep.ofEveryWrite.flatMap { step in
      (0..<3).map { _ in Kill.at(step, number: .random(in: 3...14)) }
    }
    kills += (0..<(30 - kills.count)).map { _ in
      Kill.after(milliseconds: .random(in: 60...400))
    }
    #expect(kills.count == 30)
    for (round, kill) in kills.shuffled().enumerated() {
      let process = try start(copy, kill)
      #expect(process.listens(at: copy.path("s")), "\(process.errors)\(process.output)")
      if round > 0 { try check(copy, ledger, after: kill) }
      load(copy, ledger, until: process, kill)
      #expect(process.wait() == -SIGKILL, "\(kill): \(process.errors)\(process.output)")
    }
    let served = try ServedCopy(copy)
    try check(copy, ledger, at: served.socket)
    // Each client's own pins hold against the log as it is now.
    for client in 0..<Self.clients {
      _ = try copy.session(.sanne, at: served.socket, device: "load-\(client)")
    }
    let report = try copy.verifyLog(at: served.socket)
    #expect(report.findings == [])
    let (entries, opens) = ledger.totals
    #expect(entries > 60 && opens > 60, "the load must be one")
  }

  /// How one service comes to its end.
  private enum Kill: CustomStringConvertible {
    /// The test executable, at the n-th time that a step is reached.
    case at(WriteStep, number: Int)
    /// The real kluisd, from outside.
    case after(milliseconds: Int)

    var description: String {
      switch self {
      case .at(let step, let number): "\(step.rawValue) \(number)"
      case .after(let time): "after \(time) ms"
      }
    }
  }

  private func start(_ copy: VaultCopy, _ kill: Kill) throws -> ServiceProcess {
    switch kill {
    case .at(let step, let number):
      try ServiceProcess(
        Programs.crashing,
        [copy.folder, Programs.policies, copy.path("s"), "kill", step.rawValue, "\(number + 6)"])
    case .after:
      try ServiceProcess(
        Programs.kluisd,
        ["--dir", copy.folder, "--policies", Programs.policies, "--socket", copy.path("s")])
    }
  }

  /// Sixteen clients write and open until the service is gone.
  private func load(
    _ copy: VaultCopy, _ ledger: Ledger, until process: ServiceProcess, _ kill: Kill
  ) {
    let threads = (0..<Self.clients).map { client in
      let thread = Thread { Worker(copy, ledger, client).run() }
      thread.stackSize = 4 << 20
      thread.start()
      return thread
    }
    if case .after(let time) = kill {
      usleep(UInt32(time) * 1_000)
      process.kill()
    }
    let deadline = ContinuousClock.now + .seconds(30)
    while threads.contains(where: { !$0.isFinished }), ContinuousClock.now < deadline {
      usleep(1_000)
    }
    let running = threads.count { !$0.isFinished }
    #expect(running == 0, "\(kill): the clients must come to an end")
    process.kill()
  }

  private func check(_ copy: VaultCopy, _ ledger: Ledger, after kill: Kill) throws {
    try check(copy, ledger, at: copy.path("s"))
  }

  /// All that was acknowledged is there; keystore and vault hold the same revisions.
  private func check(_ copy: VaultCopy, _ ledger: Ledger, at socket: String) throws {
    #expect(ledger.lies == [])
    let reader = try copy.session(.sanne, at: socket, device: "reader")
    for dossier in copy.institution.dossiers {
      let opened = try reader.open(dossier, sections: [.journaal], purpose: .uitvoering)
      var texts: [String: Int] = [:]
      for case .entry(let entry) in opened.revisions.map(\.content) {
        texts[entry.tekst, default: 0] += 1
      }
      let missing = ledger.entries(of: dossier).filter { texts[$0] != 1 }
      #expect(missing.isEmpty, "acknowledged, and not there once: \(missing)")
    }
    let store = try Vault.open(copy.path("vault.db"), readers: 1)
    var expected: Set<TokenKey> = []
    try store.read { tables in
      for dossier in copy.institution.dossiers {
        let number = try #require(try tables.dossiers.number(of: dossier))
        for section in try tables.sections.sections(of: number) {
          expected.insert(.share(dossier, section.section, generation: section.generation))
        }
        let links = try SignedLink.decode(tables.links.signed(number)).map(\.link)
        #expect(links.map(\.n) == Array(1...UInt32(links.count)))
        var content: Set<UInt32> = []
        for link in links where link.header.kind == .entry {
          let header = link.header
          content.insert(link.n)
          expected.insert(
            .entry(
              dossier, header.section, entry: header.entry, revision: header.revision,
              kind: header.kind.rawValue))
        }
        let places = try tables.content.places(of: number).map(\.n)
        #expect(Set(places) == content, "every link has its ciphertext, and the reverse")
      }
    }
    // No entry without its E, no token without its row.
    let tokens = Set(try copy.tokens(readBy: nil).keys)
    #expect(tokens == expected, "\(tokens.symmetricDifference(expected).count) differ")
  }
}

/// What the service acknowledged, and whatever a client could not believe.
final class Ledger: Sendable {
  private struct State {
    var entries: [Identifier: [String]] = [:]
    var opens = 0
    var lies: [String] = []
  }
  private let state = Mutex(State())

  func wrote(_ text: String, in dossier: Identifier) {
    state.withLock { $0.entries[dossier, default: []].append(text) }
  }
  func opened() { state.withLock { $0.opens += 1 } }
  func lie(_ text: String) { state.withLock { $0.lies.append(text) } }

  func entries(of dossier: Identifier) -> [String] {
    state.withLock { $0.entries[dossier] ?? [] }
  }
  var lies: [String] { state.withLock { $0.lies } }
  var totals: (entries: Int, opens: Int) {
    state.withLock { state in (state.entries.values.reduce(0) { $0 + $1.count }, state.opens) }
  }
}

/// One client with a device of its own: writes and opens until the connection ends.
private struct Worker {
  let copy: VaultCopy
  let ledger: Ledger
  let client: Int

  init(_ copy: VaultCopy, _ ledger: Ledger, _ client: Int) {
    self.copy = copy
    self.ledger = ledger
    self.client = client
  }

  func run() {
    do {
      let dossier = copy.institution.dossiers[client % copy.institution.dossiers.count]
      let session = try copy.session(.sanne, at: copy.path("s"), device: "load-\(client)")
      let writable = try session.openForWriting(
        dossier, sections: [.journaal], purpose: .uitvoering)
      while true {
        let text = "regel \(client) \(UInt64.random(in: 0...UInt64.max))"
        do {
          try session.append([try NoLogNoKeyTests.entry(text)], to: writable)
          ledger.wrote(text, in: dossier)
        } catch ClientError.stale {
          continue  // sixteen at one head: the next try builds on the newest
        }
        let opened = try session.open(dossier, sections: [.journaal], purpose: .uitvoering)
        ledger.opened()
        let seen = opened.revisions.contains { revision in
          if case .entry(let entry) = revision.content { entry.tekst == text } else { false }
        }
        if !seen { ledger.lie("an entry that was just acknowledged is not in the dossier") }
      }
    } catch let error as ClientError {
      switch error {
      case .connectionLost, .unreachable: break
      default: ledger.lie("client \(client): \(error)")
      }
    } catch is SocketError {
      // The service was gone before this client had reached it.
    } catch { ledger.lie("client \(client): \(error)") }
  }
}
