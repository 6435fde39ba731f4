import Directory
import Foundation
import Records
import Sodium
import Testing
import VaultClient
import VaultFixture
import VaultService
import VaultTestKit
import Vocabulary

/// An institution with one custodian and one FG, whose keys were made before anybody else came.
final class CustodyWorld {
  let tool: KeyTool
  let vault: RunningVault

  init() throws {
    tool = try KeyTool()
    vault = try RunningVault(Household())
    for person in [Person.custodian, .fg, .beheerder] {
      try write("\(person)", vault.household.ring(person))
    }
  }

  private func write(_ name: String, _ ring: KeyRing) throws {
    try tool.write(
      name,
      ring.identity.encode(
        passphrase: KeyTool.secret(KeyTool.passphrase), limits: KeyTool.cheap))
  }

  /// `kluis-keys` as somebody whose identity lies in the folder.
  func run(_ words: [String], as name: String) throws -> ProgramResult {
    try tool.run(
      words + ["--identity", name, "--passphrase-fd", "0"], lines: [KeyTool.passphrase],
      environment: [
        "KLUIS_HOST": "unix:" + vault.socket, "XDG_STATE_HOME": tool.path("state-\(name)"),
      ])
  }

  func session(_ ring: KeyRing) throws -> VaultSession {
    try VaultSession.signIn(
      over: vault.channel(), as: ring,
      state: ClientState(
        path: vault.household.scratch.path("state-\(Identifier.random().hex)"),
        origin: Household.origin),
      client: "test/1", now: { Self.now })
  }

  private static var now: Int64 { Int64(Date().timeIntervalSince1970 * 1000) }

  /// Signs every draft of a file second and submits it, as `kluis beheer sign` does.
  @discardableResult
  func finish(_ file: String, by ring: KeyRing? = nil) throws -> DirectoryView {
    let ring = ring ?? vault.household.ring(.beheerder)
    let session = try session(ring)
    for draft in try DraftFile.decode(tool.bytes(file)).drafts {
      var draft = draft
      try draft.sign(
        as: ring.identity.member, with: ring.identity.signing, on: session.directory)
      try session.appendToDirectory(draft.record(on: session.directory))
    }
    return session.directory
  }

  /// A record signed by two, past the tool.
  func append(
    _ signers: [KeyRing], _ act: (DirectoryView) throws -> DirectoryAct
  ) throws {
    let session = try vault.session(.beheerder)
    var draft = try DirectoryDraft(act(session.directory), at: Self.now, on: session.directory)
    for ring in signers {
      try draft.sign(
        as: ring.identity.member, with: ring.identity.signing, on: session.directory)
    }
    try session.appendToDirectory(draft.record(on: session.directory))
  }

  /// Somebody who comes now, enrolled by Bram and a custodian (Cato, unless another is named).
  func enrol(_ name: String, _ function: Role, by custodian: KeyRing? = nil) throws -> KeyRing {
    let ring = KeyRing(try Identity.create(name: name, anchor: vault.household.anchor))
    try write(name, ring)
    try append([vault.household.ring(.beheerder), custodian ?? vault.household.ring(.custodian)]) {
      _ in
      .account(
        Account(ring.identity.enrolment, function: function, person: .random(), team: "Leiden"))
    }
    return ring
  }

  func suspend(_ person: Person, by custodian: KeyRing? = nil) throws {
    try append([vault.household.ring(.beheerder), custodian ?? vault.household.ring(.custodian)]) {
      _ in .suspension(vault.member(person))
    }
  }

  /// What a custodian or FG who is up to no good gives: a box with a secret that nobody has.
  func giveGarbage(_ key: KeptKey, to ring: KeyRing, by giver: Person) throws {
    try append([vault.household.ring(giver), vault.household.ring(.beheerder)]) { view in
      let member = try #require(view.member(ring.identity.member))
      let box =
        switch key {
        case .role(let role, let epoch):
          try RoleSecret.seal(
            BoxKeyPair.generate(), role: role, epoch: epoch, to: member.keys.box)
        case .lookup(let epoch):
          try LookupKey.seal(SecretBytes.random(32), epoch: epoch, to: member.keys.box)
        }
      return .custody(Custody(key: key, member: member.id, box: box))
    }
  }
}
