import Dossier
import Foundation
import Glibc
import Store
import Synchronization
import Testing
import VaultClient
import VaultFixture
import VaultTestKit
import Vocabulary

@testable import VaultService

@Suite(
  "Rotation of a running service: those who work notice nothing, and a crash loses nothing",
  .serialized)
struct RotationTests {
  private static let clients = 6

  private func load(_ copy: VaultCopy, _ ledger: Ledger) -> [Thread] {
    (0..<Self.clients).map { client in
      let thread = Thread { LoadWorker(copy, ledger, client).run() }
      thread.stackSize = 4 << 20
      thread.start()
      return thread
    }
  }

  private func wait(for threads: [Thread]) {
    let deadline = ContinuousClock.now + .seconds(30)
    while threads.contains(where: { !$0.isFinished }), ContinuousClock.now < deadline {
      usleep(1_000)
    }
    #expect(threads.count { !$0.isFinished } == 0, "the clients must come to an end")
  }

  @Test("Ten rotations while six clients write and open: no answer fails, nothing is lost")
  func whileWorking() throws {
    let copy = try VaultCopy()
    let ledger = Ledger()
    let served = try ServedCopy(copy)
    try FileManager.default.createSymbolicLink(
      atPath: copy.path("s"), withDestinationPath: served.socket)
    let threads = load(copy, ledger)
    for round in 1...10 as ClosedRange<UInt32> {
      let before = ledger.totals
      while ledger.totals.entries < before.entries + 3 || ledger.totals.opens < before.opens + 3,
        ledger.lies.isEmpty
      { usleep(1_000) }
      #expect(try served.server.rotateKeystore() == round + 1)
    }
    ledger.end()
    wait(for: threads)
    served.stop()
    let again = try ServedCopy(copy)
    try copy.holds(ledger, at: again.socket)
    #expect(try copy.verifyLog(at: again.socket).findings == [])
    #expect(again.server.opened.keystore.epoch == 11)
  }

  @Test(
    "Killed at each step of a rotation under load: nothing acknowledged is lost, and it opens with the same W",
    .enabled(if: Programs.areBuilt, "CrashingService is not built"),
    arguments: RotationStep.allCases)
  func kill(step: RotationStep) throws {
    let copy = try VaultCopy()
    let ledger = Ledger()
    let number = Int.random(in: 3...6)
    let process = try ServiceProcess(
      Programs.crashing,
      [copy.folder, Programs.policies, copy.path("s"), "kill", step.rawValue, "\(number)"])
    #expect(process.listens(at: copy.path("s")), "\(process.errors)\(process.output)")
    let threads = load(copy, ledger)
    #expect(process.wait(seconds: 60) == -SIGKILL, "\(process.errors)\(process.output)")
    wait(for: threads)
    let served = try ServedCopy(copy)
    try copy.holds(ledger, at: served.socket)
    let isNew = [.renamed, .directorySynced, .opened].contains(step)
    #expect(served.server.opened.keystore.epoch == UInt32(number + (isNew ? 1 : 0)))
    let drafts = try FileManager.default.contentsOfDirectory(atPath: copy.folder)
      .filter { $0.contains(".new") }
    #expect(drafts == [])
    for client in 0..<Self.clients {
      _ = try copy.session(.sanne, at: served.socket, device: "load-\(client)")
    }
    #expect(try copy.verifyLog(at: served.socket).findings == [])
    #expect(try served.server.rotateKeystore() > UInt32(number))
    try copy.holds(ledger, at: served.socket)
  }

  @Test("While a backup is made it is busy; the backup is whole, and then it goes")
  func besideABackup() throws {
    let copy = try VaultCopy()
    let folder = copy.scratch.path("backups")
    let server = Mutex<VaultServer?>(nil)
    let busy = Mutex<[KeystoreError?]>([])
    let served = try ServedCopy(copy) { settings in
      settings.backupFolder = folder
      settings.atBackupStep = { step in
        guard step == .begun, let server = server.withLock({ $0 }) else { return }
        do throws(KeystoreError) {
          _ = try server.rotateKeystore()
          busy.withLock { $0.append(nil) }
        } catch { busy.withLock { $0.append(error) } }
      }
    }
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    server.withLock { $0 = served.server }
    _ = try copy.session(.beheerder, at: served.socket).createBackup()
    #expect(busy.withLock { $0 } == [.database(.busy)])
    #expect(try served.server.rotateKeystore() == 2)
    let sanne = try copy.session(.sanne, at: served.socket)
    for (dossier, contents) in zip(copy.institution.dossiers, copy.institution.contents) {
      #expect(try sanne.open(dossier, purpose: .uitvoering).revisions.map(\.content) == contents)
    }
    server.withLock { $0 = nil }
  }
}
