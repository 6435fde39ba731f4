import Testing
import Vocabulary

@testable import Store

@Suite struct AttachmentTests {
  let scratch = try! Scratch()

  private static let whole = AttachmentParts.sealedCount

  private func withVault(_ body: (VaultTables, DossierNumber) throws -> Void) throws {
    let vault = try Vault.create(scratch.vault)
    try vault.begin()
    let dossier = try vault.tables.dossiers.add(id(1), created: 5)
    try body(vault.tables, dossier)
    try vault.commit()
  }

  @Test func partsComeBackInTheirOrderAndNothingFollowsAShortOne() throws {
    try withVault { tables, dossier throws in
      let table = tables.attachments
      #expect(try table.attachment(id(7), of: dossier) == nil)
      let first = bytes(Self.whole, 1) + bytes(Self.whole, 2)
      try table.begin(id(7), of: dossier, in: .journaal, by: id(9), at: 40, sealed: first)
      var stored = try #require(try table.attachment(id(7), of: dossier))
      #expect(stored.goesOn && stored.parts == 2 && stored.bytes == 2 * Self.whole)
      #expect(stored.section == .journaal && stored.member == id(9) && stored.since == 40)
      try table.append(bytes(20, 3), to: stored)
      stored = try #require(try table.attachment(id(7), of: dossier))
      #expect(!stored.goesOn && stored.parts == 3 && stored.n == nil)
      try table.bind(stored.number, to: 12)
      #expect(throws: StoreError.conflict) { try table.bind(stored.number, to: 13) }
      #expect(try table.attachment(id(7), of: dossier)?.n == 12)
      var found: [UInt8] = []
      try table.append(1..<3, of: stored.number, to: &found)
      #expect(found == bytes(Self.whole, 2) + bytes(20, 3))
      #expect(throws: StoreError.corrupt) { try table.append(2..<4, of: stored.number, to: &found) }
      #expect(throws: StoreError.conflict) {
        try table.begin(id(7), of: dossier, in: .kern, by: id(9), at: 40, sealed: bytes(17, 1))
      }
    }
  }

  @Test func aPartOfAnImpossibleSizeAndTheSectionOfTheLabelAreRefused() throws {
    try withVault { tables, dossier throws in
      for (section, sealed) in [(Section.kern, bytes(16, 1)), (.etiket, bytes(17, 1)), (.kern, [])]
      {
        #expect(throws: StoreError.conflict) {
          try tables.attachments.begin(
            id(7), of: dossier, in: section, by: id(9), at: 40, sealed: sealed)
        }
      }
    }
  }

  @Test func whatNoLinkBindsIsSweptInStepsAndWhatIsBoundStays() throws {
    try withVault { tables, dossier throws in
      let table = tables.attachments
      let three = bytes(Self.whole, 1) + bytes(Self.whole, 2) + bytes(30, 3)
      for (entry, time) in [(1, 10), (2, 20), (3, 30), (4, 90)] as [(Int, Int64)] {
        try table.begin(id(entry), of: dossier, in: .kern, by: id(9), at: time, sealed: three)
      }
      try table.bind(try #require(try table.attachment(id(2), of: dossier)).number, to: 5)
      #expect(try table.unbound(by: id(9)).count == 3)
      #expect(try table.unbound(by: id(9)).bytes == 3 * three.count)
      #expect(try table.unbound(by: id(8)).count == 0)
      #expect(try table.sweep(before: 50, limit: 2))
      #expect(try table.attachment(id(1), of: dossier)?.parts == 1)
      #expect(try table.sweep(before: 50, limit: 1))
      #expect(try table.attachment(id(1), of: dossier) == nil)
      #expect(try !table.sweep(before: 50, limit: 100))
      #expect(try table.attachment(id(3), of: dossier) == nil)
      #expect(try table.attachment(id(4), of: dossier)?.parts == 3)
      #expect(try table.unbound(by: id(9)).count == 1)
      var kept: [UInt8] = []
      try table.append(
        0..<3, of: #require(try table.attachment(id(2), of: dossier)).number, to: &kept)
      #expect(kept == three)
      let left = try tables.connection.integer("SELECT count(*) FROM attachment_part")
      #expect(left == 6)
    }
  }

  @Test func aFileOfBeforeAttachmentsIsBroughtUpToThem() throws {
    let newest = Schema.vault
    let place = try #require(newest.migrations.firstIndex(of: Schema.attachments))
    for version in 1...place {
      let path = scratch.vault + "-\(version)"
      let older = Schema(
        applicationID: newest.applicationID, pageSize: newest.pageSize,
        migrations: Array(newest.migrations.prefix(version)))
      do {
        let connection = try Opening.create(path, older)
        try connection.execute("INSERT INTO dossier (id, created) VALUES (zeroblob(16), 1)")
      }
      let vault = try Vault.open(path, readers: 0)
      let dossier = try #require(try vault.tables.dossiers.number(of: .zero))
      try vault.begin()
      try vault.tables.attachments.begin(
        id(1), of: dossier, in: .kern, by: id(2), at: 3, sealed: bytes(17, 1))
      try vault.commit()
      #expect(try vault.tables.attachments.attachment(id(1), of: dossier)?.parts == 1)
    }
  }
}
