import AuditLog
import Foundation
import Records
import StrictJSON
import Synchronization
import Testing
import VaultFixture
import VaultTestKit
import Vocabulary

@testable import VaultClient
@testable import VaultService

@Suite("Noodtoegang: who must know is told, and reminded", .serialized)
struct NoodSignalTests {
  private static let day: Int64 = 86_400_000

  @Test("R11: leidinggevende of the family's team and FG have it in the spool before the answer")
  func spool() throws {
    let world = try NoodWorld()
    let taken = try world.take(world.session(.youssef))
    let files = try world.spool()
    #expect(files.count == 1)
    let file = try #require(files.first)
    #expect(file["schema"] == "dossierkluis/signaal/1" && file["kind"] == "noodtoegang")
    #expect(file["leaf"] == .int(Int64(taken.entry)) && file["until"] == .int(taken.until))
    #expect(file["dossier"] == .id(world.dossier) && file["request"] == .id(taken.request))
    let told = [Person.fg, .leidinggevende].map { world.vault.member($0) }.sorted()
    #expect(file["members"] == .array(told.map { .id($0) }))
    #expect(
      Set((file.objectValue ?? []).map(\.key)) == [
        "at", "dossier", "kind", "leaf", "members", "request", "schema", "until",
      ], "ids and codes only")
  }

  @Test("R11: a service that stops between the leaf and the spool tells it at its next start")
  func crash() throws {
    let household = try Household()
    let copy = household.scratch.path("crashed")
    let armed = Mutex(false)
    let folder = household.folder
    let world = try NoodWorld(household) { settings in
      settings.atStep = { step in
        guard step == .vaultCommitted, armed.withLock({ $0 }),
          !FileManager.default.fileExists(atPath: copy)
        else { return }
        try? FileManager.default.copyItem(atPath: folder, toPath: copy)
      }
    }
    let youssef = try world.session(.youssef)
    // One request, and so one commit.
    armed.withLock { $0 = true }
    try world.demand(youssef, words: world.words)
    armed.withLock { $0 = false }
    #expect(try world.spool(copy + "/spool").isEmpty, "the copy is of before the file")
    let original = try world.spool()
    let names = try FileManager.default.contentsOfDirectory(atPath: folder + "/spool")
    var settings = VaultSettings(
      folder: copy, policyFolder: Places.project.appendingPathComponent("Policies").path)
    settings.tickSeconds = 3600
    let again = try VaultServer(
      settings: settings, clock: world.clock.clock,
      wrapKey: SecretFile.read(copy + "/wrap.key"))
    #expect(try world.spool(copy + "/spool") == original && original.count == 1)
    #expect(try FileManager.default.contentsOfDirectory(atPath: copy + "/spool") == names)
    again.stop()
    // Delivered and taken away: it does not come back.
    try FileManager.default.removeItem(atPath: copy + "/spool")
    let third = try VaultServer(
      settings: settings, clock: world.clock.clock,
      wrapKey: SecretFile.read(copy + "/wrap.key"))
    third.stop()
    #expect(try world.spool(copy + "/spool").isEmpty)
  }

  @Test("R11: a spool that cannot be written stops nobody, and is written as soon as it can")
  func fullSpool() throws {
    let world = try NoodWorld()
    let path = world.vault.household.folder + "/spool"
    try Data().write(to: URL(fileURLWithPath: path))
    let youssef = try world.session(.youssef)
    try world.take(youssef)
    _ = try youssef.open(world.dossier, purpose: .crisis)
    try FileManager.default.removeItem(atPath: path)
    try world.vault.server.tick()
    #expect(try world.kinds() == ["noodtoegang"])
    try world.vault.server.tick()
    #expect(try world.kinds() == ["noodtoegang"], "once")
  }

  @Test(
    "R11: unreviewed after three working days: a leaf and a signal every working day, until it is")
  func late() throws {
    // Monday 4 March 2030, 10:00 in the Netherlands.
    let monday: Int64 = 1_898_845_200_000
    let midnight = monday - 10 * 3_600_000
    let world = try NoodWorld(at: monday)
    let taken = try world.take(world.session(.youssef))
    func ticks(at time: Int64) throws -> Int {
      world.clock.pass(until: time)
      let before = try world.count(.noodtoegangLate)
      try world.vault.server.tick()
      try world.vault.server.tick()
      return try world.count(.noodtoegangLate) - before
    }
    #expect(try ticks(at: midnight + 4 * Self.day - 60_000) == 0, "Thursday to its end")
    #expect(try world.verify().lateReviews == [])
    #expect(try ticks(at: midnight + 4 * Self.day) == 1, "Friday, once")
    #expect(try ticks(at: midnight + 4 * Self.day + 8 * 3_600_000) == 0, "the same day")
    #expect(try ticks(at: midnight + 5 * Self.day + 60_000) == 0, "Saturday")
    #expect(try ticks(at: midnight + 7 * Self.day + 60_000) == 1, "Monday")
    let leaf = try #require(world.entries(.noodtoegangLate).last)
    #expect(leaf.actor == nil && leaf.dossier == world.dossier)
    #expect(leaf.basis == LogEntry.Basis(.noodtoegang, id: taken.request))
    #expect(leaf.detail == ["due": .int(midnight + 4 * Self.day)])
    #expect(
      try world.kinds() == ["noodtoegang", "beoordeling-te-laat", "beoordeling-te-laat"])
    // The FG finds it in the log, without being told.
    let report = try world.verify()
    #expect(report.findings == [])
    #expect(report.lateReviews.map(\.request) == [taken.request])
    #expect(report.lateReviews.map(\.entry) == [taken.entry])
    // A review that comes late is one all the same, long after the request's own end.
    for person in [Person.leidinggevende, .fg] {
      let session = try world.session(person)
      try session.second(#require(session.requests().first), verdict: .akkoord)
    }
    #expect(try ticks(at: midnight + 8 * Self.day + 60_000) == 0, "reviewed")
    let after = try world.verify()
    #expect(after.findings == [] && after.lateReviews == [])
  }

  @Test("R11: a service that says nothing of a late review is found out by the FG's own reckoning")
  func silentService() throws {
    let monday: Int64 = 1_898_845_200_000
    let world = try NoodWorld(at: monday) { $0.tickSeconds = 36_000 }
    let taken = try world.take(world.session(.youssef))
    world.clock.pass(4 * Self.day)
    #expect(try world.entries(.noodtoegangLate).isEmpty)
    #expect(try world.verify().lateReviews.map(\.request) == [taken.request])
  }
}
