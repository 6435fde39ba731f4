import AuditLog
import Foundation
import Synchronization
import Testing
import VaultClient
import VaultFixture
import VaultService
import VaultTestKit
import Vocabulary

/// A wall clock that somebody sets, beside a monotonic one that runs on.
final class MovedClock: Sendable {
  private let offset = Mutex<Int64>(0)

  func move(by milliseconds: Int64) { offset.withLock { $0 += milliseconds } }

  var clock: VaultClock {
    VaultClock(
      wall: { [self] in Date.milliseconds + offset.withLock { $0 } },
      monotonic: VaultClock.system.monotonic)
  }
}

@Suite("The clock is moved: the log's time is what counts, and it never goes back")
struct StartClockTests {
  private static let hour: Int64 = 3_600_000
  private static let day: Int64 = 24 * hour

  private func leaves(_ copy: VaultCopy, _ served: ServedCopy, from first: Int) throws -> [LogEntry]
  {
    try copy.session(.fg, at: served.socket).readLog(from: first, count: 1000)
  }

  @Test(
    "Forward and back: a leaf for each step with both times, and no leaf before its predecessor")
  func steps() throws {
    let copy = try VaultCopy()
    let clock = MovedClock()
    let served = try ServedCopy(copy, clock: clock.clock)
    let sanne = try copy.session(.sanne, at: served.socket)
    let dossier = copy.institution.dossiers[0]
    let first = try sanne.open(dossier, purpose: .uitvoering).reference
    clock.move(by: 4_000)
    _ = try sanne.open(dossier, purpose: .uitvoering)
    clock.move(by: Self.hour)
    _ = try sanne.open(dossier, purpose: .uitvoering)
    clock.move(by: -2 * Self.hour)
    _ = try sanne.open(dossier, purpose: .uitvoering)
    _ = try sanne.open(dossier, purpose: .uitvoering)

    let found = try leaves(copy, served, from: first)
    let times = found.map(\.time)
    #expect(times == times.sorted())
    let steps = found.filter { $0.action == .clockStep }.map { step in
      number(step, "shown") - number(step, "expected")
    }
    #expect(steps.count == 2, "4 s is drift; the other two are steps")
    #expect(abs(steps[0] - Self.hour) < 1_000 && abs(steps[1] + 2 * Self.hour) < 1_000)
    // After the clock went back, the log's time stands still until the clock has caught up.
    let opens = found.filter { $0.action == .open }.map(\.time)
    #expect(opens.count == 5 && opens[2] > opens[1] + Self.hour / 2)
    #expect(opens[3] == opens[2] && opens[4] == opens[2])
    #expect(try copy.verifyLog(at: served.socket, device: "other").findings == [])
  }

  @Test("A clock that was set back while the service was down is noticed at the start")
  func downtime() throws {
    let copy = try VaultCopy()
    let clock = MovedClock()
    clock.move(by: Self.hour)
    let before = try ServedCopy(copy, clock: clock.clock)
    let size = try copy.session(.fg, at: before.socket).checkpoint().pin.size
    before.stop()
    clock.move(by: -Self.hour)
    let after = try ServedCopy(copy, clock: clock.clock)
    let found = try leaves(copy, after, from: size - 1)
    #expect(found.map(\.time) == found.map(\.time).sorted())
    #expect(found.filter { $0.action == .clockStep }.count == 1, "\(found.map(\.action))")
  }

  @Test("A step is in the log also when the batch that met it could not be written")
  func stepSurvivesFailure() throws {
    let copy = try VaultCopy()
    let clock = MovedClock()
    let served = try ServedCopy(copy, clock: clock.clock)
    let sanne = try copy.session(.sanne, at: served.socket)
    let size = try copy.session(.fg, at: served.socket).checkpoint().pin.size
    // Another process holds the file for longer than the service waits for it.
    let other = try Database(copy.path("vault.db"))
    try other.run("BEGIN IMMEDIATE")
    clock.move(by: Self.hour)
    #expect(throws: ClientError.logUnavailable) { try sanne.list(purpose: .uitvoering) }
    try other.run("ROLLBACK")
    other.close()
    _ = try sanne.list(purpose: .uitvoering)
    let found = try leaves(copy, served, from: size)
    #expect(found.filter { $0.action == .clockStep }.count == 1, "\(found.map(\.action))")
  }

  @Test(
    "After a clock two days ahead was set right: import, involve, consult and append go on",
    arguments: [false, true])
  func goesOn(restarted: Bool) throws {
    let copy = try VaultCopy()
    let clock = MovedClock()
    var served = try ServedCopy(copy, clock: clock.clock)
    clock.move(by: 2 * Self.day)
    let early = try copy.session(.sanne, at: served.socket, device: "early")
    let size = try copy.session(.fg, at: served.socket).checkpoint().pin.size
    #expect(throws: (any Error).self) { try early.create(Families.gezin("dylan")) }
    clock.move(by: -2 * Self.day)
    if restarted {
      served.stop()
      served = try ServedCopy(copy, clock: clock.clock)
    }
    let sanne = try copy.session(.sanne, at: served.socket)
    let dossier = try sanne.create(Families.gezin("dylan")).id
    try sanne.involve(copy.member(.youssef), in: dossier)
    try sanne.consult(
      copy.member(.jurist), in: dossier, sections: [.juridisch], purpose: .juridisch,
      until: Date.milliseconds + 7 * Self.day)
    let youssef = try copy.session(.youssef, at: served.socket)
    let writable = try youssef.openForWriting(
      dossier, sections: [.journaal], purpose: .uitvoering)
    try youssef.append([try NoLogNoKeyTests.entry("na de klok")], to: writable)
    _ = try copy.session(.jurist, at: served.socket).open(
      dossier, sections: [.juridisch], purpose: .juridisch)
    let times = try leaves(copy, served, from: size).map(\.time)
    #expect(times == times.sorted() && times[0] > Date.milliseconds + Self.day)
    #expect(try copy.verifyLog(at: served.socket, device: "other").findings == [])
  }

  @Test("A grant ends by the log's time, and setting the clock back does not revive it")
  func grantEnds() throws {
    let copy = try VaultCopy()
    let clock = MovedClock()
    let served = try ServedCopy(copy, clock: clock.clock)
    let jurist = try copy.session(.jurist, at: served.socket)
    let dossier = copy.institution.dossiers[0]
    let sections = WorkedInstitution.consulted.sorted()
    let opened = try jurist.open(dossier, sections: sections, purpose: .juridisch)
    #expect(opened.sections == sections)
    for move in [8 * Self.day, -8 * Self.day] {
      clock.move(by: move)
      #expect(
        refusalCode { _ = try jurist.open(dossier, sections: sections, purpose: .juridisch) }
          == "grant-ended")
    }
  }

  @Test("An involvement ends by the log's time, and setting the clock back does not revive it")
  func involvementEnds() throws {
    let copy = try VaultCopy()
    let clock = MovedClock()
    let served = try ServedCopy(copy, clock: clock.clock)
    let dossier = copy.institution.dossiers[0]
    let sanne = try copy.session(.sanne, at: served.socket)
    let youssef = try copy.session(.youssef, at: served.socket)
    try sanne.involve(copy.member(.youssef), in: dossier, until: Date.milliseconds + Self.day)
    _ = try youssef.open(dossier, purpose: .uitvoering)
    for move in [2 * Self.day, -2 * Self.day] {
      clock.move(by: move)
      #expect(refusalCode { _ = try youssef.open(dossier, purpose: .uitvoering) } == "not-involved")
    }
  }
}

/// A number among a leaf's details.
private func number(_ leaf: LogEntry, _ name: String) -> Int64 {
  if case .int(let value)? = leaf.detail[name] { value } else { 0 }
}

/// The code with which a call is refused; nil when it is not.
func refusalCode(_ call: () throws -> Void) -> String? {
  do { try call() } catch ClientError.refused(let refusal) { return refusal.code } catch {
    return "\(error)"
  }
  return nil
}
