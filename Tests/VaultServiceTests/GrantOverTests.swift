import AuditLog
import Foundation
import Records
import Socket
import Store
import Synchronization
import Testing
import VaultFixture
import VaultTestKit
import Vocabulary

@testable import VaultClient
@testable import VaultService

@Suite("R9: a grant ends by time: refused at once, then its boxes go", .serialized)
struct GrantOverTests {
  private typealias World = GrantWorld

  @Test(
    "At the end of a grant no box of it stays in vault.db; its sections are due, the log says so")
  func over() throws {
    let world = try World()
    let short = try world.consult(for: World.minute)
    let long = try world.consult(for: World.day, [.kern])
    #expect(try world.refused() == nil && world.refused(.kern) == nil)
    try world.vault.server.tick()
    #expect(try world.leaves().isEmpty && world.due().isEmpty, "both hold")

    world.clock.pass(World.minute)
    #expect(try world.refused() == "role-reads-not", "before the tick; the other grant has no plan")
    #expect(try world.boxes() == [short: 2, long: 1])
    try world.vault.server.tick()
    try world.vault.server.tick()
    #expect(try world.boxes() == [long: 1])
    #expect(try world.refused() == "role-reads-not", "after it")
    #expect(try world.refused(.kern) == nil, "the other grant holds")
    let due = try world.cato().dueRefreshes()
    #expect(due.map(\.dossier) == [world.dossier])
    let parts = due.flatMap(\.parts).filter { !$0.why.isEmpty }
    #expect(parts.map(\.section) == World.sections)
    #expect(parts.allSatisfy { $0.why == ["grant-ended"] })

    let leaves = try world.leaves()
    #expect(leaves.count == 1, "once")
    let leaf = try #require(leaves.first)
    #expect(leaf.outcome == .permit && leaf.object == .grant && leaf.dossier == world.dossier)
    #expect(leaf.sections == Set(World.sections) && leaf.record == nil)
    #expect(leaf.basis == LogEntry.Basis(.grant, id: short))
    #expect(try world.findings() == [])
  }

  @Test("A grant that was ended early is not ended by time as well")
  func early() throws {
    let world = try World()
    let grant = try world.consult(for: World.minute)
    try world.session(.sanne).endGrant(grant, in: world.dossier)
    world.clock.pass(2 * World.minute)
    try world.vault.server.tick()
    #expect(try world.leaves().isEmpty)
    #expect(try world.boxes().isEmpty && world.due() == World.sections)
    let late = try world.consult(for: World.minute)
    world.clock.pass(2 * World.minute)
    // Over, and not swept yet: too late to end it early.
    #expect(throws: ClientError.stale) {
      try world.session(.sanne).endGrant(late, in: world.dossier)
    }
    try world.vault.server.tick()
    #expect(try world.leaves().map(\.basis?.id) == [late])
    #expect(try world.findings() == [])
  }

  @Test("Three hundred grants over at once go in batches of a hundred, by one tick")
  func batches() throws {
    let world = try World()
    let sanne = try world.session(.sanne)
    let other = try sanne.create(Families.gezin("anne")).id
    let until = world.clock.now() + 10 * World.minute
    var grants: Set<Identifier> = []
    for number in 0..<300 {
      grants.insert(
        try sanne.consult(
          world.vault.member(.jurist), in: number % 2 == 0 ? world.dossier : other,
          sections: [.plannen], purpose: .juridisch, until: until))
    }
    let lasting = try world.consult(for: World.day)
    world.clock.pass(11 * World.minute)
    try world.vault.server.tick()
    let deadline = ContinuousClock.now + .seconds(20)
    while try world.boxes().count > 1, ContinuousClock.now < deadline { usleep(20_000) }
    #expect(try world.boxes() == [lasting: 2])
    let leaves = try world.leaves()
    #expect(leaves.count == 300 && Set(leaves.compactMap(\.basis?.id)) == grants)
    // One time for each batch, and one write for each.
    let batches = Dictionary(grouping: leaves, by: \.time).values.map(\.count)
    #expect(batches.count >= 3 && batches.allSatisfy { $0 <= EndedGrants.limit })
    #expect(try world.findings() == [])
  }

  @Test(
    "A start after a long stop takes the boxes of what ended meanwhile, and the next start holds")
  func longStop() throws {
    let world = try World()
    let short = try world.consult(for: World.minute)
    let long = try world.consult(for: 13 * World.day, [.kern])
    world.vault.stop()
    world.clock.pass(10 * World.day)
    try world.restart()
    #expect(try world.boxes() == [long: 1])
    #expect(try world.leaves().map(\.basis?.id) == [short] && world.due() == World.sections)
    for _ in 0..<2 {
      try world.restart()
      #expect(try world.leaves().count == 1)
    }
    #expect(try world.refused() == "role-reads-not" && world.refused(.kern) == nil)
    #expect(try world.findings() == [])
  }

  @Test("A clock that is set back after the boxes went gives nothing back, also over a restart")
  func clockSetBack() throws {
    let world = try World()
    try world.consult(for: World.minute)
    world.clock.pass(2 * World.minute)
    try world.vault.server.tick()
    world.clock.set(by: -World.day)
    #expect(try world.refused() == "grant-ended")
    try world.vault.server.tick()
    try world.restart()
    #expect(try world.refused() == "grant-ended")
    #expect(try world.boxes().isEmpty && world.leaves().count == 1)
    #expect(try world.findings() == [])
  }

  @Test("A stop at any step of the write leaves a grant whole or ended, and the next start ends it")
  func crash() throws {
    let step = Mutex<WriteStep?>(nil)
    let copies = Mutex<[WriteStep: String]>([:])
    let household = Mutex<Household?>(nil)
    let world = try World { settings in
      settings.atStep = { now in
        guard step.withLock({ $0 }) == now, let household = household.withLock({ $0 }) else {
          return
        }
        step.withLock { $0 = nil }
        let copy = household.scratch.path("at-\(now.rawValue)")
        try? FileManager.default.copyItem(atPath: household.folder, toPath: copy)
        copies.withLock { $0[now] = copy }
      }
    }
    household.withLock { $0 = world.household }
    let steps = [WriteStep.decided, .vaultWritten, .vaultCommitted, .released]
    for now in steps {
      let grant = try world.consult(for: World.minute)
      world.clock.pass(2 * World.minute)
      let before = try world.leaves().count
      step.withLock { $0 = now }
      // One act, and so one batch.
      _ = try world.vault.server.writer.perform(EndedGrants())
      let copy = try #require(copies.withLock { $0[now] }, "\(now)")
      let isCommitted = now == .vaultCommitted || now == .released
      #expect(try world.boxes(copy) == (isCommitted ? [:] : [grant: 2]), "\(now)")
      var settings = VaultSettings(
        folder: copy, policyFolder: Places.project.appendingPathComponent("Policies").path)
      settings.tickSeconds = 36_000
      let again = try VaultServer(
        settings: settings, clock: world.clock.clock,
        wrapKey: SecretFile.read(copy + "/wrap.key"))
      #expect(try world.boxes(copy).isEmpty, "\(now)")
      #expect(
        try world.leaves(again).dropFirst(before).map(\.basis?.id) == [grant], "\(now): once")
      again.stop()
    }
  }

  @Test(
    "A refresh has no box for a grant that is over: not in a new proposal, and not in an older one")
  func refreshed() throws {
    let world = try World()
    try world.consult(for: World.minute)
    let early = try world.consult(for: World.day, [.kern])
    try world.session(.sanne).endGrant(early, in: world.dossier)
    // Proposed while it held: with a box for nobody else than who has a grant in kern.
    let held = try world.consult(for: 2 * World.minute, [.kern])
    #expect(try world.cato().proposeRefreshes().sections == 1)
    world.clock.pass(3 * World.minute)
    let late = try world.second().checkRefreshes()
    #expect(late.dossiers == 0 && !late.isClean, "it has a box for a grant that is over")
    #expect(try world.boxes()[held] == 1, "nothing was put in force")
    // The refresh comes before the tick: what it takes along needs no more.
    #expect(try world.cato().proposeRefreshes(anew: true).sections == 1)
    #expect(try world.second().checkRefreshes().isClean)
    #expect(try world.boxes()[held] == nil)
    try world.vault.server.tick()
    #expect(try world.leaves().map(\.sections) == [Set(World.sections)])
    #expect(try world.due() == World.sections)
    #expect(try world.cato().proposeRefreshes().sections == 2)
    #expect(try world.second().checkRefreshes().isClean)
    #expect(try world.due().isEmpty && world.boxes().isEmpty)
    try world.restart()
    let opened = try world.session(.sanne).open(world.dossier, purpose: .uitvoering)
    #expect(opened.sections == Section.allCases)
    #expect(try world.findings() == [])
  }

  @Test("A refresh put in force with a box for a grant that was over by then: fg verify finds it")
  func lateCheck() throws {
    let world = try World()
    let early = try world.consult(for: World.day, [.kern])
    try world.session(.sanne).endGrant(early, in: world.dossier)
    try world.consult(for: 30 * World.minute, [.kern])
    #expect(try world.cato().proposeRefreshes().sections == 1)
    #expect(try world.second().checkRefreshes().isClean)
    let folder = world.household.scratch.path("copy")
    _ = try world.session(.fg).copyLog(into: folder)
    let verifier = LogCopyVerifier(anchor: world.household.anchor)
    #expect(verifier.verify(folder: folder).findings == [])
    // The same, as if it had been checked two hours later.
    let path = folder + "/entries.jsonl"
    var entries = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map {
      try LogEntry(decoding: Array($0.utf8))
    }
    let check = try #require(
      entries.firstIndex { $0.action == .refreshCheck && $0.outcome == .permit })
    for index in check..<entries.count { entries[index].time += 120 * World.minute }
    try Data(entries.flatMap { try $0.encode() + [0x0A] })
      .write(to: URL(fileURLWithPath: path))
    let found = verifier.verify(folder: folder).findings
    #expect(found.contains(LogFinding(.recordNotAllowed, at: check)), "\(found)")
  }

  @Test("Openings that race the end of their grant and the tick: done, or refused, never half")
  func race() throws {
    let world = try World()
    for round in 0..<Torture.count(12, long: 500) {
      try world.consult(for: World.minute)
      let opener = Opener(session: try world.session(.jurist), dossier: world.dossier)
      let outcomes = Mutex<[String]>([])
      let finished = DispatchSemaphore(value: 0)
      _ = try WorkerThread.start("opens") {
        var outcome = "stale"
        while ["done", "stale"].contains(outcome) {
          outcome = opener.open()
          outcomes.withLock { $0.append(outcome) }
        }
        finished.signal()
      }
      while outcomes.withLock({ $0.isEmpty }) { usleep(500) }
      usleep(UInt32(round) * 300)
      world.clock.pass(World.minute)
      try world.vault.server.tick()
      finished.wait()
      let all = outcomes.withLock { $0 }
      #expect(Set(all).isSubset(of: ["done", "stale", "grant-ended"]), "\(all)")
      #expect(all.first == "done" && all.last == "grant-ended", "\(all)")
      #expect(try world.boxes().isEmpty)
    }
    #expect(try world.findings() == [])
  }

  @Test("A grant that ends between the leaf and the answer: neither an opening nor a list goes out")
  func betweenLeafAndAnswer() throws {
    let path = Mutex<String?>(nil)
    let world = try World { settings in
      settings.atStep = { step in
        guard step == .released, let path = path.withLock({ $0 }) else { return }
        try? Database(path).run("DELETE FROM wrap WHERE member <> x''")
      }
    }
    try world.consult(for: World.day, [.etiket, .plannen])
    let jurist = try world.session(.jurist)
    #expect(try jurist.list(purpose: .juridisch).map(\.id) == [world.dossier])
    path.withLock { $0 = world.household.folder + "/vault.db" }
    #expect(throws: ClientError.stale) { _ = try jurist.list(purpose: .juridisch) }
    #expect(throws: ClientError.stale) {
      _ = try jurist.open(world.dossier, sections: [.plannen], purpose: .juridisch)
    }
    path.withLock { $0 = nil }
    _ = try world.session(.sanne).open(world.dossier, purpose: .uitvoering)
  }

  @Test("A restored backup of before the end of a grant: its boxes go at the first start")
  func restored() throws {
    let lost = try LostHost()
    try lost.recover()
    try lost.signFile()
    let clock = TwoClocks()
    clock.pass(8 * World.day)
    let served = try ServedCopy(lost.world.copy, clock: clock.clock) { $0.folder = lost.recovered }
    let rows = try served.server.store.read { tables -> (boxes: Int, leaves: [LogEntry]) in
      var boxes = 0
      try tables.wraps.scanGranted { _, _ in boxes += 1 }
      let leaves = try (0..<tables.leaves.count()).map {
        try LogEntry(decoding: try #require(try tables.leaves.bytes($0)))
      }
      return (boxes, leaves)
    }
    #expect(rows.boxes == 0)
    // The consult ended by time; the toezichthouder's grant ended early, and that was repeated.
    let ran = rows.leaves.filter { $0.action == .grantEnd && $0.actor == nil }
    #expect(ran.map(\.sections) == [Set(WorkedInstitution.consulted)])
    #expect(rows.leaves.last { $0.action == .restore }.map { $0.index < ran[0].index } == true)
    served.stop()
    let again = try ServedCopy(lost.world.copy, clock: clock.clock) { $0.folder = lost.recovered }
    #expect(try lost.world.copy.verifyLog(at: again.socket).findings == [])
  }
}

/// The jurist's session, used by one thread at a time.
private final class Opener: @unchecked Sendable {
  private let session: VaultSession
  private let dossier: Identifier

  init(session: VaultSession, dossier: Identifier) {
    self.session = session
    self.dossier = dossier
  }

  /// What came of one opening.
  func open() -> String {
    do throws(ClientError) {
      _ = try session.open(dossier, sections: GrantWorld.sections, purpose: .juridisch)
      return "done"
    } catch { return error.code }
  }
}
