import AuditLog
import Dossier
import Foundation
import Records
import Sodium
import StrictJSON
import Testing
import VaultClient
import VaultFixture
import VaultService
import VaultTestKit
import Vocabulary

/// A worked institution whose service makes backups.
struct BackedUp {
  let copy: VaultCopy
  let backups: String

  init() throws {
    copy = try VaultCopy()
    backups = copy.scratch.path("backups")
    try FileManager.default.createDirectory(
      atPath: backups, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
  }

  func serve(_ clock: VaultClock = .system) throws -> ServedCopy {
    let backups = backups
    return try ServedCopy(copy, clock: clock) { $0.backupFolder = backups }
  }

  func folder(_ kind: String, _ name: String) -> String { "\(backups)/\(kind)/\(name)" }

  /// The names of one kind, finished or not.
  func names(_ kind: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: "\(backups)/\(kind)")) ?? []).sorted()
  }

  func check(_ name: String) -> BackupCheck.Report {
    BackupCheck(vault: folder("vault", name), keystore: folder("keystore", name)).run()
  }
}

@Suite("Backup: both files together, in the log, whole or not at all", .serialized)
struct BackupTests {
  @Test("While people write: the two files belong together, and the log vouches for them")
  func online() throws {
    let world = try BackedUp()
    let served = try world.serve()
    let sanne = try world.copy.session(.sanne, at: served.socket)
    let dossier = world.copy.institution.dossiers[0]
    nonisolated(unsafe) let writable = try sanne.openForWriting(
      dossier, sections: [.journaal], purpose: .uitvoering)
    nonisolated(unsafe) let writer = sanne
    let isDone = Flag()
    let writing = Thread {
      while !isDone.value {
        _ = try? writer.append([NoLogNoKeyTests.entry("tijdens de kopie")], to: writable)
      }
      isDone.acknowledge()
    }
    writing.start()
    let beheerder = try world.copy.session(.beheerder, at: served.socket)
    var made: [MadeBackup] = []
    for _ in 0..<4 { made.append(try beheerder.createBackup()) }
    isDone.set()
    isDone.waitForAcknowledgement()

    #expect(Set(made.map(\.name)).count == 4)
    for backup in made {
      let report = world.check(backup.name)
      #expect(report.findings == [] && report.missing == 0, "\(report)")
      #expect(report.dossiers == 2 && report.revisions > 10)
      // The manifest beside the files is the one whose hash is in the log.
      for kind in ["vault", "keystore"] {
        let folder = world.folder(kind, backup.name)
        let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: folder + "/manifest.json")))
        #expect(try BackupManifest(decoding: bytes) == backup.manifest)
        let receipt = try [UInt8](Data(contentsOf: URL(fileURLWithPath: folder + "/receipt.json")))
        let found = try Receipt(CanonicalJSON.decode(receipt, limits: .message))
        let entry = try LogEntry(decoding: found.leaf.leaf)
        #expect(entry.action == .backup && entry.actor == world.copy.member(.beheerder))
        #expect(entry.record?.hash == BackupManifest.hash(bytes))
        for file in try VaultCopy.files(folder) {
          var status = stat()
          #expect(lstat(file, &status) == 0 && status.st_mode & 0o777 == 0o600, "\(file)")
        }
      }
      #expect(try VaultCopy.files(world.folder("vault", backup.name)).count == 3)
      #expect(try VaultCopy.files(world.folder("keystore", backup.name)).count == 3)
    }
    #expect(try world.copy.verifyLog(at: served.socket).findings == [])
  }

  @Test("Only a beheerder; without a folder it is a failure in the log; nobody else gets a file")
  func mayNot() throws {
    let world = try BackedUp()
    do {
      let served = try world.serve()
      for person in [Person.sanne, .fg, .custodian, .leidinggevende] {
        let session = try world.copy.session(person, at: served.socket)
        #expect(
          refusalCode { _ = try session.createBackup() } == "act-not-allowed", "\(person)")
      }
      #expect(world.names("vault") == [] && world.names("keystore") == [])
      served.stop()
    }
    let served = try ServedCopy(world.copy)
    let beheerder = try world.copy.session(.beheerder, at: served.socket)
    #expect(throws: ClientError.backupFailed(.noFolder)) { try beheerder.createBackup() }
    #expect(try world.copy.verifyLog(at: served.socket).findings == [])
  }

  @Test("Copies of the keystore go after 30 days, and it is said; copies of the vault stay")
  func thirtyDays() throws {
    let world = try BackedUp()
    let clock = MovableClock()
    let served = try world.serve(clock.clock)
    let first = try world.copy.session(.beheerder, at: served.socket).createBackup()
    try FileManager.default.createDirectory(
      atPath: world.folder("keystore", "van-iemand-anders"), withIntermediateDirectories: false)
    clock.forward(30 * MovableClock.day)
    let second = try world.copy.session(.beheerder, at: served.socket).createBackup()
    clock.forward(MovableClock.hour)
    let third = try world.copy.session(.beheerder, at: served.socket).createBackup()
    #expect(second.removed + third.removed == [first.name])
    #expect(world.names("keystore") == [second.name, third.name, "van-iemand-anders"])
    #expect(world.names("vault") == [first.name, second.name, third.name])
  }

  @Test("One changed byte in any file of a backup is named with its file")
  func oneByte() throws {
    let world = try BackedUp()
    let served = try world.serve()
    let name = try world.copy.session(.beheerder, at: served.socket).createBackup().name
    #expect(world.check(name).isWhole)
    for (kind, file) in [("vault", "vault.db"), ("keystore", "keystore.db")] {
      let path = world.folder(kind, name) + "/" + file
      let url = URL(fileURLWithPath: path)
      let before = try Data(contentsOf: url)
      for place in [30, before.count / 3, before.count - 2] {
        var bytes = before
        bytes[place] ^= 1
        try bytes.write(to: url)
        chmod(path, 0o600)
        let report = world.check(name)
        #expect(report.findings.contains { $0.text.contains(file) }, "\(file) \(place)")
      }
      try before.write(to: url)
      chmod(path, 0o600)
    }
    #expect(world.check(name).isWhole)
    // The keystore of another backup, from before the last writes, lacks what came after.
    let sanne = try world.copy.session(.sanne, at: served.socket)
    let writable = try sanne.openForWriting(
      world.copy.institution.dossiers[0], sections: [.journaal], purpose: .uitvoering)
    try sanne.append([NoLogNoKeyTests.entry("later")], to: writable)
    let later = try world.copy.session(.beheerder, at: served.socket).createBackup().name
    let mixed = BackupCheck(
      vault: world.folder("vault", later), keystore: world.folder("keystore", name)
    ).run()
    #expect(mixed.missing == 1 && !mixed.isWhole)
  }

  @Test(
    "Killed at any step: nothing that looks like a backup and is none; the next one clears up",
    .enabled(if: Programs.areBuilt, "CrashingService is not built"),
    arguments: BackupStep.allCases)
  func killed(step: BackupStep) throws {
    let world = try BackedUp()
    let old: String
    do {
      let served = try world.serve()
      old = try world.copy.session(.beheerder, at: served.socket).createBackup().name
      served.stop()
    }
    let process = try ServiceProcess(
      Programs.crashing,
      [
        world.copy.folder, Programs.policies, world.copy.path("s"), "kill", step.rawValue, "1",
        world.backups,
      ])
    #expect(process.listens(at: world.copy.path("s")), "\(process.errors)")
    #expect(throws: ClientError.self) {
      try world.copy.session(.beheerder, at: world.copy.path("s")).createBackup()
    }
    #expect(process.wait() == -SIGKILL)
    for kind in ["vault", "keystore"] {
      for name in world.names(kind) where !name.hasSuffix(".new") {
        let other = world.names("keystore").contains(name) ? world.folder("keystore", name) : nil
        if kind == "vault" {
          let report = BackupCheck(vault: world.folder(kind, name), keystore: other).run()
          #expect(report.isWhole, "\(step) \(name): \(report.findings)")
        }
      }
    }
    #expect(world.check(old).isWhole)
    let served = try world.serve()
    let next = try world.copy.session(.beheerder, at: served.socket).createBackup().name
    #expect(!(world.names("vault") + world.names("keystore")).contains { $0.hasSuffix(".new") })
    #expect(world.check(next).isWhole && world.check(old).isWhole)
    #expect(try world.copy.verifyLog(at: served.socket).findings == [])
  }

  @Test(
    "A disk that takes no more: a clear failure in the log, nothing half there, the old one whole",
    .enabled(if: Programs.areBuilt, "CrashingService is not built"))
  func full() throws {
    let world = try BackedUp()
    let old: String
    do {
      let served = try world.serve()
      old = try world.copy.session(.beheerder, at: served.socket).createBackup().name
      served.stop()
    }
    let process = try ServiceProcess(
      Programs.crashing,
      [
        world.copy.folder, Programs.policies, world.copy.path("s"), "fail", "begun", "1",
        world.backups,
      ])
    #expect(process.listens(at: world.copy.path("s")), "\(process.errors)")
    let beheerder = try world.copy.session(.beheerder, at: world.copy.path("s"))
    // A limit on the size of files, where a full disk would say ENOSPC.
    #expect(throws: ClientError.backupFailed(.failed)) { try beheerder.createBackup() }
    #expect(world.names("vault") == [old] && world.names("keystore") == [old])
    #expect(world.check(old).isWhole)
    let entries = try world.copy.session(.fg, at: world.copy.path("s")).readLog(
      from: 300, count: 1000)
    #expect(entries.contains { $0.action == .backup && $0.outcome == .fail })
    process.kill()
  }
}

/// Says one thread that another wants it to end, and waits until it did.
private final class Flag: @unchecked Sendable {
  private let condition = NSCondition()
  private var isSet = false
  private var isAcknowledged = false

  var value: Bool { condition.withLock { isSet } }
  func set() { condition.withLock { isSet = true } }
  func acknowledge() {
    condition.withLock {
      isAcknowledged = true
      condition.broadcast()
    }
  }
  func waitForAcknowledgement() {
    condition.withLock { while !isAcknowledged { condition.wait() } }
  }
}
