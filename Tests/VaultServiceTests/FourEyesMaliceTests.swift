import AuditLog
import Foundation
import Records
import Store
import Testing
import VaultFixture
import VaultTestKit
import Vocabulary

@testable import VaultClient
@testable import VaultService

@Suite("Whoever holds the host changes the policy: noticed by members and by the FG", .serialized)
struct FourEyesMaliceTests {
  /// Stops the vault, changes `vault.db` with our own code, and serves it again.
  private func reopened(
    _ world: AccessVault, _ change: (VaultTables) throws -> Void
  ) throws -> RunningVault {
    world.vault.stop()
    do {
      let store = try Vault.open(world.vault.household.folder + "/vault.db", readers: 1)
      try store.begin()
      try change(store.tables)
      try store.commit()
    }
    return try RunningVault(
      world.vault.household, settings: { $0.policyFolder = world.policies },
      clock: world.clock.clock, enrol: false)
  }

  private func session(
    _ world: AccessVault, _ person: Person, on state: ClientState, at served: RunningVault
  ) throws -> VaultSession {
    try VaultSession.signIn(
      over: served.channel(), as: world.vault.household.ring(person), state: state,
      client: "test/1", now: { world.clock.now() })
  }

  private func device(_ world: AccessVault, _ name: String) throws -> ClientState {
    try ClientState(
      path: world.vault.household.scratch.path(name), origin: Household.origin)
  }

  private func noticed(_ call: () throws -> Void, _ name: String) {
    do {
      try call()
      Issue.record("\(name): nobody noticed")
    } catch ClientError.tampered(let what, _) {
      #expect(what == .policy, "\(name)")
    } catch { Issue.record("\(name): \(error)") }
  }

  /// What the FG finds in a copy from this service.
  private func faults(
    _ world: AccessVault, _ served: RunningVault, _ name: String
  ) throws -> [LogFault] {
    let fg = try session(world, .fg, on: device(world, name), at: served)
    let folder = world.vault.household.scratch.path("copy-\(name)")
    _ = try fg.copyLog(into: folder)
    return LogCopyVerifier(anchor: world.vault.household.anchor).verify(folder: folder)
      .findings.map(\.fault)
  }

  @Test("R9, R12: a weaker policy that nobody approved: a member's client and fg verify name it")
  func weakened() throws {
    let world = try AccessVault()
    let sanne = try world.session(.sanne)
    let dossier = try sanne.create(Families.gezin("dylan")).id
    let known = try device(world, "known")
    do { _ = try session(world, .sanne, on: known, at: world.vault).accessState(of: dossier) }
    let files = try world.edited(AccessVault.days(366))
    let rules = try RuleSet(rollen: files.rollen, toegang: files.toegang)
    let served = try reopened(world) { tables in
      try tables.policies.keep(hash: rules.hash, rules.stored)
      try tables.policies.enforce(hash: rules.hash, since: world.clock.now(), by: nil)
    }
    defer { served.stop() }
    for (name, state) in [("a known device", known), ("a new one", try device(world, "new"))] {
      let session = try session(world, .sanne, on: state, at: served)
      noticed({ _ = try session.accessState(of: dossier) }, name)
      noticed({ _ = try session.policy() }, name)
    }
    #expect(try faults(world, served, "weakened") == [.policyUnsigned])
  }

  @Test("R9, R12: an old approval used a second time: a member's client and fg verify name it")
  func replayed() throws {
    let world = try AccessVault()
    let fg = try world.session(.fg)
    try world.approve(AccessVault.days(13))
    let old = try fg.policyHistory()[1]
    try world.approve(AccessVault.days(12))
    let known = try device(world, "known")
    do { _ = try session(world, .fg, on: known, at: world.vault).policy() }
    let served = try reopened(world) { tables in
      try tables.policies.enforce(
        hash: old.set.hash, since: world.clock.now(), by: old.request?.id)
    }
    defer { served.stop() }
    for (name, state) in [("a known device", known), ("a new one", try device(world, "new"))] {
      let session = try session(world, .fg, on: state, at: served)
      noticed({ _ = try session.policy() }, name)
    }
    #expect(try faults(world, served, "replayed") == [.policyUnsigned])
  }

  @Test("R9, R12: a service that forgets an approved policy is held to it by whoever saw it")
  func rolledBack() throws {
    let world = try AccessVault()
    let first = try world.session(.fg).policy().hash
    try world.approve(AccessVault.days(13))
    let known = try device(world, "known")
    do { _ = try session(world, .fg, on: known, at: world.vault).policy() }
    let database = try Database(world.vault.household.folder + "/vault.db")
    world.vault.stop()
    try database.run("DELETE FROM policy_force WHERE number > 1")
    database.close()
    let served = try RunningVault(
      world.vault.household, settings: { $0.policyFolder = world.policies },
      clock: world.clock.clock, enrol: false)
    defer { served.stop() }
    #expect(served.server.writer.published.rules.hash == first)
    let session = try session(world, .fg, on: known, at: served)
    noticed({ _ = try session.policy() }, "a known device")
    #expect(try faults(world, served, "rolled-back") == [.policyUnsigned])
  }
}
