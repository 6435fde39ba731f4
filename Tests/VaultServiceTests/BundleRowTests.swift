import AuditLog
import Directory
import Foundation
import Records
import Sodium
import Testing
import VaultFixture
import VaultTestKit
import Vocabulary

@testable import VaultClient
@testable import VaultService

@Suite("Bundles: a start holds each row against the log and the signed requests", .serialized)
struct BundleRowTests {
  /// A changed row, as somebody with the disk would write it.
  private static let changes: [String] = [
    // One that was recalled waits again; one that left waits; one that waits was never signed for.
    "UPDATE bundle SET state = 'placed' WHERE state = 'recalled'",
    "UPDATE bundle SET state = 'sealed' WHERE state = 'sent'",
    "UPDATE bundle SET state = 'received' WHERE state = 'collected'",
    "UPDATE bundle SET state = 'closed' WHERE state = 'placed'",
    "UPDATE bundle SET valid_until = valid_until + 86400000",
    "UPDATE bundle SET sections = 126",
    "UPDATE bundle SET kind = 'school'",
    "UPDATE bundle SET ground = 'maatregel'",
    "UPDATE bundle SET hash = randomblob(64)",
    "UPDATE bundle SET manifest = randomblob(32)",
    "UPDATE bundle SET created = created - 1",
    "UPDATE bundle SET sealer = randomblob(16)",
    "UPDATE bundle SET dossier = 2",
    "UPDATE bundle SET dossier = 99",
    "UPDATE bundle SET size = size + 1 WHERE state = 'placed'",
    "UPDATE bundle SET file = randomblob(32) WHERE state = 'placed'",
    "UPDATE bundle SET ready = leaf WHERE state = 'placed'",
    "UPDATE bundle SET size = NULL WHERE state = 'placed'",
    "UPDATE bundle SET way = 'mail' WHERE state = 'sent'",
    "UPDATE bundle SET sent = moved - 1 WHERE state = 'sent'",
    "UPDATE bundle SET way = 'hand', sent = leaf WHERE state = 'placed'",
    "UPDATE bundle SET leaf = 0",
    "UPDATE bundle SET leaf = 99999",
    "UPDATE bundle SET moved = leaf WHERE state = 'recalled'",
    "UPDATE bundle SET id = randomblob(16)",
    // Somebody else may fetch it, or nobody did.
    "INSERT INTO bundle_partner (bundle, partner) SELECT id, randomblob(16) FROM bundle",
    "DELETE FROM bundle_partner WHERE fetched = 0",
    "UPDATE bundle_partner SET partner = randomblob(16) WHERE fetched = 0",
    "UPDATE bundle_partner SET fetched = 0 WHERE fetched > 0",
    "UPDATE bundle_partner SET fetched = fetched + 1",
    "UPDATE bundle_partner SET fetched_leaf = NULL, fetched = 1 WHERE fetched > 0",
    "UPDATE bundle_partner SET collected_leaf = fetched_leaf WHERE fetched > 0",
    "UPDATE bundle_partner SET received_leaf = collected_leaf WHERE collected_leaf IS NOT NULL",
    "DELETE FROM bundle_receipt",
    "UPDATE bundle_receipt SET text = randomblob(40)",
    "UPDATE bundle_receipt SET sig = randomblob(40)",
    // Parts that were never whole, and of what is here no longer.
    "DELETE FROM bundle_part",
    "UPDATE bundle_part SET n = n + 1",
    "UPDATE bundle_part SET sealed = substr(sealed, 1, 50)",
    "UPDATE bundle_part SET bundle = (SELECT id FROM bundle WHERE state = 'recalled')",
  ]

  @Test("Every row that the log does not bear out stops the start, and is named")
  func changedRows() throws {
    let world = try BundleWorld()
    let sanne = try world.session(.sanne)
    let placed = try world.placed()
    try world.fetch(placed, world.partners[0])
    let recalled = try world.placed()
    _ = try sanne.recallBundle(recalled, of: world.dossier)
    let sent = try world.sealed()
    try sanne.bundleSent(sent, of: world.dossier)
    let collected = try world.placed()
    try world.collect(collected)
    let received = try world.placed()
    try world.collect(received)
    try world.receive(received)
    world.stop()
    let path = world.household.folder + "/vault.db"
    // The WAL goes into the file when the last who may write lets go.
    let writer = try Database(path)
    _ = try writer.rows("SELECT count(*) FROM bundle")
    writer.close()
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    func put(_ bytes: Data) throws {
      for suffix in ["", "-wal", "-shm"] {
        try? FileManager.default.removeItem(atPath: path + suffix)
      }
      _ = FileManager.default.createFile(
        atPath: path, contents: bytes, attributes: [.posixPermissions: 0o600])
    }
    for change in Self.changes {
      try put(before)
      let database = try Database(path)
      try database.permitAnything()
      try database.run(change)
      database.close()
      do {
        try world.restart()
        Issue.record("served: \(change)")
      } catch let error as StartError {
        #expect(error.exit == 65, "\(change)")
        #expect(error.description.contains("table bundle"), "\(change): \(error)")
      }
      world.stop()
    }
    try put(before)
    try world.restart()
    #expect(try world.session(.sanne).bundles(of: world.dossier).count == 5)
    #expect(try world.findings() == [])
  }
}

extension RunningVault {
  /// Of a dossier of Sanne's: a bundle that was sent, one that waits, one that was taken back; in the
  /// order of their ids.
  func makeBundles(of dossier: Identifier, by sanne: VaultSession) throws {
    let now = Date.milliseconds
    let beheerder = try session(.beheerder)
    let partner = Identifier.random()
    try add(bundleKey(), at: now, through: beheerder)
    try add(
      .partner(
        NewPartner(
          partner: partner, name: "Wijkteam Noord", kind: .wijkteam,
          keys: PartnerKeys(
            age: BoxKeyPair.generate().publicKey, sign: SigningKeyPair.generate().publicKey,
            signNumber: Random.bytes(8)))), at: now, through: beheerder)
    for (number, deed) in ["sent", "placed", "recalled"].enumerated() {
      let bundle = try #require(Identifier([UInt8](repeating: UInt8(number + 1), count: 16)))
      let file = Random.bytes(600)
      _ = try sanne.sealBundle(
        BundleSealing(
          bundle: bundle, dossier: dossier, hash: Random.bytes(64), manifest: Random.bytes(32),
          kind: .wijkteam, partners: [partner], sections: [.kern], ground: "toestemming",
          validUntil: now + 86_400_000))
      try sanne.bundleReady(bundle, of: dossier, size: 600, file: SHA256.hash(file))
      switch deed {
      case "sent": try sanne.bundleSent(bundle, of: dossier)
      case "placed":
        let path = household.scratch.path("bundle")
        try Data(file).write(to: URL(fileURLWithPath: path))
        let descriptor = open(path, O_RDONLY)
        defer { close(descriptor) }
        try sanne.placeBundle(bundle, of: dossier, from: descriptor)
      default: _ = try sanne.recallBundle(bundle, of: dossier)
      }
    }
  }
}
