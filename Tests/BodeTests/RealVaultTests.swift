import Foundation
import Records
import StrictJSON
import Testing
import VaultFixture
import VaultService
import VaultTestKit

@testable import VaultClient

@Suite("kluis-bode: with the service", .serialized)
struct RealVaultTests {
  @Test("R11: noodtoegang is taken, its signal lies in the spool, and kluis-bode delivers it")
  func noodtoegang() throws {
    let vault = try RunningVault(Household())
    let household = vault.household
    func session(_ person: Person) throws -> VaultSession {
      try VaultSession.signIn(
        over: vault.channel(), as: household.ring(person),
        state: household.state(person, device: "bode"), client: "test/1",
        now: { VaultClock.system.wall() })
    }
    let dossier = try session(.sanne).create(Families.gezin("sjors")).id
    let words = try Words("Vader staat dronken voor de deur, de kinderen zijn binnen.")
    let taken = try session(.youssef).takeEmergency(to: dossier, words: words)
    let world = try BodeWorld(spool: household.folder + "/spool")
    let out = world.scratch.path("out")
    try world.sink("alarm", "cat > \(out); printf %s $KLUIS_ID > \(out).id")
    try world.folder("drop")
    world.sinks.append([
      "name": "map", "type": "folder", "folder": .string(world.scratch.path("drop")),
      "signals": ["noodtoegang"],
    ])
    try world.configure()
    let name = try #require(world.waiting.first)
    #expect(world.waiting.count == 1)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: world.spool + "/" + name))
    let result = try world.once()
    #expect(result.status == 0, "\(result.errorText)")
    #expect(world.read("out") == String(decoding: bytes, as: UTF8.self))
    #expect(world.read("out.id").map { $0 + ".json" } == name)
    #expect(world.names(world.scratch.path("drop")) == [name])
    let signal = try CanonicalJSON.decode([UInt8](bytes), limits: .record)
    #expect(signal["kind"] == "noodtoegang" && signal["leaf"] == .int(Int64(taken.entry)))
    #expect(world.waiting.isEmpty)
    // The service does not write it anew.
    try vault.server.tick()
    #expect(world.waiting.isEmpty)
  }
}
