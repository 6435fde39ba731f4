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
      if round > 0 { try copy.holds(ledger, at: copy.path("s")) }
      load(copy, ledger, until: process, kill)
      #expect(process.wait() == -SIGKILL, "\(kill): \(process.errors)\(process.output)")
    }
    let served = try ServedCopy(copy)
    try copy.holds(ledger, at: served.socket)
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
      let thread = Thread { LoadWorker(copy, ledger, client).run() }
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
}
