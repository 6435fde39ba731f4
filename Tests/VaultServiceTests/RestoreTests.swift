import AuditLog
import Directory
import Dossier
import Foundation
import Records
import Socket
import Sodium
import Testing
import VaultFixture
import VaultService
import VaultTestKit
import Vocabulary

@testable import VaultClient

/// A vault with a backup, work after it, and a host that is lost.
final class LostHost {
  let world: BackedUp
  let name: String
  /// Sanne's dossier, with revisions after the backup.
  let dossier: Identifier
  /// Sanne's other dossier, in which Youssef's part ended after the backup.
  let shared: Identifier
  let copyOfLog: String
  let recovered: String
  private(set) var report: VaultRecovery.Report?

  /// - Parameter log: whether the FG copied the log after the work.
  init(log: Bool = true) throws {
    world = try BackedUp()
    dossier = world.copy.institution.dossiers[0]
    shared = world.copy.institution.dossiers[1]
    copyOfLog = world.copy.scratch.path("fg-copy")
    recovered = world.copy.scratch.path("recovered")
    let served = try world.serve()
    defer { served.stop() }
    name = try Self.work(world, dossier, shared, served)
    if log {
      _ = try world.copy.session(.fg, at: served.socket).copyLog(into: copyOfLog)
    }
    for person in [Person.sanne, .youssef, .fg, .beheerder] {
      _ = try world.copy.session(person, at: served.socket)
    }
  }

  /// A backup, and then what it lacks; its name.
  ///
  /// The sessions end here and let go of their devices.
  private static func work(
    _ world: BackedUp, _ dossier: Identifier, _ shared: Identifier, _ served: ServedCopy
  ) throws -> String {
    let beheerder = try world.copy.session(.beheerder, at: served.socket)
    let name = try beheerder.createBackup().name
    let sanne = try world.copy.session(.sanne, at: served.socket)
    let writable = try sanne.openForWriting(
      dossier, sections: [.journaal], purpose: .uitvoering)
    try sanne.append([NoLogNoKeyTests.entry("na de kopie")], to: writable)
    let involvement = try sanne.open(shared, purpose: .uitvoering).involvement
    if let part = involvement.last(where: { $0.sort == .betrokken }) {
      try sanne.endInvolvement(
        part.id, of: part.member, in: shared, words: Words("Hij werkt elders."))
    }
    for access in try sanne.access(to: dossier).grants where access.grant.sort == .toezicht {
      try sanne.endGrant(access.grant.id, in: dossier, words: Words("Het onderzoek is klaar."))
    }
    var draft = try DirectoryDraft(
      .suspension(world.copy.member(.jurist)), at: Date.milliseconds, on: beheerder.directory)
    for person in [Person.beheerder, .custodian] {
      try draft.sign(
        as: world.copy.member(person), with: Self.ring(world, person).identity.signing,
        on: beheerder.directory)
    }
    try beheerder.appendToDirectory(try draft.record(on: beheerder.directory))
    return name
  }

  static func ring(_ world: BackedUp, _ person: Person) -> KeyRing {
    world.copy.institution.household.ring(person)
  }

  func recovery(to folder: String? = nil, log: Bool = true) -> VaultRecovery {
    var recovery = VaultRecovery(
      vault: world.folder("vault", name), keystore: world.folder("keystore", name),
      folder: folder ?? recovered)
    if log { recovery.log = copyOfLog }
    return recovery
  }

  /// From the backup and the root key alone, into a new folder; the old one is gone.
  func recover(log: Bool = true) throws {
    let root = try SecretFile.read(world.copy.path("root.key"))
    report = try recovery(log: log).make(root: root, at: Date.milliseconds)
  }

  func file() throws -> RestoreFile {
    try RestoreFile(
      decoding: [UInt8](Data(contentsOf: URL(fileURLWithPath: recovered + "/restore.json"))))
  }

  func write(_ file: RestoreFile) throws {
    try Data(file.encode()).write(to: URL(fileURLWithPath: recovered + "/restore.json"))
    chmod(recovered + "/restore.json", 0o600)
  }

  /// Signs the record as it lies there, or another one.
  func sign(_ people: [Person], _ other: RestoreRecord? = nil) throws -> SignedRestore {
    var restore = try other.map { SignedRestore($0) } ?? file().restore
    for person in people {
      restore.sign(
        as: world.copy.member(person), with: Self.ring(world, person).identity.signing)
    }
    return restore
  }

  func signFile(_ people: [Person] = [.beheerder, .fg]) throws {
    var file = try file()
    file.restore = try sign(people)
    try write(file)
  }

  /// The recovered vault on the people's own devices.
  func serve() throws -> ServedFolder {
    try ServedFolder(recovered, world.copy)
  }
}

/// The service on a folder, in this process.
final class ServedFolder: Sendable {
  let socket: String
  private let served: ServedCopy

  init(_ folder: String, _ copy: VaultCopy) throws {
    // The people and their devices are the same; only the host is another.
    served = try ServedCopy(copy) { $0.folder = folder }
    socket = served.socket
  }

  func stop() { served.stop() }
}

extension VaultCopy {
  /// A channel to a service whose answers are changed on their way.
  func channel(at socket: String, _ change: @escaping ([UInt8]) -> [UInt8]) throws -> Channel {
    let transport = try Transport.connect(to: .unix(path: socket))
    return Channel { message throws(SocketError) in
      try transport.writeFrame(message)
      guard let answer = try transport.readFrame(idle: .seconds(30)) else {
        throw SocketError(.closed)
      }
      return change(answer)
    }
  }
}

extension RestoreRecord {
  /// The same record with something else in it.
  func with(
    origin: String? = nil, root: [UInt8]? = nil, lostSize: Int? = nil, lostRoot: [UInt8]? = nil,
    directoryHash: [UInt8]? = nil
  ) -> RestoreRecord {
    RestoreRecord(
      at: at, origin: origin ?? self.origin, size: size, root: root ?? self.root,
      lostSize: lostSize ?? self.lostSize, lostRoot: lostRoot ?? self.lostRoot,
      directory: directory, directoryHash: directoryHash ?? self.directoryHash)
  }
}

@Suite(
  "Restore: a lost host comes back, and a log gets shorter only by two signatures", .serialized)
struct RestoreTests {
  @Test("Lost host: recovered from backup and root key, signed for, opened; everybody is told once")
  func wholeWay() throws {
    let lost = try LostHost()
    try lost.recover()
    let report = try #require(lost.report)
    #expect(report.missing == 0 && report.dossiers == 2)
    #expect(report.needsRestore && report.knownSize > report.logSize + 5)
    #expect(report.newer?.lostWrites == [lost.dossier: 1])
    #expect(report.repeated == 3, "a suspension, the end of Youssef's part and of Tessa's grant")

    // Without signatures it does not start.
    #expect { try lost.serve() } throws: { error in
      if case StartError.restore = error { true } else { false }
    }
    try lost.signFile()
    let record = try lost.file().restore.record
    var served = try lost.serve()

    do {
      let (sanne, fg) = (
        try lost.world.copy.state(.sanne), try lost.world.copy.state(.fg)
      )
      #expect(try #require(sanne.pins.log).size > record.size)
      // Copying the log made entries: the FG's device saw more than the copy, and the record, say.
      #expect(try #require(fg.pins.log).size > record.lostSize)
    }
    let sanne = try lost.world.copy.session(.sanne, at: served.socket)
    let notices = sanne.state.takeNotices()
    #expect(notices.count == 1 && notices.first?.record == record)
    #expect(Set(notices.first?.signers ?? []) == [Person.beheerder.rawValue, Person.fg.rawValue])
    let opened = try sanne.open(lost.dossier, purpose: .uitvoering)
    #expect(!opened.revisions.isEmpty)
    // What was ended stays ended, and who was suspended stays out.
    let youssef = try lost.world.copy.session(.youssef, at: served.socket)
    #expect(
      refusalCode { _ = try youssef.open(lost.shared, purpose: .uitvoering) } == "not-involved")
    let tessa = try lost.world.copy.session(.toezichthouder, at: served.socket)
    #expect(
      refusalCode {
        _ = try tessa.open(
          lost.dossier, sections: WorkedInstitution.overseen, purpose: .toezicht)
      } != nil)
    #expect(throws: ClientError.signInRefused) {
      try lost.world.copy.session(.jurist, at: served.socket)
    }
    // Why it was ended is lost with the entry that said so, and the record still names it.
    for dossier in [lost.dossier, lost.shared] {
      let said = try sanne.access(to: dossier).said
      #expect(try said.count == 1 && said.allSatisfy { try sanne.words(of: $0) == nil })
    }
    // New work goes on, and a device that went back once is not told again.
    let writable = try sanne.openForWriting(
      lost.dossier, sections: [.journaal], purpose: .uitvoering)
    try sanne.append([NoLogNoKeyTests.entry("na het herstel")], to: writable)
    served.stop()
    served = try lost.serve()
    let again = try lost.world.copy.session(.sanne, at: served.socket, device: "new")
    #expect(again.state.takeNotices() == [])

    // The FG's verification says it, and finds nothing else.
    let fg = try lost.world.copy.session(.fg, at: served.socket)
    #expect(fg.state.takeNotices().count == 1)
    let folder = lost.world.copy.scratch.path("after")
    _ = try fg.copyLog(into: folder)
    let pin = try #require(Pin(size: record.size, root: record.root))
    let verified = LogCopyVerifier(
      anchor: lost.world.copy.institution.household.anchor, pins: [pin]
    ).verify(folder: folder)
    #expect(verified.findings == [])
    #expect(verified.restores == [record])
    served.stop()
  }

  @Test(
    "Without a copy of the log the receipt beside the backup already shows that entries are lost")
  func withoutCopy() throws {
    let lost = try LostHost(log: false)
    try lost.recover(log: false)
    let report = try #require(lost.report)
    #expect(report.needsRestore && report.knownSize > report.logSize)
    // Without any restore record beside it: the keystore knows a longer log.
    try FileManager.default.removeItem(atPath: lost.recovered + "/restore.json")
    #expect { try lost.serve() } throws: { error in
      if case StartError.logShorter = error { true } else { false }
    }
  }

  @Test("A record that is not signed by a beheerder and an FG of this vault opens nothing")
  func signers() throws {
    let lost = try LostHost()
    try lost.recover()
    let record = try lost.file().restore.record
    let attempts: [(String, [Person], RestoreRecord?)] = [
      ("nobody", [], nil), ("one", [.beheerder], nil), ("the other", [.fg], nil),
      ("a custodian for the FG", [.beheerder, .custodian], nil),
      ("a caseworker for the beheerder", [.sanne, .fg], nil),
      ("another log", [.beheerder, .fg], record.with(root: SHA256.hash([1]))),
      ("another vault", [.beheerder, .fg], record.with(origin: "vault.example/other")),
      ("a log less lost", [.beheerder, .fg], record.with(lostSize: record.size + 1)),
      ("another directory", [.beheerder, .fg], record.with(directoryHash: SHA256.hash([2]))),
    ]
    for (name, people, other) in attempts {
      var file = try lost.file()
      let before = file
      file.restore = try lost.sign(people, other)
      try lost.write(file)
      #expect(throws: StartError.self, "\(name)") { try lost.serve() }
      try lost.write(before)
    }
    // Their signatures, over other bytes.
    let signed = try lost.sign([.beheerder, .fg])
    let forged = String(decoding: signed.encode(), as: UTF8.self).replacingOccurrences(
      of: Base64.encode(signed.bytes),
      with: Base64.encode(record.with(lostSize: record.lostSize + 1).encode()))
    var file = try lost.file()
    file.restore = try SignedRestore(decoding: Array(forged.utf8))
    #expect(file.restore.signers == signed.signers && file.restore.bytes != signed.bytes)
    try lost.write(file)
    #expect(throws: StartError.self) { try lost.serve() }
    file.restore = signed
    try lost.write(file)
    try lost.serve().stop()
  }

  @Test(
    "A service that rolls back is found out: no record, half a record, one that was used, or one too small"
  )
  func malice() throws {
    let lost = try LostHost()
    try lost.recover()
    let record = try lost.file().restore.record
    let anchor = lost.world.copy.institution.household.anchor
    let state = try lost.world.copy.state(.sanne)
    let view = try DirectoryView.verify(records: state.records, anchor: anchor)
    let pin = try #require(state.pins.log)
    func lowers(_ restore: SignedRestore) throws -> Bool {
      try state.take(restores: [restore.encode()], on: view)
      return state.pins.log != pin
    }
    #expect(view.position == record.directory)
    #expect(try !lowers(lost.sign([.beheerder])))
    #expect(try !lowers(lost.sign([.beheerder, .custodian])))
    #expect(try !lowers(lost.sign([.sanne, .fg])))
    #expect(try !lowers(lost.sign([.beheerder, .fg], record.with(origin: "vault.example/other"))))
    // The same size under another root: not the log that this device saw.
    #expect(
      try !lowers(
        lost.sign(
          [.beheerder, .fg],
          record.with(lostSize: pin.size, lostRoot: SHA256.hash([9])))))
    #expect(state.takeNotices() == [])
    // The real one, once.
    let real = try lost.sign(
      [.beheerder, .fg], record.with(lostSize: max(record.lostSize, pin.size)))
    #expect(try lowers(real))
    #expect(state.pins.log == Pin(size: record.size, root: record.root))
    #expect(state.takeNotices().count == 1)
    // The log grew again into the range that was lost; the same record is shown once more.
    let grown = try #require(Pin(size: record.size + 2, root: SHA256.hash([3])))
    try state.raise(log: grown)
    try state.take(restores: [real.encode()], on: view)
    #expect(state.pins.log == grown && state.takeNotices() == [])
    // It is remembered across runs.
    #expect(state.pins.restored.contains(real.hash))
  }

  @Test("Pins that a restore lowered stay low at the next start, whatever had risen just before")
  func lowPinsStay() throws {
    let lost = try LostHost()
    try lost.recover()
    let record = try lost.file().restore.record
    let anchor = lost.world.copy.institution.household.anchor
    do {
      let state = try lost.world.copy.state(.sanne)
      let view = try DirectoryView.verify(records: state.records, anchor: anchor)
      let pin = try #require(state.pins.log)
      let real = try lost.sign(
        [.beheerder, .fg], record.with(lostSize: max(record.lostSize, pin.size)))
      // A line in the journal, of pins that are about to go.
      try state.raise(heads: [Identifier.random(): Head(n: 3, h: SHA256.hash([7]))])
      try state.take(restores: [real.encode()], on: view)
      #expect(state.pins.log?.size == record.size)
    }
    let again = try lost.world.copy.state(.sanne)
    #expect(again.pins.log == Pin(size: record.size, root: record.root))
    #expect(again.pins.heads.isEmpty)
  }

  @Test("A client whose vault was rolled back without a record says log-shorter and keeps evidence")
  func rolledBack() throws {
    let lost = try LostHost()
    try lost.recover()
    try lost.signFile()
    let served = try lost.serve()
    // The same service, but it shows the record to nobody: what the client meets is a shorter log.
    let hiding = try lost.world.copy.channel(at: served.socket) { answer in
      let text = String(decoding: answer, as: UTF8.self)
      let cut = text.replacing(/"restores":\["[^\]]*"\],/, with: "")
      #expect(!cut.contains("restores"))
      return Array(cut.utf8)
    }
    let state = try lost.world.copy.state(.sanne)
    let pin = state.pins.log
    do {
      _ = try VaultSession.signIn(
        over: hiding, as: LostHost.ring(lost.world, .sanne), state: state, client: "test/1",
        now: { Date.milliseconds })
      Issue.record("a shorter log was believed")
    } catch ClientError.tampered(let finding, let evidence) {
      #expect(finding == .logShorter && evidence.path != nil)
    }
    #expect(state.pins.log == pin)
    served.stop()
  }

  @Test(
    "The wrong key, the keystore of another vault, a changed file: named, and no folder is made")
  func refused() throws {
    let lost = try LostHost()
    let other = try Household()
    #expect {
      try lost.recovery().make(root: SecretBytes.random(32), at: Date.milliseconds)
    } throws: { error in
      if case RecoveryFault.wrongKey = error { true } else { false }
    }
    var foreign = VaultRecovery(
      vault: lost.world.folder("vault", lost.name), keystore: other.folder,
      folder: lost.recovered)
    foreign.serviceKey = other.folder + "/service.key"
    let otherRoot = try SecretFile.read(other.folder + "/root.key")
    #expect(throws: RecoveryFault.self) { try foreign.make(root: otherRoot, at: Date.milliseconds) }
    let path = lost.world.folder("vault", lost.name) + "/vault.db"
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: URL(fileURLWithPath: path))
    chmod(path, 0o600)
    #expect { try lost.recover() } throws: { error in
      if case RecoveryFault.changed(let text) = error { text.contains("vault.db") } else { false }
    }
    #expect(!FileManager.default.fileExists(atPath: lost.recovered))
    #expect(!FileManager.default.fileExists(atPath: lost.recovered + ".new"))
  }

  @Test(
    "Killed in the first start after a restore: the restore stands in the log all the same, once",
    .enabled(if: Programs.areBuilt, "CrashingService is not built"),
    arguments: [WriteStep.keystoreWritten, .keystoreCommitted, .vaultWritten, .vaultCommitted])
  func killedStart(step: WriteStep) throws {
    let lost = try LostHost()
    try lost.recover()
    try lost.signFile()
    let record = try lost.file().restore.record
    let process = try ServiceProcess(
      Programs.crashing,
      [lost.recovered, Programs.policies, lost.world.copy.path("s"), "kill", step.rawValue, "1"])
    #expect(process.wait() == -SIGKILL)
    let served = try lost.serve()
    let fg = try lost.world.copy.session(.fg, at: served.socket)
    let entries = try fg.readLog(from: record.size, count: 50)
    #expect(entries.first?.action == .restore && entries.first?.index == record.size)
    #expect(entries.count { $0.record?.kind == RestoreRecord.kind } == 1)
    served.stop()
  }
}
