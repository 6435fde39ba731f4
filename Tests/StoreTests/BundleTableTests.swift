import Testing
import Vocabulary

@testable import Store

@Suite struct BundleTableTests {
  let scratch = try! Scratch()

  private func withVault(_ body: (VaultTables, DossierNumber) throws -> Void) throws {
    let vault = try Vault.create(scratch.vault, readers: 0)
    try vault.begin()
    let dossier = try vault.tables.dossiers.add(id(2), created: 6)
    try body(vault.tables, dossier)
    try vault.commit()
  }

  private func bundle(
    _ number: Int, of dossier: DossierNumber, validUntil: Int64 = 100
  ) -> StoredBundle {
    StoredBundle(
      id: id(number), dossier: dossier, sealer: id(7), sections: [.kern, .plannen],
      kind: .veiligThuis, ground: "toestemming", hash: bytes(64, 1), manifest: bytes(32, 2),
      created: 50, validUntil: validUntil, leaf: number)
  }

  @Test func aBundleIsReadAsItWasWrittenAndKeepsEachStep() throws {
    try withVault { tables, dossier throws in
      let made = bundle(10, of: dossier)
      try tables.bundles.add(made, for: [id(21), id(20)])
      #expect(try tables.bundles.bundle(id(10)) == made)
      #expect(try tables.bundles.bundle(id(11)) == nil)
      #expect(throws: StoreError.conflict) { try tables.bundles.add(made, for: []) }
      try tables.bundles.makeReady(
        id(10), StoredBundle.File(size: 9, hash: bytes(32, 3), leaf: 11))
      try tables.bundles.send(id(10), by: .mail, leaf: 12)
      try tables.bundles.markSpooled(id(10))
      let sent = try #require(try tables.bundles.bundle(id(10)))
      #expect(sent.state == .sent && sent.leaf == 10 && sent.moved == 12)
      #expect(sent.file == StoredBundle.File(size: 9, hash: bytes(32, 3), leaf: 11))
      #expect(sent.sent == StoredBundle.Sent(way: .mail, isSpooled: true, leaf: 12))
      #expect(try tables.bundles.bundles(of: dossier) == [sent])
      #expect(try tables.bundlePartners.partners(of: id(10)).map(\.partner) == [id(20), id(21)])
      #expect(throws: StoreError.corrupt) {
        try tables.bundles.move(id(11), to: .recalled, leaf: 13)
      }
    }
  }

  @Test func aPartnerFindsWhatIsPlacedForItUntilItHasItOrItExpires() throws {
    try withVault { tables, dossier throws in
      for number in 10...12 {
        try tables.bundles.add(bundle(number, of: dossier), for: [id(20), id(21)])
        if number > 10 { try tables.bundles.move(id(number), to: .placed, leaf: 20) }
      }
      #expect(try tables.bundles.waiting(for: id(20), at: 99).map(\.id) == [id(11), id(12)])
      #expect(try tables.bundles.waiting(for: id(20), at: 100).isEmpty)
      #expect(try tables.bundles.waiting(for: id(22), at: 99).isEmpty)
      try tables.bundlePartners.fetch(id(11), id(20), parts: 3, leaf: 30)
      try tables.bundlePartners.fetch(id(11), id(20), parts: 2, leaf: 31)
      try tables.bundlePartners.collect(id(11), id(20), leaf: 32)
      #expect(try tables.bundles.waiting(for: id(20), at: 99).map(\.id) == [id(12)])
      #expect(try tables.bundles.waiting(for: id(21), at: 99).map(\.id) == [id(11), id(12)])
      let receipt = StoredBundleReceipt(partner: id(20), text: [1], sig: [2])
      try tables.bundlePartners.receive(id(11), receipt, leaf: 33)
      #expect(throws: StoreError.conflict) {
        try tables.bundlePartners.receive(id(11), receipt, leaf: 34)
      }
      #expect(throws: StoreError.conflict) {
        try tables.bundlePartners.receive(
          id(11), StoredBundleReceipt(partner: id(22), text: [1], sig: [2]), leaf: 35)
      }
      #expect(try tables.bundlePartners.receipts(of: id(11)) == [receipt])
      let partner = try #require(try tables.bundlePartners.partners(of: id(11)).first)
      #expect(partner.fetched == 3 && partner.fetchedLeaf == 30)
      #expect(partner.collectedLeaf == 32 && partner.receivedLeaf == 33)
    }
  }

  @Test func onlyWhatHasNotGoneIsOver() throws {
    try withVault { tables, dossier throws in
      for (offset, state) in StoredBundle.State.allCases.enumerated() {
        try tables.bundles.add(
          bundle(10 + offset, of: dossier, validUntil: 100 - Int64(offset)), for: [])
        try tables.bundles.move(id(10 + offset), to: state, leaf: 40)
      }
      #expect(
        try tables.bundles.over(at: 100, limit: 9).map(\.state) == [.placed, .sealed, .created])
      #expect(try tables.bundles.over(at: 98, limit: 9).map(\.state) == [.placed])
      #expect(try tables.bundles.over(at: 100, limit: 2).count == 2)
      var seen = 0
      try tables.bundles.scan { _ in seen += 1 }
      #expect(seen == StoredBundle.State.allCases.count)
    }
  }

  @Test func partsAreCountedWithoutReadingThemAndGoTogether() throws {
    try withVault { tables, dossier throws in
      try tables.bundles.add(bundle(10, of: dossier), for: [])
      try tables.bundleParts.add(id(10), 0, bytes(90, 1))
      try tables.bundleParts.add(id(10), 1, bytes(50, 2))
      #expect(try tables.bundleParts.sizes(of: id(10)) == [90, 50])
      #expect(try tables.bundleParts.sealed(id(10), 1) == bytes(50, 2))
      #expect(try tables.bundleParts.sealed(id(10), 2) == nil)
      #expect(throws: StoreError.conflict) { try tables.bundleParts.add(id(10), 1, bytes(50, 2)) }
      try tables.bundleParts.add(id(10), 3, bytes(50, 2))
      #expect(throws: StoreError.corrupt) { try tables.bundleParts.sizes(of: id(10)) }
      try tables.bundleParts.remove(id(10))
      #expect(try tables.bundleParts.sizes(of: id(10)).isEmpty)
    }
  }

  @Test(
    "A vault of every older version gets the tables of bundles",
    arguments: 1..<Schema.vault.migrations.count)
  func everyOlderVersion(_ version: Int) throws {
    let newest = Schema.vault
    let older = Schema(
      applicationID: newest.applicationID, pageSize: newest.pageSize,
      migrations: Array(newest.migrations.prefix(version)))
    do {
      let connection = try Opening.create(scratch.vault, older)
      try connection.execute(
        "INSERT INTO dossier (number, id, created) VALUES (1, zeroblob(16), 1);")
    }
    let vault = try Vault.open(scratch.vault, readers: 0)
    let number = try #require(try vault.tables.dossiers.all().first?.number)
    try vault.begin()
    try vault.tables.bundles.add(bundle(10, of: number), for: [id(20)])
    try vault.commit()
    #expect(try vault.tables.bundles.bundles(of: number).count == 1)
  }
}
