import AuditLog
import Directory
import Dossier
import Foundation
import Records
import Socket
import Sodium
import Store
import StrictJSON
import Testing
import VaultFixture
import VaultService
import VaultTestKit
import Vocabulary

@testable import VaultClient

/// An institution with two custodians, one family of Sanne's, and Youssef, who leaves.
final class RefreshWorld: Sendable {
  let household: Household
  let vault: RunningVault
  /// The second custodian; the first is Cato.
  let coen: KeyRing
  let dossier: Identifier

  init(settings: ((inout VaultSettings) -> Void)? = nil) throws {
    household = try Household()
    vault = try RunningVault(household, settings: settings, enrol: false)
    coen = KeyRing(try Identity.create(name: "Coen Custos", anchor: household.anchor))
    try vault.enrolEverybody(custodians: [coen])
    dossier = try vault.session(.sanne).create(Families.gezin("sjors")).id
  }

  func cato(channel: Channel? = nil) throws -> VaultSession {
    try session(household.ring(.custodian), over: channel ?? vault.channel())
  }

  func second(channel: Channel? = nil) throws -> VaultSession {
    try session(coen, over: channel ?? vault.channel())
  }

  /// A session of anybody on a new device, at this service or another that serves the same vault.
  func session(_ ring: KeyRing, over channel: Channel) throws -> VaultSession {
    try VaultSession.signIn(
      over: channel, as: ring,
      state: ClientState(
        path: household.scratch.path("state-\(Identifier.random().hex)"),
        origin: Household.origin),
      client: "test/1", now: { Date.milliseconds })
  }

  /// Appends one directory record, signed by a custodian (Cato, unless another is named) and Bram.
  func record(
    by custodian: KeyRing? = nil, _ act: (DirectoryView) throws -> DirectoryAct
  ) throws {
    let bram = try session(household.ring(.beheerder), over: vault.channel())
    var draft = try DirectoryDraft(
      act(bram.directory), at: Date.milliseconds, on: bram.directory)
    for ring in [custodian ?? household.ring(.custodian), household.ring(.beheerder)] {
      try draft.sign(
        as: ring.identity.member, with: ring.identity.signing, on: bram.directory)
    }
    _ = try bram.appendToDirectory(draft.record(on: bram.directory))
  }

  func suspend(_ person: Person) throws {
    try record { _ in .suspension(vault.member(person)) }
  }

  /// A new key of a role, given to those who remain.
  func renew(_ role: Role) throws {
    try record { view in
      .roleEpoch(
        try RoleSecret.make(
          role, epoch: (view.roleEpoch(role)?.epoch ?? 0) + 1, keepers: view.custodians))
    }
    for person in Person.allCases where person.function == role {
      let member = vault.member(person)
      guard try cato().directory.role(of: member) != nil else { continue }
      try record { view in
        let epoch = try #require(view.roleEpoch(role))
        let custodian = vault.member(.custodian)
        let kept = try #require(epoch.custody.first { $0.member == custodian })
        let pair = try RoleSecret.open(
          kept.box, of: epoch, with: household.ring(.custodian).identity.box)
        return .admission(
          Admission(
            member: member, role: role, epoch: epoch.epoch,
            box: try RoleSecret.seal(
              pair, role: role, epoch: epoch.epoch,
              to: household.ring(person).identity.enrolment.keys.box)))
      }
    }
  }

  /// Youssef leaves: refused at once, and his role gets a new key.
  func youssefLeaves() throws {
    try suspend(.youssef)
    try renew(.jeugdbeschermer)
  }

  /// Both custodians' parts; everything that was due is done.
  func refresh() throws {
    let proposed = try cato().proposeRefreshes()
    #expect(proposed.findings == [] && proposed.stale == 0 && proposed.dossiers > 0)
    let checked = try second().checkRefreshes()
    #expect(checked.findings == [] && checked.stale == 0)
    #expect(checked.dossiers == proposed.dossiers && checked.sections == proposed.sections)
    #expect(try cato().dueRefreshes() == [])
  }

  func contents() throws -> [EntryContent] {
    try session(household.ring(.sanne), over: vault.channel())
      .open(dossier, purpose: .uitvoering).revisions.map(\.content)
  }

  /// Section, generation and wraps as `vault.db` has them.
  func stored() throws -> (sections: [StoredSection], wraps: [StoredWrap]) {
    try Vault.open(household.folder + "/vault.db", readers: 1).read { tables in
      let number = try #require(try tables.dossiers.number(of: dossier))
      return (try tables.sections.sections(of: number), try tables.wraps.wraps(of: number))
    }
  }

  func shares() throws -> [TokenKey: [UInt8]] { try Tokens.read(household.folder, [.share]) }

  func generations() throws -> Set<UInt32> {
    Set(try stored().sections.map(\.generation))
  }

  func verifiedLog() throws -> [LogFinding] {
    let folder = household.scratch.path("copy-\(UInt32.random(in: 0...UInt32.max))")
    _ = try session(household.ring(.fg), over: vault.channel()).copyLog(into: folder)
    return LogCopyVerifier(anchor: household.anchor).verify(folder: folder).findings
  }

  /// Reading the keys of the vault's own halves, whatever the service does.
  func key(
    _ section: StoredSection, half: borrowing SecretBytes, share: [UInt8]
  ) throws -> SecretBytes {
    let record = try SectionRecord.decode(section.bytes)
    return try SectionKey.join(half, SecretBytes(copying: share), for: record)
  }

  /// What a custodian proposes who puts something else in the boxes.
  func proposal(
    by session: VaultSession, _ sections: [Section] = [.kern],
    box: (Refresh.Recipient, Share, borrowing SecretBytes, [UInt8]) throws -> [UInt8]
  ) throws -> ProposedRefresh {
    try session.refreshDirectory()
    let block = try #require(try session.refreshBlocks([dossier]).first)
    let custody = CustodyKeys(session.keys, session.directory)
    var parts: [Refresh.Part] = []
    var bytes: [UInt8] = []
    for part in block.parts where sections.contains(part.section) {
      let old = Share(dossier: dossier, section: part.section, generation: part.generation)
      let halves = try StandingHalves(part, old, custody)
      let half = try #require(halves.any)
      let delta = try SecretBytes.random(32)
      let share = Share(dossier: dossier, section: part.section, generation: part.generation + 1)
      let new = try half.half.xor(delta)
      var boxes: [(Refresh.Box, [UInt8])] = []
      for recipient in block.recipients(of: part.section, session.directory, at: Date.milliseconds)
      {
        let epoch = try #require(session.directory.roleEpoch(recipient.role))
        let made = try box(recipient, share, new, epoch.box)
        boxes.append((Refresh.Box(recipient, hash: Share.hash(ofBox: made)), made))
      }
      boxes.sort { $0.0.recipient < $1.0.recipient }
      parts.append(
        Refresh.Part(
          section: part.section, generation: part.generation,
          d: try Refresh.commitment(
            to: delta, dossier: dossier, section: part.section, generation: part.generation),
          boxes: boxes.map(\.0)))
      bytes += boxes.flatMap(\.1)
    }
    let refresh = Refresh(
      at: Date.milliseconds, by: session.member, dossier: dossier, id: .random(), parts: parts,
      reason: .departure)
    return ProposedRefresh(
      block: block, signed: refresh.sign(with: session.keys.identity.signing), boxes: bytes)
  }

  /// Sends a proposal as it is.
  func send(_ proposed: ProposedRefresh, by session: VaultSession) throws {
    let ask = Ask(
      method: "refresh.propose",
      args: .object([
        ("boxes", .base64(proposed.boxes)), ("dossier", .id(dossier)),
        ("refresh", proposed.signed.json),
      ]), action: .refreshPropose, dossier: dossier)
    try session.perform(ask) { _ throws(CheckFailure) in }
  }
}
