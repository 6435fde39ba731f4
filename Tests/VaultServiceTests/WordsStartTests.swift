import AuditLog
import Foundation
import Records
import Sodium
import Store
import Synchronization
import Testing
import VaultClient
import VaultFixture
import VaultTestKit
import Vocabulary

@testable import VaultService

@Suite(
  "Words: the log token is durable before its leaf, and is kept as long as its dossier", .serialized
)
struct WordsStartTests {
  /// What both files held at each step of one write.
  private final class Seen: Sendable {
    private let steps = Mutex<[(step: WriteStep, token: Bool, leaves: Int)]>([])
    private let watching = Mutex<(@Sendable () throws -> (Bool, Int))?>(nil)

    func watch(_ look: (@Sendable () throws -> (Bool, Int))?) { watching.withLock { $0 = look } }

    func note(_ step: WriteStep) {
      guard let look = watching.withLock({ $0 }), let (token, leaves) = try? look() else { return }
      steps.withLock { $0.append((step, token, leaves)) }
    }

    var all: [(step: WriteStep, token: Bool, leaves: Int)] { steps.withLock { $0 } }
  }

  @Test("At the moment that the leaf is committed its token is in keystore.db already")
  func order() throws {
    let seen = Seen()
    let household = try Household()
    let vault = try RunningVault(household, settings: { $0.atStep = { seen.note($0) } })
    let sanne = try vault.session(.sanne)
    let dossier = try sanne.create(Families.gezin("anne")).id
    let (store, keystore) = (vault.server.store, vault.server.opened.keystore)
    let before = try store.read { try $0.leaves.count() }
    seen.watch {
      let token = try keystore.read { try !$0.tokens.keys(of: .logToken, dossier).isEmpty }
      return (token, try store.read { try $0.leaves.count() })
    }
    _ = try sanne.open(dossier, purpose: .uitvoering, words: Words("Oma belde."))
    seen.watch(nil)
    let committed = try #require(seen.all.first { $0.leaves > before })
    #expect(committed.step == .vaultCommitted)
    #expect(seen.all.allSatisfy { $0.leaves == before || $0.token })
    let early = try #require(seen.all.first { $0.step == .keystoreCommitted })
    #expect(early.token && early.leaves == before)
    // The second time there is nothing to write in keystore.db.
    let known = try keystore.read { try $0.tokens.keys(of: .logToken) }
    _ = try sanne.open(dossier, purpose: .uitvoering, words: Words("Weer."))
    #expect(try keystore.read { try $0.tokens.keys(of: .logToken) } == known && known.count == 1)
  }

  @Test("A start keeps the tokens of dossiers, of acts about none, and takes what has no dossier")
  func start() throws {
    let household = try Household()
    let vault = try RunningVault(household)
    let sanne = try vault.session(.sanne)
    let dossier = try sanne.create(Families.gezin("anne")).id
    let words = try Words("Oma belde.")
    let index = try sanne.open(dossier, purpose: .uitvoering, words: words).reference
    // A token whose leaf never came, for a dossier that is not there; and the one of no dossier.
    let keystore = vault.server.opened.keystore
    try keystore.begin()
    for id in [Identifier.random(), .zero] {
      try keystore.tables.tokens.put(.logToken(id), SecretBytes.random(32))
    }
    try keystore.commit()
    vault.stop()
    let again = try RunningVault(household, enrol: false)
    let kept = try again.server.opened.keystore.read { try $0.tokens.keys(of: .logToken) }
    #expect(kept.map(\.dossier) == [.zero, dossier])
    #expect(try again.session(.fg).words(at: index).content == .text(words))
  }

  @Test("Two first words of one dossier in one batch share a token, and both open")
  func together() throws {
    let held = Mutex(false)
    let vault = try RunningVault(
      Household(),
      settings: {
        $0.atStep = { step in
          // While the writer stands here, what comes in waits for the next batch.
          while step == .decided, held.withLock({ $0 }) { usleep(1_000) }
        }
      })
    let sanne = try vault.session(.sanne)
    let dossier = try sanne.create(Families.gezin("anne")).id
    try sanne.involve(vault.member(.youssef), in: dossier)
    let found = Mutex<[Int]>([])
    let signedIn = Mutex(0)
    try AtOnce.run(3) { index in
      let session = try vault.session([.sanne, .youssef, .jurist][index], device: "at-once")
      signedIn.withLock { $0 += 1 }
      while signedIn.withLock({ $0 }) < 3 { usleep(1_000) }
      if index == 2 {
        held.withLock { $0 = true }
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(400)) {
          held.withLock { $0 = false }
        }
        _ = try session.list(purpose: .juridisch)
      } else {
        while !held.withLock({ $0 }) { usleep(1_000) }
        usleep(100_000)
        let opened = try session.open(dossier, purpose: .uitvoering, words: Words("Samen."))
        found.withLock { $0.append(opened.reference) }
      }
    }
    let fg = try vault.session(.fg)
    let indices = found.withLock { $0.sorted() }
    #expect(indices.count == 2 && indices.last == indices.first.map { $0 + 1 })
    let times = try indices.map { try fg.words(at: $0) }
    #expect(times.allSatisfy { $0.text == "Samen." })
    #expect(times.first?.entry.time == times.last?.entry.time, "one batch")
    let tokens = try vault.server.opened.keystore.read { try $0.tokens.keys(of: .logToken) }
    #expect(tokens.count == 1)
  }
}
