import Dossier
import Foundation
import Records
import Socket
import Store
import Testing
import VaultClient
import VaultFixture
import VaultService
import VaultTestKit
import Vocabulary

@Suite(
  "Refresh: kill -9 at every step leaves the old halves or the new ones, never neither",
  .serialized,
  .enabled(if: Programs.areBuilt, "CrashingService is not built"))
struct RefreshCrashTests {
  /// Serves the vault of a world in a process that ends itself at the n-th time of a step.
  private func serve(
    _ world: RefreshWorld, _ fault: [String] = []
  ) throws -> (process: ServiceProcess, socket: String) {
    let socket = world.household.scratch.path("c\(UInt16.random(in: 0...UInt16.max))")
    let process = try ServiceProcess(
      Programs.crashing, [world.household.folder, Programs.policies, socket] + fault)
    #expect(process.listens(at: socket), "\(process.errors)\(process.output)")
    return (process, socket)
  }

  private func session(
    _ world: RefreshWorld, _ ring: KeyRing, _ socket: String
  ) throws -> VaultSession {
    let transport = try Transport.connect(to: .unix(path: socket))
    return try world.session(
      ring,
      over: Channel { message throws(SocketError) in
        try transport.writeFrame(message)
        guard let answer = try transport.readFrame(idle: .seconds(30)) else {
          throw SocketError(.closed)
        }
        return answer
      })
  }

  @Test(
    "Killed at each step of the check, and while the old halves are removed: after the restart every section has exactly one half, the dossier opens, and running both parts again finishes",
    arguments: WriteStep.allCases)
  func kill(step: WriteStep) throws {
    let world = try RefreshWorld()
    let before = try world.contents()
    try world.youssefLeaves()
    #expect(try world.cato().proposeRefreshes().dossiers == 1)
    world.vault.stop()

    // Start, policy, sign-in, due, proposed come before the check; only the check writes a half.
    let isOfKeystore = [.keystoreWritten, .keystoreCommitted].contains(step)
    let isAfter = !WriteStep.ofEveryWrite.contains(step)
    let number = isOfKeystore || isAfter ? 1 : 6
    do {
      let (process, socket) = try serve(world, ["kill", step.rawValue, "\(number)"])
      _ = try? session(world, world.coen, socket).checkRefreshes()
      #expect(process.wait(seconds: 20) == -SIGKILL, "\(process.errors)")
      let isDone = [.vaultCommitted, .checkpointSigned, .released].contains(step) || isAfter
      #expect(try world.generations() == [isDone ? 2 : 1], "it was the check that was cut off")
    }
    try whole(world, before)
    let (process, socket) = try serve(world)
    defer { process.kill() }
    let first = try session(world, world.household.ring(.custodian), socket)
    if try !first.dueRefreshes().isEmpty {
      _ = try first.proposeRefreshes()
      #expect(try session(world, world.coen, socket).checkRefreshes().isClean)
    }
    #expect(try first.dueRefreshes() == [])
    #expect(try world.generations() == [2])
    let opened = try session(world, world.household.ring(.sanne), socket)
      .open(world.dossier, purpose: .uitvoering)
    #expect(opened.revisions.map(\.content) == before)
    #expect(try first.verifyRefreshes().isClean)
    let folder = world.household.scratch.path("copy")
    _ = try session(world, world.household.ring(.fg), socket).copyLog(into: folder)
    #expect(LogCopyVerifier(anchor: world.household.anchor).verify(folder: folder).findings == [])
  }

  /// After a start: one half for each section, of the generation that its boxes have.
  private func whole(_ world: RefreshWorld, _ before: [EntryContent]) throws {
    let (process, socket) = try serve(world)
    defer { process.kill() }
    let (sections, wraps) = try world.stored()
    #expect(
      try Set(world.shares().keys)
        == Set(
          sections.map {
            TokenKey.share(world.dossier, $0.section, generation: $0.generation)
          }))
    for section in sections {
      let own = wraps.filter { $0.section == section.section }
      #expect(own.count == 2 && own.allSatisfy { $0.generation == section.generation })
    }
    let opened = try session(world, world.household.ring(.sanne), socket)
      .open(world.dossier, purpose: .uitvoering)
    #expect(opened.revisions.map(\.content) == before)
  }
}
