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
  /// What no honest act plans: a set comes into force because the host says so.
  private struct ForcedRules: PlannedAct {
    let rules: RuleSet
    /// The approval that it claims.
    var request: Identifier?
    var keepsRow = true

    func plan(_ context: ActContext) -> Plan {
      var plan = Plan.ofService(.policy)
      plan.leaves[0].object = .policy
      plan.leaves[0].record = LogEntry.Record(kind: RuleSet.recordKind, hash: rules.hash)
      plan.leaves[0].basis = request.map { LogEntry.Basis(.fourEyes, id: $0) }
      plan.rules = rules
      let (rules, request, now) = (rules, request, context.now)
      if keepsRow {
        plan.vaultRows = { tables, _ in
          try tables.policies.keep(hash: rules.hash, rules.stored)
          try tables.policies.enforce(hash: rules.hash, since: now, by: request)
        }
      }
      return plan
    }
  }

  private func rules(_ set: PolicySet) throws -> RuleSet {
    try RuleSet(set.files)
  }

  private func session(_ world: AccessVault, on state: ClientState) throws -> VaultSession {
    try VaultSession.signIn(
      over: world.vault.channel(), as: world.vault.household.ring(.sanne), state: state,
      client: "test/1", now: { world.clock.now() })
  }

  private func device(_ world: AccessVault, _ name: String) throws -> ClientState {
    try ClientState(
      path: world.vault.household.scratch.path(name), origin: Household.origin)
  }

  /// A device that knows the policy in force, and one that knows nothing.
  private func devices(_ world: AccessVault) throws -> [(String, ClientState)] {
    let known = try device(world, "known")
    _ = try session(world, on: known).policy()
    return [("a known device", known), ("a new device", try device(world, "new"))]
  }

  private func noticed(_ name: String, _ call: () throws -> Void) {
    do {
      try call()
      Issue.record("\(name): nobody noticed")
    } catch ClientError.tampered(let what, let evidence) {
      #expect(what == .policy && evidence.path != nil, "\(name)")
    } catch { Issue.record("\(name): \(error)") }
  }

  /// That the service itself does not start on what was left behind.
  private func refusesToStart(_ world: AccessVault, _ text: String) throws {
    world.vault.stop()
    let error = #expect(throws: StartError.self) {
      try RunningVault(
        world.vault.household, settings: { $0.policyFolder = world.policies },
        clock: world.clock.clock, enrol: false
      ).stop()
    }
    #expect(
      error?.exit == 65 && error?.description.contains(text) == true, "\(String(describing: error))"
    )
  }

  @Test("R9, R12: a weaker policy that nobody approved: a member's client and fg verify name it")
  func weakened() throws {
    let world = try AccessVault()
    let dossier = try world.session(.sanne).create(Families.gezin("dylan")).id
    let devices = try devices(world)
    let files = try world.edited(AccessVault.days(366))
    let weaker = try RuleSet(files)
    _ = try world.vault.server.writer.perform(ForcedRules(rules: weaker))
    for (name, state) in devices {
      let session = try session(world, on: state)
      noticed(name) { _ = try session.accessState(of: dossier) }
      noticed(name) { _ = try session.policy() }
    }
    #expect(try world.findings().map(\.fault) == [.policyUnsigned])
    try refusesToStart(world, "nobody approved")
  }

  @Test("R9, R12: an old approval used a second time: a member's client and fg verify name it")
  func replayed() throws {
    let world = try AccessVault()
    let fg = try world.session(.fg)
    let first = try fg.policy()
    try world.approve(AccessVault.days(13))
    let approved = try #require(fg.policyHistory().last)
    // Back to the first, as the rules ask; then forward again on the old word.
    let back = try world.session(.beheerder).proposePolicy(
      first.files, validUntil: world.clock.now() + MovableClock.day, words: Words(AccessVault.why))
    for person in [Person.fg, .leidinggevende] {
      let second = try world.session(person)
      try second.second(world.proposal(second, back), verdict: .akkoord)
    }
    #expect(try world.findings() == [])
    let devices = try devices(world)
    _ = try world.vault.server.writer.perform(
      ForcedRules(rules: try rules(approved.set), request: approved.request?.id))
    // A device that knew the set in between sees the same request twice; one that is new, too.
    for (name, state) in devices {
      let session = try session(world, on: state)
      noticed(name) { _ = try session.policy() }
    }
    #expect(try world.findings().map(\.fault) == [.policyUnsigned])
    try refusesToStart(world, "nobody approved")
  }

  @Test("R9, R12: a service that forgets an approved policy is held to it by whoever saw it")
  func rolledBack() throws {
    let world = try AccessVault()
    let first = try world.session(.fg).policy()
    try world.approve(AccessVault.days(13))
    let devices = try devices(world)
    let database = try Database(world.vault.household.folder + "/vault.db")
    try database.run("DELETE FROM policy_force WHERE number > 1")
    database.close()
    _ = try world.vault.server.writer.perform(
      ForcedRules(rules: try rules(first), keepsRow: false))
    let session = try session(world, on: devices[0].1)
    noticed(devices[0].0) { _ = try session.policy() }
    #expect(try world.findings().map(\.fault) == [.policyUnsigned])
    try refusesToStart(world, "an approved set is missing")
  }
}
