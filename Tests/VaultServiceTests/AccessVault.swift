import Directory
import Foundation
import Records
import Sodium
import Synchronization
import VaultFixture
import VaultService
import VaultTestKit
import Vocabulary

@testable import VaultClient

/// A running vault with a clock that can be moved, and with people beyond the eight.
final class AccessVault: Sendable {
  let clock = MovableClock()
  let vault: RunningVault
  let policies: String
  private let devices = Atomic<Int>(0)

  /// - Parameters:
  ///   - clients: how many the policy lets in at once; nil for the shipped number.
  ///   - prepare: changes the folder of the policy before the first start.
  init(
    clients: Int? = nil, prepare: ((_ folder: String) throws -> Void)? = nil,
    settings: ((inout VaultSettings) -> Void)? = nil
  ) throws {
    let household = try Household()
    // A copy of the policy, so that a test can change it.
    let folder = household.scratch.path("policies")
    try FileManager.default.copyItem(
      atPath: Places.project.appendingPathComponent("Policies").path, toPath: folder)
    policies = folder
    if let clients {
      let file = folder + "/toegang.json"
      try String(contentsOfFile: file, encoding: .utf8)
        .replacing("\"clienten\": 128", with: "\"clienten\": \(clients)")
        .write(toFile: file, atomically: true, encoding: .utf8)
    }
    try prepare?(folder)
    vault = try RunningVault(
      household,
      settings: {
        $0.policyFolder = folder
        settings?(&$0)
      }, clock: clock.clock)
  }

  /// Signs somebody of the household in, on a new device.
  func session(_ person: Person, channel: Channel? = nil) throws -> VaultSession {
    try session(vault.household.ring(person), channel: channel)
  }

  func session(_ ring: KeyRing, channel: Channel? = nil) throws -> VaultSession {
    let clock = clock
    let device = devices.add(1, ordering: .relaxed).newValue
    return try VaultSession.signIn(
      over: channel ?? vault.channel(), as: ring,
      state: ClientState(
        path: vault.household.scratch.path("state-\(device)"), origin: Household.origin),
      client: "test/1", now: { clock.now() })
  }

  func id(_ person: Person) -> Identifier { vault.member(person) }

  /// Enrols one more member, admitted to the role unless `admit` is false.
  ///
  /// - Parameter person: of a human being who has an account already; a new one without.
  func newcomer(
    _ name: String, _ function: Role, team: String? = nil, person: Identifier = .random(),
    admit: Bool = true
  ) throws -> KeyRing {
    let household = vault.household
    let ring = KeyRing(try Identity.create(name: name, anchor: household.anchor))
    let beheerder = try session(.beheerder)
    var view = beheerder.directory
    func add(_ act: DirectoryAct) throws {
      var draft = try DirectoryDraft(act, at: clock.now(), on: view)
      for signer in [Person.custodian, .beheerder] {
        let identity = household.ring(signer)
        try draft.sign(as: identity.identity.member, with: identity.identity.signing, on: view)
      }
      let record = try draft.record(on: view)
      try beheerder.appendToDirectory(record)
      try view.extend(with: record)
    }
    try add(
      .account(
        Account(ring.identity.enrolment, function: function, person: person, team: team)))
    guard admit else { return ring }
    let custodian = household.ring(.custodian).identity.member
    guard let epoch = view.roleEpoch(function), let lookup = view.lookupKey,
      let kept = epoch.custody.first(where: { $0.member == custodian }),
      let keptLookup = lookup.custody.first(where: { $0.member == custodian })
    else { throw CocoaError(.coderValueNotFound) }
    let key = ring.identity.box.publicKey
    let secret = try RoleSecret.open(
      kept.box, of: epoch, with: household.ring(.custodian).identity.box)
    let tags = try LookupKey.open(
      keptLookup.box, of: lookup, with: household.ring(.custodian).identity.box)
    try add(
      .admission(
        Admission(
          member: ring.identity.member, role: function, epoch: epoch.epoch,
          box: try RoleSecret.seal(secret, role: function, epoch: epoch.epoch, to: key),
          lookupBox: function.hasStandingWrap
            ? try LookupKey.seal(tags, epoch: lookup.epoch, to: key) : nil, team: team)))
    return ring
  }

  /// Gives a toezichthouder access as the rules ask: their request, then leidinggevende and regie.
  func supervise(
    _ dossier: Identifier, _ toezichthouder: VaultSession, sections: [Section], until: Int64,
    leidinggevende: VaultSession, regie: VaultSession
  ) throws {
    try toezichthouder.requestAccess(
      to: dossier, sections: sections, purpose: .toezicht, until: until,
      validUntil: clock.now() + MovableClock.hour)
    for second in [leidinggevende, regie] {
      guard let open = try second.requests(of: dossier).last else {
        throw CocoaError(.coderValueNotFound)
      }
      try second.second(open, verdict: .akkoord)
    }
  }
}

/// What a call came to, in words that a table can hold.
enum CallResult: Equatable, CustomStringConvertible {
  case done
  case refused(String)
  /// Permitted, and then not done because of this.
  case failed(String)
  case other(String)

  var description: String {
    switch self {
    case .done: "done"
    case .refused(let code): "refused: \(code)"
    case .failed(let code): "permitted, but \(code)"
    case .other(let what): what
    }
  }
}
