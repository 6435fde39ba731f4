import AuditLog
import Directory
import Dossier
import Foundation
import Records
import Sodium
import Store
import StrictJSON
import Testing
import VaultFixture
import VaultService
import VaultTestKit
import Vocabulary

@testable import VaultClient

@Suite("Refresh: one hostile custodian, or a hostile service, loses no archive")
struct RefreshMaliceTests {
  /// What Coen finds in Cato's proposal; afterwards nothing has changed.
  private func found(_ world: RefreshWorld) throws -> [RefreshFinding] {
    let tally = try world.second().checkRefreshes()
    #expect(tally.dossiers == 0 && !tally.isClean)
    #expect(try world.generations() == [1])
    #expect(try world.stored().wraps.allSatisfy { $0.generation == 1 })
    return tally.findings
  }

  /// The word with which a call ended; nil when it went.
  private func code(
    _ session: VaultSession, _ ask: Ask, _ secrets: consuming SecretBytes? = nil
  ) -> String? {
    do throws(ClientError) {
      try session.perform(ask, secrets: secrets) { _ throws(CheckFailure) in }
      return nil
    } catch { return error.code }
  }

  @Test(
    "Garbage in a role's box: the second custodian notices, names who made it, and nothing changes")
  func garbage() throws {
    let world = try RefreshWorld()
    defer { world.vault.stop() }
    let before = try world.contents()
    try world.youssefLeaves()
    let cato = try world.cato()
    let good: (Refresh.Recipient, Share, borrowing SecretBytes, [UInt8]) throws -> [UInt8] = {
      try $1.seal($2, toRole: $3)
    }
    let cases:
      [(RefreshFault, (Refresh.Recipient, Share, borrowing SecretBytes, [UInt8]) throws -> [UInt8])] =
        [
          (
            .newBox(.kern, .leidinggevende),
            { recipient, share, half, key in
              recipient.role == .leidinggevende
                ? Random.bytes(Share.standingCount) : try good(recipient, share, half, key)
            }
          ),
          (
            .newBox(.kern, .jeugdbeschermer),
            { recipient, share, half, key in
              let other = Share(
                dossier: share.dossier, section: .journaal, generation: share.generation)
              return try good(
                recipient, recipient.role == .jeugdbeschermer ? other : share, half, key)
            }
          ),
          (
            .delta(.kern),
            { recipient, share, half, key in
              guard recipient.role == .leidinggevende else {
                return try good(recipient, share, half, key)
              }
              let wrong = try SecretBytes.random(32)
              return try good(recipient, share, wrong, key)
            }
          ),
          (
            // The same wrong half for everybody: only the commitment gives it away.
            .delta(.kern),
            { recipient, share, _, key in
              let wrong = try SecretBytes(copying: [UInt8](repeating: 7, count: 32))
              return try good(recipient, share, wrong, key)
            }
          ),
        ]
    for (fault, box) in cases {
      try world.send(try world.proposal(by: cato, box: box), by: cato)
      #expect(
        try found(world) == [
          RefreshFinding(
            dossier: world.dossier, fault: fault, proposer: Person.custodian.rawValue)
        ])
    }
    #expect(try world.contents() == before)
    // The way on: Coen proposes himself, Cato checks.
    #expect(try world.second().proposeRefreshes(anew: true).isClean)
    #expect(try world.cato().checkRefreshes().isClean)
    #expect(try world.contents() == before)
    #expect(try world.verifiedLog() == [])
  }

  @Test(
    "A hostile second custodian cannot bring another D, or check without one; the archive stays")
  func hostileSecond() throws {
    let world = try RefreshWorld()
    defer { world.vault.stop() }
    let before = try world.contents()
    try world.youssefLeaves()
    #expect(try world.cato().proposeRefreshes().dossiers == 1)
    let coen = try world.second()
    let proposed = try #require(try coen.refreshProposals(from: 0).page.first)
    let check = RefreshCheck(
      at: Date.milliseconds, by: coen.member, id: .random(), refresh: proposed.signed.hash)
    let ask = Ask(
      method: "refresh.check",
      args: .object([
        ("check", check.sign(with: world.coen.identity.signing).json),
        ("dossier", .id(world.dossier)),
      ]), action: .refreshCheck, dossier: world.dossier)
    for kind in 0..<3 {
      var writer = try SecretItemsWriter()
      for section in Section.allCases.sorted() where kind < 2 || section != .kern {
        let delta = try SecretBytes.random(32)
        // Any D; the D of another generation; one D too few.
        try writer.append(.delta(section, generation: kind == 1 ? 3 : 2), delta)
      }
      let items = writer.finish()
      let ended = code(coen, ask, items)
      #expect(ended == "protocol")
    }
    #expect(code(coen, ask) == "protocol")
    #expect(try world.generations() == [1])
    #expect(try world.contents() == before)
  }

  @Test(
    "The same person twice is refused, by the client and by the service; a second account is the same person"
  )
  func samePerson() throws {
    let world = try RefreshWorld()
    defer { world.vault.stop() }
    try world.youssefLeaves()
    let cato = try world.cato()
    #expect(try cato.proposeRefreshes().dossiers == 1)
    let own = try cato.checkRefreshes()
    #expect(own.own == 1 && own.dossiers == 0)
    // A second account of Cato's, who keeps no key: the service looks at the person first.
    let twin = KeyRing(try Identity.create(name: "Cato Twee", anchor: world.household.anchor))
    try world.record(by: world.coen) { view in
      let person = try #require(view.person(of: world.vault.member(.custodian)))
      return .account(
        Account(twin.identity.enrolment, function: .custodian, person: person, team: nil))
    }
    let session = try world.session(twin, over: world.vault.channel())
    for (name, ring) in [(session, twin), (cato, world.household.ring(.custodian))] {
      let proposed = try #require(try name.refreshProposals(from: 0).page.first)
      let check = RefreshCheck(
        at: Date.milliseconds, by: name.member, id: .random(), refresh: proposed.signed.hash)
      let block = try #require(try cato.refreshBlocks([world.dossier]).first)
      // What a dishonest client would send: the right D, for Cato's keys open every box.
      let items = try cato.deltas(
        of: Refresh.decode(proposed.signed.bytes), proposed.boxes, block,
        CustodyKeys(cato.keys, cato.directory))
      let ask = Ask(
        method: "refresh.check",
        args: .object([
          ("check", check.sign(with: ring.identity.signing).json), ("dossier", .id(world.dossier)),
        ]), action: .refreshCheck, dossier: world.dossier)
      var code: String?
      do {
        try name.perform(ask, secrets: items) { _ throws(CheckFailure) in }
      } catch ClientError.refused(let refusal) { code = refusal.code }
      #expect(code == "not-oneself")
    }
    #expect(try world.generations() == [1])
  }

  @Test("A refresh of an old generation sent again, and a check sent again, do nothing")
  func replay() throws {
    let world = try RefreshWorld()
    defer { world.vault.stop() }
    try world.youssefLeaves()
    let cato = try world.cato()
    let old = try world.proposal(by: cato, Section.allCases) { _, share, half, key in
      try share.seal(half, toRole: key)
    }
    try world.refresh()
    let before = try world.contents()
    #expect(throws: ClientError.stale) { try world.send(old, by: cato) }
    let coen = try world.second()
    let check = RefreshCheck(
      at: Date.milliseconds, by: coen.member, id: .random(), refresh: old.signed.hash)
    let ask = Ask(
      method: "refresh.check",
      args: .object([
        ("check", check.sign(with: world.coen.identity.signing).json),
        ("dossier", .id(world.dossier)),
      ]), action: .refreshCheck, dossier: world.dossier)
    #expect(throws: ClientError.stale) { try coen.perform(ask) { _ throws(CheckFailure) in } }
    #expect(try world.generations() == [2])
    #expect(try world.contents() == before)
  }

  @Test(
    "A proposal with a box for nobody's grant, or without a role's box, is refused by the service and by the second custodian"
  )
  func recipients() throws {
    let world = try RefreshWorld()
    defer { world.vault.stop() }
    try world.youssefLeaves()
    let cato = try world.cato()
    let whole = try world.proposal(by: cato) { _, share, half, key in
      try share.seal(half, toRole: key)
    }
    let record = try Refresh.decode(whole.signed.bytes)
    let invented = Random.bytes(Share.grantedCount)
    let jurist = Refresh.Box(
      Refresh.Recipient(
        role: .jurist, epoch: 1,
        grant: Refresh.Grantee(id: .random(), member: world.vault.member(.jurist))),
      hash: Share.hash(ofBox: invented))
    let boxes = record.parts[0].boxes
    let first = Array(whole.boxes.prefix(Share.standingCount))
    let second = Array(whole.boxes.dropFirst(Share.standingCount))
    for (named, bytes) in [([boxes[0]], first), (boxes + [jurist], first + invented + second)] {
      let part = Refresh.Part(
        section: .kern, generation: 1, d: record.parts[0].d, boxes: named)
      let refresh = Refresh(
        at: Date.milliseconds, by: cato.member, dossier: world.dossier, id: .random(),
        parts: [part], reason: .departure)
      let signed = refresh.sign(with: world.household.ring(.custodian).identity.signing)
      let proposed = ProposedRefresh(block: whole.block, signed: signed, boxes: bytes)
      #expect(throws: ClientError.stale) { try world.send(proposed, by: cato) }
      let coen = try world.second()
      do throws(ProposalError) {
        try coen.check(proposed, CustodyKeys(coen.keys, coen.directory))
        Issue.record("it was checked")
      } catch {
        guard case .fault(.recipients(.kern)) = error else {
          Issue.record("\(error)")
          return
        }
      }
    }
  }

  @Test("A service that withholds a role's box is noticed by both custodians")
  func withheld() throws {
    let world = try RefreshWorld()
    defer { world.vault.stop() }
    try world.youssefLeaves()
    let cato = try world.cato()
    let block = try #require(try cato.refreshBlocks([world.dossier]).first)
    let custody = CustodyKeys(cato.keys, cato.directory)
    let part = try #require(block.parts.first { $0.section == .kern })
    let hidden = RefreshBlock.Part(
      section: .kern, generation: 1, boxes: part.boxes.filter { $0.role != .leidinggevende },
      proof: nil)
    let lying = RefreshBlock(dossier: world.dossier, parts: [hidden], grants: [])
    do throws(ProposalError) {
      _ = try cato.propose(lying, [.kern], reason: .departure, custody)
      Issue.record("it was proposed")
    } catch {
      guard case .fault(.boxWithheld(.kern, .leidinggevende)) = error else {
        Issue.record("\(error)")
        return
      }
    }
    let proposed = try world.proposal(by: cato) { _, share, half, key in
      try share.seal(half, toRole: key)
    }
    let coen = try world.second()
    do throws(ProposalError) {
      try coen.check(
        ProposedRefresh(block: lying, signed: proposed.signed, boxes: proposed.boxes),
        CustodyKeys(coen.keys, coen.directory))
      Issue.record("it was checked")
    } catch {
      guard case .fault(.boxWithheld(.kern, .leidinggevende)) = error else {
        Issue.record("\(error)")
        return
      }
    }
  }

  @Test("A grantee whose box is garbage is told to have the grant given anew, and then opens")
  func granteesBox() throws {
    let world = try RefreshWorld()
    defer { world.vault.stop() }
    let jurist = world.vault.member(.jurist)
    func consult() throws {
      try world.vault.session(.sanne).consult(
        jurist, in: world.dossier, sections: [.kern], purpose: .juridisch,
        until: Date.milliseconds + 86_400_000)
    }
    try consult()
    try world.youssefLeaves()
    let cato = try world.cato()
    let proposed = try world.proposal(by: cato, Section.allCases) { recipient, share, half, key in
      guard recipient.grant != nil else { return try share.seal(half, toRole: key) }
      let box = world.household.ring(.jurist).identity.enrolment.keys.box
      let wrong = try SecretBytes.random(32)
      return try share.seal(wrong, toRole: key, andMember: box)
    }
    try world.send(proposed, by: cato)
    // The second custodian cannot open it, and does not have to: no archive hangs on it.
    #expect(try world.second().checkRefreshes().isClean)
    var reason: Tampering?
    do {
      _ = try world.vault.session(.jurist).open(
        world.dossier, sections: [.kern], purpose: .juridisch)
    } catch ClientError.tampered(let what, _) { reason = what }
    #expect(reason == .grantBox)
    try consult()
    let opened = try world.vault.session(.jurist).open(
      world.dossier, sections: [.kern], purpose: .juridisch)
    #expect(opened.sections == [.kern])
  }
}
