import Directory
import Dossier
import Foundation
import Records
import Socket
import Sodium
import Store
import Testing
import VaultFixture
import VaultService
import VaultTestKit
import Vocabulary

@testable import VaultClient

/// A vault of which only `keystore.db` is lost: its copy is of before a refresh and of before an entry.
private struct OlderKeystore {
  let world: RefreshWorld
  let backup: String
  private let backups: String

  /// - Parameter refreshed: whether Youssef left after the backup, and the keys were refreshed.
  init(refreshed: Bool = true) throws {
    let folder = try Scratch()
    let backups = folder.path("backups")
    mkdir(backups, 0o700)
    let world = try RefreshWorld { $0.backupFolder = backups }
    (scratch, self.backups, self.world) = (folder, backups, world)
    backup = try world.session(world.household.ring(.beheerder), over: world.vault.channel())
      .createBackup().name
    if refreshed {
      try world.youssefLeaves()
      try world.refresh()
    }
    let sanne = try world.session(world.household.ring(.sanne), over: world.vault.channel())
    let writable = try sanne.openForWriting(
      world.dossier, sections: [.journaal], purpose: .uitvoering)
    try sanne.append([NoLogNoKeyTests.entry("na de kopie")], to: writable)
    world.vault.stop()
  }

  private let scratch: Scratch
  func root() throws -> SecretBytes { try SecretFile.read(world.household.folder + "/root.key") }
  var keystore: String { "\(backups)/keystore/\(backup)" }
  var recovered: String { scratch.path("recovered") }

  /// - Parameter pair: with the `vault.db` of the same backup, and the newer one for its log.
  func recovery(pair: Bool) -> VaultRecovery {
    var recovery = VaultRecovery(
      vault: pair ? "\(backups)/vault/\(backup)" : world.household.folder, keystore: keystore,
      folder: recovered)
    if pair { recovery.log = world.household.folder }
    return recovery
  }

  func sign() throws {
    let path = recovered + "/restore.json"
    var file = try RestoreFile(decoding: [UInt8](Data(contentsOf: URL(fileURLWithPath: path))))
    for person in [Person.beheerder, .fg] {
      let ring = world.household.ring(person)
      file.restore.sign(as: ring.identity.member, with: ring.identity.signing)
    }
    try Data(file.encode()).write(to: URL(fileURLWithPath: path))
    chmod(path, 0o600)
  }
}

/// A service that was started on a recovered folder, on a socket.
private final class ServedServer: Sendable {
  private let server: VaultServer
  private let listener: Listener
  private let socket: String

  init(_ server: VaultServer, _ socket: String) throws {
    self.server = server
    self.socket = socket
    listener = try Listener.open(path: socket)
    let listener = listener
    _ = try WorkerThread.start("accept") {
      while let descriptor = try? listener.accept() { server.serve(descriptor) }
    }
  }

  deinit { stop() }

  func channel() throws -> Channel { Channel(try Transport.connect(to: .unix(path: socket))) }

  func stop() {
    listener.stop()
    server.stop()
  }
}

@Suite("Restore with a keystore.db that is older than vault.db", .serialized)
struct OlderKeystoreTests {
  @Test(
    "Only keystore.db lost, and refreshed since: each dossier and section is named, nothing is made"
  )
  func named() throws {
    let lost = try OlderKeystore()
    do {
      _ = try lost.recovery(pair: false).make(root: lost.root(), at: Date.milliseconds)
      Issue.record("recovered with halves that fit nothing")
    } catch RecoveryFault.keystoreOlder(let unfit) {
      #expect(unfit.map(\.dossier) == [lost.world.dossier])
      let sections = try lost.world.stored().sections.map(\.section)
      #expect(unfit.first?.refreshed == sections && sections.count > 2)
      #expect(unfit.first?.lacking == [] && unfit.first?.revisions == 1)
    }
    #expect(!FileManager.default.fileExists(atPath: lost.recovered))
  }

  @Test("Without a refresh the entries of since are counted, by dossier")
  func entries() throws {
    let lost = try OlderKeystore(refreshed: false)
    do {
      _ = try lost.recovery(pair: false).make(root: lost.root(), at: Date.milliseconds)
      Issue.record("recovered without the E of the newest entry")
    } catch RecoveryFault.keystoreOlder(let unfit) {
      #expect(unfit.map(\.revisions) == [1] && unfit.first?.refreshed == [])
    }
  }

  @Test(
    "Put beside the newer vault.db by hand: the start is refused before it sweeps the old halves")
  func byHand() throws {
    let lost = try OlderKeystore()
    let folder = lost.world.household.folder
    let url = URL(fileURLWithPath: folder + "/keystore.db")
    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: url.path + suffix)
    }
    try FileManager.default.copyItem(atPath: lost.keystore + "/keystore.db", toPath: url.path)
    let before = try lost.world.shares()
    #expect(!before.isEmpty && before.keys.allSatisfy { $0.revision == 1 })
    let settings = VaultSettings(folder: folder, policyFolder: Programs.policies)
    #expect {
      _ = try VaultServer(
        settings: settings, clock: .system, wrapKey: SecretFile.read(folder + "/wrap.key"))
    } throws: { error in
      guard case StartError.keystore(let text, _) = error else { return false }
      return text.contains("older than the last refresh of dossier \(lost.world.dossier.hex)")
    }
    #expect(try lost.world.shares() == before, "no half is gone")
  }

  @Test(
    "With vault.db of the same backup, and the newer one for its log: it opens, who left stays out, the keys are refreshed again"
  )
  func pair() throws {
    let lost = try OlderKeystore()
    let world = lost.world
    let report = try lost.recovery(pair: true).make(root: lost.root(), at: Date.milliseconds)
    #expect(report.missing == 0 && report.needsRestore)
    #expect(report.newer?.lostWrites == [world.dossier: 1])
    #expect(report.newer?.toDo["refresh-check"] == 1)
    try lost.sign()
    let server = try VaultServer(
      settings: VaultSettings(folder: lost.recovered, policyFolder: Programs.policies),
      clock: .system, wrapKey: SecretFile.read(lost.recovered + "/wrap.key"))
    let socket = world.household.scratch.path("again")
    let served = try ServedServer(server, socket)
    defer { served.stop() }
    let sanne = try world.session(world.household.ring(.sanne), over: served.channel())
    #expect(try !sanne.open(world.dossier, purpose: .uitvoering).revisions.isEmpty)
    #expect(throws: ClientError.signInRefused) {
      try world.session(world.household.ring(.youssef), over: served.channel())
    }
    // The role's newer key came back with the directory: the boxes are due, and two custodians do it.
    let cato = try world.session(world.household.ring(.custodian), over: served.channel())
    #expect(try cato.dueRefreshes().map(\.dossier) == [world.dossier])
    #expect(try cato.proposeRefreshes().isClean)
    #expect(try world.session(world.coen, over: served.channel()).checkRefreshes().isClean)
    #expect(try cato.dueRefreshes() == [])
    #expect(try !sanne.open(world.dossier, purpose: .uitvoering).revisions.isEmpty)
    let folder = world.household.scratch.path("copy")
    _ = try world.session(world.household.ring(.fg), over: served.channel())
      .copyLog(into: folder)
    let found = LogCopyVerifier(anchor: world.household.anchor).verify(folder: folder)
    #expect(found.findings == [] && found.restores.count == 1)
  }
}
