import AuditLog
import Dossier
import Foundation
import Records
import Sodium
import Store
import StrictJSON
import Testing
import VaultFixture
import VaultTestKit
import Vocabulary

@testable import VaultClient
@testable import VaultService

@Suite("Noodtoegang: the receipt fails", .serialized)
struct NoodReceiptTests {
  private typealias Lie = (LyingVault) throws -> Void

  private static func take(_ world: MaliceWorld) throws -> TakenEmergency {
    try world.signIn(.youssef, world.device(.youssef)).takeEmergency(
      to: world.dossier, words: Words("Melding van de politie, kind alleen thuis."))
  }

  /// A device that has pins, so that what is found out leaves them as they were.
  private static func device(_ world: MaliceWorld, _ person: Person) throws -> ClientState {
    let state = try world.device(person)
    _ = try world.signIn(person, state).open(world.dossier, purpose: .uitvoering)
    return state
  }

  private static func leaf(_ change: @escaping @Sendable (inout LogEntry) -> Void) -> Lie {
    { $0.plan = { change(&$0.leaves[0]) } }
  }

  /// Lies about the log alone, in which what was released is what was asked.
  private static var lies: [(String, Tampering, Lie)] {
    [
      ("another actor", .leafActor, leaf { $0.actor = .random() }),
      ("another purpose", .leafPurpose, leaf { $0.purpose = .toezicht }),
      ("another ground", .leafBasis, leaf { $0.basis = LogEntry.Basis(.none) }),
      ("another head", .leafHead, leaf { $0.head?.n += 1 }),
      (
        "a place in a log that there is not", .checkpoint,
        { $0.receipt = { receipt, _ in receipt.with("checkpoint", "no note at all") } }
      ),
      (
        "a leaf that is not in the log", .inclusion,
        { $0.receipt = { receipt, _ in receipt.with("proof", .array([])) } }
      ),
    ]
  }

  @Test("R11: it opens all the same, says so, keeps the evidence and tells the FG's name")
  func opens() throws {
    let world = try MaliceWorld()
    let taken = try Self.take(world)
    let honest = try world.signIn(.youssef, world.device(.youssef))
      .open(world.dossier, purpose: .uitvoering)
    for (name, finding, lie) in Self.lies {
      let state = try world.device(.youssef)
      let liar = LyingVault(world)
      liar.keepsLoot = true
      try lie(liar)
      let session = try world.signIn(.youssef, state, over: liar.channel())
      let opened = try session.open(world.dossier, purpose: .uitvoering)
      #expect(opened.revisions.map(\.content) == honest.revisions.map(\.content), "\(name)")
      let emergency = try #require(opened.emergency)
      #expect(emergency.request == taken.request && emergency.until == taken.until)
      let unproven = try #require(emergency.unproven, "\(name)")
      #expect(unproven.reason == finding, "\(name)")
      #expect(unproven.told && unproven.evidence.officers == ["Fatima Gül"])
      let path = try #require(unproven.evidence.path)
      let evidence = try CanonicalJSON.decode(
        Array(Data(contentsOf: URL(fileURLWithPath: path))), limits: .message)
      #expect(evidence["reason"] == .string(finding.rawValue))
      #expect(evidence["method"] == "dossier.open")
      // What was not proven is not remembered as proven.
      #expect(state.pins.heads[world.dossier] == nil)
      // It can be written in on the same terms.
      let writable = try session.openForWriting(
        world.dossier, sections: [.journaal], purpose: .crisis)
      #expect(writable.emergency?.unproven?.reason == finding, "\(name), to write")
    }
    let spool = world.vault.household.folder + "/spool"
    let names = try FileManager.default.contentsOfDirectory(atPath: spool)
    #expect(names.count { $0.contains("sessie-vals") } >= Self.lies.count)
  }

  @Test("An ordinary opening stops with 65 at each of the same lies")
  func ordinaryStops() throws {
    let world = try MaliceWorld()
    _ = try Self.take(world)
    for (name, finding, lie) in Self.lies {
      let state = try Self.device(world, .sanne)
      let liar = LyingVault(world)
      liar.keepsLoot = true
      try lie(liar)
      noticed(finding, on: state, "\(name)") {
        _ = try world.signIn(.sanne, state, over: liar.channel())
          .open(world.dossier, purpose: .uitvoering)
      }
    }
  }

  @Test("What a colleague took, what is over, and content that is false open for nobody")
  func noMoreThanThat() throws {
    let world = try MaliceWorld()
    _ = try Self.take(world)
    let number = try world.server.store.read {
      try #require(try $0.dossiers.number(of: world.dossier))
    }
    let record = try world.server.store.read {
      try #require(try $0.records.records(of: number, kind: RequestAct.kind).first)
    }
    let youssefs = JSONValue.object([
      ("bytes", .base64(record.bytes)), ("sig", .base64(record.signature)),
    ])
    // Sanne's own opening, dressed up as Youssef's noodtoegang.
    let state = try Self.device(world, .sanne)
    let liar = LyingVault(world)
    liar.keepsLoot = true
    liar.plan = { $0.leaves[0].purpose = .toezicht }
    liar.answer = { $0.with("noodtoegang", youssefs) }
    noticed(.leafPurpose, on: state) {
      _ = try world.signIn(.sanne, state, over: liar.channel())
        .open(world.dossier, purpose: .uitvoering)
    }
    // By this device's clock it is over.
    let late = try Self.device(world, .youssef)
    let other = LyingVault(world)
    other.keepsLoot = true
    other.plan = { $0.leaves[0].purpose = .toezicht }
    noticed(.leafPurpose, on: late) {
      let session = try VaultSession.signIn(
        over: other.channel(), as: world.vault.household.ring(.youssef), state: late,
        client: "test/1", now: { MaliceWorld.now + 25 * 3_600_000 })
      _ = try session.open(world.dossier, purpose: .uitvoering)
    }
    // The receipt is not all that fails.
    for finding in [Tampering.rowContent, .links] {
      let device = try Self.device(world, .youssef)
      let worse = LyingVault(world)
      worse.loot = { loot in
        if finding == .links {
          loot.links.removeLast()
        } else {
          loot.rows[loot.rows.count - 1] ^= 1
        }
      }
      noticed(finding, on: device) {
        _ = try world.signIn(.youssef, device, over: worse.channel())
          .open(world.dossier, purpose: .uitvoering)
      }
    }
  }

  @Test("A service that hides a noodtoegang from the log: the member notices, and the FG does")
  func hidden() throws {
    let world = try MaliceWorld()
    // Taken over a log of the liar's own making: the taker's own receipt does not hold.
    let state = try world.device(.youssef)
    _ = try? world.signIn(.youssef, state).list(purpose: .crisis)
    let liar = LyingVault(world)
    liar.receipt = { receipt, _ in receipt.with("proof", .array([])) }
    #expect(throws: ClientError.self) {
      try world.signIn(.youssef, state, over: liar.channel()).takeEmergency(
        to: world.dossier, words: Words("Melding."))
    }
    // An opening on the ground of one that the log does not have.
    let id = Identifier.random()
    let hiding = LyingVault(world)
    hiding.plan = { $0.leaves[0].basis = LogEntry.Basis(.noodtoegang, id: id) }
    let sanne = try Self.device(world, .sanne)
    noticed(.leafBasis, on: sanne) {
      _ = try world.signIn(.sanne, sanne, over: hiding.channel())
        .open(world.dossier, purpose: .uitvoering)
    }
    let folder = world.vault.household.scratch.path("copy")
    _ = try world.signIn(.fg, world.device(.fg)).copyLog(into: folder)
    let report = LogCopyVerifier(anchor: world.vault.household.anchor).verify(folder: folder)
    #expect(report.findings.map(\.fault) == [.basisUnknown])
  }
}
