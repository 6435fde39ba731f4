import Directory
import Dossier
import Foundation
import Records
import Sodium
import Store
import Testing
import VaultFixture
import VaultService
import VaultTestKit
import Vocabulary

@testable import VaultClient

@Suite("Refresh: what a former member copied is worth nothing afterwards (R9)")
struct RefreshTests {
  @Test(
    "A former member with copied wraps and the old role key opens nothing after the refresh, not even with the service's new halves; with a copy of keystore.db from before it he does, so those go in 30 days"
  )
  func formerMember() throws {
    let world = try RefreshWorld()
    let before = try world.contents()
    let youssef = try world.vault.session(.youssef).directory
    let admission = try #require(youssef.admission(of: world.vault.member(.youssef)))
    let epoch = try #require(youssef.roleEpoch(.jeugdbeschermer))
    let key = try RoleSecret.open(
      admission.box, of: epoch, with: world.household.ring(.youssef).identity.box)
    // What he took along, and what a backup of keystore.db had that day.
    let (sections, copied) = try world.stored()
    let oldShares = try world.shares()

    try world.youssefLeaves()
    #expect(throws: ClientError.self) { try world.vault.session(.youssef) }
    try world.refresh()
    world.vault.stop()

    let (newSections, newWraps) = try world.stored()
    let newShares = try world.shares()
    #expect(newShares.count == Section.allCases.count && newSections.count == sections.count)
    for section in sections {
      let box = try #require(
        copied.first { $0.section == section.section && $0.role == .jeugdbeschermer }?.box)
      let half = try Share(
        dossier: world.dossier, section: section.section, generation: 1
      ).open(box, role: key)
      let old = TokenKey.share(world.dossier, section.section, generation: 1)
      let new = TokenKey.share(world.dossier, section.section, generation: 2)
      #expect(newShares[old] == nil, "the old half is gone")
      let share = try #require(newShares[new])
      #expect(throws: SectionKey.JoinError.check) {
        _ = try world.key(section, half: half, share: share)
      }
      // The limit, said plainly: the old half from a backup still fits.
      _ = try world.key(section, half: half, share: try #require(oldShares[old]))
      for wrap in newWraps where wrap.section == section.section {
        #expect(wrap.generation == 2)
        #expect(throws: ContextBox.BoxError.self, "no new wrap opens with the old role key") {
          _ = try Share(
            dossier: world.dossier, section: section.section, generation: 2
          ).open(wrap.box, role: key)
        }
      }
    }
    // Nobody who stayed noticed anything.
    let again = try RunningVault(world.household, enrol: false)
    defer { again.stop() }
    for person in [Person.sanne, .leidinggevende] {
      let purpose: Purpose = person == .sanne ? .uitvoering : .kwaliteitscontrole
      let opened = try again.session(person).open(world.dossier, purpose: purpose)
      #expect(opened.revisions.map(\.content) == before, "\(person)")
    }
  }

  @Test(
    "After the last refresh of a run the old halves leave keystore.db and its WAL by themselves")
  func oldHalvesLeave() throws {
    let world = try RefreshWorld()
    defer { world.vault.stop() }
    let old = try Set(world.shares().keys)
    try world.youssefLeaves()
    try world.refresh()
    let deadline = ContinuousClock.now + .seconds(10)
    func rest() throws -> Set<TokenKey> { try old.intersection(world.shares().keys) }
    while try !rest().isEmpty, ContinuousClock.now < deadline { usleep(50_000) }
    #expect(try rest().isEmpty)
    let wal = world.household.folder + "/keystore.db-wal"
    func size() throws -> Int {
      try (FileManager.default.attributesOfItem(atPath: wal)[.size] as? NSNumber)?.intValue ?? 0
    }
    while try size() > 0, ContinuousClock.now < deadline { usleep(50_000) }
    #expect(try size() == 0)
  }

  @Test("Entries written during a refresh are kept, and openings during it succeed")
  func during() throws {
    let world = try RefreshWorld()
    defer { world.vault.stop() }
    try world.youssefLeaves()
    let sanne = try world.vault.session(.sanne)
    let writable = try sanne.openForWriting(
      world.dossier, sections: [.journaal], purpose: .uitvoering)
    try sanne.append([NoLogNoKeyTests.entry("voor")], to: writable)
    #expect(try world.cato().proposeRefreshes().dossiers == 1)
    try sanne.append([NoLogNoKeyTests.entry("tussen")], to: writable)
    // An opening goes on all through the check.
    let opening = Thread {
      let reader = try? world.vault.session(.leidinggevende)
      for _ in 0..<40 {
        let opened = try? reader?.open(world.dossier, purpose: .kwaliteitscontrole)
        #expect(opened != nil)
      }
    }
    opening.stackSize = 4 << 20
    opening.start()
    #expect(try world.second().checkRefreshes().isClean)
    // A writer that holds K from before writes on: K did not change.
    try sanne.append([NoLogNoKeyTests.entry("na")], to: writable)
    while !opening.isFinished { usleep(1_000) }
    let texts = try world.contents().compactMap { content -> String? in
      if case .entry(let entry) = content { entry.tekst } else { nil }
    }
    for text in ["voor", "tussen", "na"] { #expect(texts.filter { $0 == text }.count == 1) }
    #expect(try world.generations() == [2])
    #expect(try world.verifiedLog() == [])
  }

  @Test("A refresh after a refresh, and one of another role, keep the dossier and the log whole")
  func again() throws {
    let world = try RefreshWorld()
    defer { world.vault.stop() }
    let before = try world.contents()
    try world.youssefLeaves()
    try world.refresh()
    try world.renew(.leidinggevende)
    let due = try world.cato().dueRefreshes()
    #expect(due.map(\.dossier) == [world.dossier])
    #expect(due[0].parts.count == 6 && due[0].parts.allSatisfy { $0.why == ["role-key"] })
    try world.refresh()
    try world.renew(.jeugdbeschermer)
    try world.refresh()
    #expect(try world.generations() == [4])
    #expect(try world.contents() == before)
    let verified = try world.second().verifyRefreshes()
    #expect(verified.isClean && verified.dossiers == 1 && verified.sections == 6)
    #expect(try world.verifiedLog() == [])
  }

  @Test("A marked section alone is refreshed; a grantee's key is renewed with it")
  func markedSection() throws {
    let world = try RefreshWorld()
    let sections: [Section] = [.plannen, .juridisch]
    try world.vault.session(.sanne).consult(
      world.vault.member(.jurist), in: world.dossier, sections: sections, purpose: .juridisch,
      until: Date.milliseconds + 86_400_000)
    world.vault.stop()
    do {
      let store = try Vault.open(world.household.folder + "/vault.db", readers: 1)
      try store.begin()
      let number = try #require(try store.tables.dossiers.number(of: world.dossier))
      try store.tables.due.mark(.juridisch, of: number, at: 1)
      try store.tables.due.mark(.juridisch, of: number, at: 2)
      try store.commit()
    }
    let vault = try RunningVault(world.household, enrol: false)
    defer { vault.stop() }
    let cato = try vault.session(.custodian)
    let due = try cato.dueRefreshes()
    #expect(due.map { $0.parts.map(\.section) } == [[.juridisch]])
    #expect(due[0].parts[0].why == ["grant-ended"])
    #expect(try cato.proposeRefreshes().sections == 1)
    #expect(try cato.dueRefreshes()[0].isProposed)
    #expect(try world.session(world.coen, over: vault.channel()).checkRefreshes().isClean)
    #expect(try cato.dueRefreshes() == [])
    let generation = try world.stored().sections.map { ($0.section, $0.generation) }
    #expect(generation.allSatisfy { $0.1 == ($0.0 == .juridisch ? 2 : 1) })
    let opened = try vault.session(.jurist).open(
      world.dossier, sections: sections, purpose: .juridisch)
    #expect(opened.sections == sections)
  }

  @Test("A grant decided on keys from before the refresh is told to try again (75)")
  func grantOfAnotherGeneration() throws {
    let world = try RefreshWorld()
    defer { world.vault.stop() }
    try world.youssefLeaves()
    let interrupted = try world.vault.session(
      .sanne,
      channel: world.vault.channel { message, send in
        // Between Sanne's boxes and her grant both custodians do their part.
        if String(decoding: message, as: UTF8.self).contains("access.grant") {
          try world.refresh()
        }
        return try send(message)
      })
    #expect(throws: ClientError.stale) {
      try interrupted.consult(
        world.vault.member(.jurist), in: world.dossier, sections: [.kern], purpose: .juridisch,
        until: Date.milliseconds + 86_400_000)
    }
    try world.session(world.household.ring(.sanne), over: world.vault.channel()).consult(
      world.vault.member(.jurist), in: world.dossier, sections: [.kern], purpose: .juridisch,
      until: Date.milliseconds + 86_400_000)
    _ = try world.vault.session(.jurist).open(
      world.dossier, sections: [.kern], purpose: .juridisch)
  }

  @Test("Nobody but a custodian sees a box or proposes; no custodian opens a dossier")
  func custodiansOnly() throws {
    let world = try RefreshWorld()
    defer { world.vault.stop() }
    for person in Person.allCases where person != .custodian {
      let session = try world.vault.session(person)
      #expect(throws: ClientError.self, "\(person)") { try session.dueRefreshes() }
      #expect(throws: ClientError.self, "\(person)") { try session.refreshBlocks([world.dossier]) }
      #expect(throws: ClientError.self, "\(person)") { try session.refreshProposals(from: 0) }
    }
    #expect(throws: ClientError.self) {
      try world.cato().open(world.dossier, purpose: .uitvoering)
    }
  }
}
