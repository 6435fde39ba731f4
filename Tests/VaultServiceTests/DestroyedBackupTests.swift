import AuditLog
import Directory
import Dossier
import Foundation
import Records
import Sodium
import Store
import Testing
import VaultClient
import VaultFixture
import VaultTestKit
import Vocabulary

@testable import VaultService

// What destruction rests on: a dossier's secrets are deleted from keystore.db, which is rotated.
// `vault.db` of before has every row, link, box and leaf of it still.

@Suite(
  "Secrets deleted and the keystore rotated: what opens with a vault.db of before", .serialized)
struct DestroyedBackupTests {
  /// A vault of which one dossier's secrets were deleted, and both files from before that.
  private struct Destroyed {
    let copy: VaultCopy
    /// The folder as it was before: the backup.
    let before: String
    let directory: DirectoryView
    let gone: Identifier
    let kept: Identifier
    /// The leaves with words, of the dossier that is gone and of the other.
    let words: (gone: Int, kept: Int)
    /// Everything of the dossier as it lay in `keystore.db`, sealed; hexadecimal.
    let sealed: [String]

    init() throws {
      copy = try VaultCopy()
      before = copy.scratch.path("before")
      (gone, kept) = (copy.institution.dossiers[0], copy.institution.dossiers[1])
      do {
        let served = try ServedCopy(copy)
        let sanne = try copy.session(.sanne, at: served.socket)
        directory = sanne.directory
        words = (
          try sanne.open(gone, purpose: .uitvoering, words: Words("Oma belde.")).reference,
          try sanne.open(kept, purpose: .uitvoering, words: Words("Opa belde.")).reference
        )
        served.stop()
      }
      VaultCopy.waitUntilClosed(copy.folder)
      try FileManager.default.copyItem(atPath: copy.folder, toPath: before)
      let rows = try Database(before + "/keystore.db")
      let id = gone.hex.uppercased()
      sealed = try rows.rows(
        """
        SELECT hex(sealed) FROM token WHERE substr(hex(key), 3, 32) = '\(id)'
        UNION SELECT hex(sealed) FROM tag WHERE hex(dossier) = '\(id)'
        UNION SELECT hex(name) FROM tag WHERE hex(dossier) = '\(id)'
        """
      ).map { $0[0] ?? "" }
      rows.close()
      // The service is up when it happens, as it will be when somebody destroys a dossier.
      do {
        let served = try ServedCopy(copy)
        let keystore = served.server.opened.keystore
        try keystore.begin()
        let removed = try keystore.tables.removeAll(of: gone)
        try keystore.commit()
        #expect(removed.tokens > 12 && removed.tags > 3)
        #expect(try served.server.rotateKeystore() == 2)
        served.stop()
      }
      VaultCopy.waitUntilClosed(copy.folder)
    }

    /// Every secret in a keystore, used or put aside or of the host, whatever it is for.
    func values(_ folder: String) throws -> [[UInt8]] {
      Array(try Tokens.read(folder, TokenKind.allCases).values).filter { $0.count == 32 }
    }

    /// `vault.db` of before beside `keystore.db` and the keys of today.
    func oldVaultBesideNewKeystore() throws -> VaultCopy {
      try copy.replace("vault.db", from: before)
      return copy
    }
  }

  /// Every role half of a section that any role's key gives: each role's own box of it.
  private func halves(
    _ keys: Halves, _ folder: String, of dossier: Identifier
  ) throws -> [(record: SectionRecord, half: Halves.SecretBox)] {
    let (sections, wraps) = try Vault.open(folder + "/vault.db", readers: 1).read { tables in
      let number = try #require(try tables.dossiers.number(of: dossier))
      return (try tables.sections.sections(of: number), try tables.wraps.wraps(of: number))
    }
    var found: [(SectionRecord, Halves.SecretBox)] = []
    for section in sections {
      let record = try SectionRecord.decode(section.bytes)
      let share = Share(
        dossier: dossier, section: section.section, generation: section.generation)
      for person in [Person.sanne, .leidinggevende] {
        let pair = try keys.pair(person)
        for wrap in wraps
        where wrap.section == section.section && wrap.role == person.function
          && wrap.grant == nil
        {
          let half = try share.open(wrap.box, role: pair)
          found.append((record, Halves.SecretBox(half)))
        }
      }
    }
    return found
  }

  @Test(
    "A backup of vault.db from before a destruction, with W and every role key of today: nothing of that dossier opens, and the others do"
  )
  func nothingOpens() throws {
    let destroyed = try Destroyed()
    let attack = try destroyed.oldVaultBesideNewKeystore()
    let household = attack.institution.household
    let keys = try Halves(household, destroyed.directory, folder: attack.folder)
    let values = try destroyed.values(attack.folder)
    #expect(values.count > 10)

    // R opens for every section, with the key of each standing role; no secret of today is its S.
    let halves = try halves(keys, attack.folder, of: destroyed.gone)
    #expect(Set(halves.map(\.record.section)) == Set(Section.allCases))
    for (record, half) in halves {
      for value in values + [[UInt8](repeating: 0, count: 32)] {
        #expect(throws: SectionKey.JoinError.check) {
          _ = try SectionKey.join(
            SecretBytes(copying: half.plain), SecretBytes(copying: value), for: record)
        }
      }
    }

    // Even who kept every K from when it could still be had finds no E for any row.
    let past = try Halves(household, destroyed.directory, folder: destroyed.before)
    let kept = try past.all(of: [destroyed.gone])
    var closed = 0
    for n in try entries(of: destroyed.gone, attack.folder) {
      let row = try #require(try keys.row(destroyed.gone, n))
      #expect(keys.token(row.link) == nil)
      let opened = try #require(kept.first { $0.record.section == row.link.header.section })
      for value in values {
        #expect(throws: SealedEntry.OpenError.commitment) {
          try row.sealed.open(
            link: row.link, sectionKey: opened.key, token: SecretBytes(copying: value))
        }
      }
      closed += 1
    }
    #expect(closed == attack.institution.contents[0].count)

    // The words in the log's copy, and the tags: under no secret of today.
    let tables = try Vault.open(attack.path("vault.db"), readers: 1)
    func opens(_ index: Int) throws -> Bool {
      let bytes = try #require(try tables.read { try $0.leaves.bytes(index) })
      let sealed = try #require(try LogEntry(decoding: bytes).sealed)
      return try values.contains {
        try LogSeal.open(sealed, under: SecretBytes(copying: $0)) != nil
      }
    }
    #expect(try !opens(destroyed.words.gone))
    #expect(try opens(destroyed.words.kept))
    #expect(try dossiersByTag("sjors", keys, attack.folder) == [])

    // The other dossier, with the same keys, from the same files: all of it.
    #expect(try contents(of: destroyed.kept, keys, attack.folder) == attack.institution.contents[1])
    #expect(try dossiersByTag("anne", keys, attack.folder) == [destroyed.kept])
  }

  @Test("A service of today on that backup: the dossier opens for nobody, the others for who may")
  func throughTheService() throws {
    let destroyed = try Destroyed()
    let attack = try destroyed.oldVaultBesideNewKeystore()
    let served = try ServedCopy(attack)
    let frames = Frames()
    let sanne = try attack.session(.sanne, at: served.socket, device: "new") { frames.add($0) }
    frames.forget()
    #expect(throws: ClientError.self) {
      try sanne.open(destroyed.gone, purpose: .uitvoering)
    }
    #expect(frames.release == [])
    let again = try attack.session(.sanne, at: served.socket, device: "newer")
    let opened = try again.open(destroyed.kept, purpose: .uitvoering)
    #expect(opened.revisions.map(\.content) == attack.institution.contents[1])
    let fg = try attack.session(.fg, at: served.socket, device: "new")
    #expect(try fg.words(at: destroyed.words.gone).content == .destroyed)
    #expect(try attack.verifyLog(at: served.socket, device: "newer").findings == [])
  }

  @Test("Of what was deleted there is no byte in any file of the keystore: database, WAL, index")
  func noBytes() throws {
    let destroyed = try Destroyed()
    #expect(destroyed.sealed.count > 20)
    var needles = [destroyed.gone.bytes]
    for text in destroyed.sealed {
      let bytes = try #require([UInt8](hexadecimal: text))
      needles.append(bytes)
      needles.append(Array(bytes.suffix(24)))
    }
    let files = { (folder: String) in
      try VaultCopy.files(folder).filter { $0.contains("/keystore.db") }
    }
    let scan = ByteScan(needles)
    #expect(try scan.found(inFiles: files(destroyed.copy.folder)) == [])
    // The same search finds all of it where it was, and the other dossier where it is.
    #expect(
      try Set(files(destroyed.before).flatMap { scan.found(in: try Self.bytes($0)) })
        == Set(needles))
    #expect(
      try !ByteScan([destroyed.kept.bytes]).found(inFiles: files(destroyed.copy.folder)).isEmpty)
  }

  @Test("The limit: with a copy of keystore.db from before, the dossier opens")
  func oldKeystore() throws {
    let destroyed = try Destroyed()
    let household = destroyed.copy.institution.household
    let keys = try Halves(household, destroyed.directory, folder: destroyed.before)
    for (dossier, expected) in zip(
      destroyed.copy.institution.dossiers, destroyed.copy.institution.contents)
    {
      #expect(try contents(of: dossier, keys, destroyed.before) == expected)
    }
    #expect(try dossiersByTag("sjors", keys, destroyed.before) == [destroyed.gone])
  }

  private static func bytes(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  /// What of a dossier opens with a role key, `vault.db` and a keystore, as the member reads it.
  private func contents(
    of dossier: Identifier, _ keys: Halves, _ folder: String
  ) throws -> [EntryContent] {
    let opened = try keys.all(of: [dossier])
    return try entries(of: dossier, folder).map { n in
      let row = try #require(try keys.row(dossier, n))
      let key = try #require(opened.first { $0.record.section == row.link.header.section })
      let token = try SecretBytes(copying: try #require(keys.token(row.link)))
      return try EntryContent.decode(
        row.sealed.open(link: row.link, sectionKey: key.key, token: token))
    }
  }

  /// The links of entries and attachments, as a `vault.db` has them.
  private func entries(of dossier: Identifier, _ folder: String) throws -> [UInt32] {
    try Vault.open(folder + "/vault.db", readers: 1).read { tables in
      let number = try #require(try tables.dossiers.number(of: dossier))
      return try SignedLink.decode(tables.links.signed(number)).map(\.link)
        .filter(\.header.kind.hasContent).map(\.n)
    }
  }

  /// The dossiers that a keystore finds by the values of a family.
  private func dossiersByTag(
    _ family: String, _ keys: Halves, _ folder: String
  ) throws -> Set<Identifier> {
    let lookup = try keys.lookupKey()
    let keystore = try Keystore.open(
      folder + "/keystore.db", wrapKey: SecretFile.read(folder + "/wrap.key"), readers: 1)
    var found: Set<Identifier> = []
    for value in try Families.gezin(family).lookupValues() {
      let tag = try BLAKE2b.keyed(lookup, count: 32) { hash in
        hash.absorb([value.kind.rawValue])
        hash.absorb(value.bytes)
      }
      found.formUnion(
        try keystore.read { tables throws in
          try tables.tags.dossiers(kind: value.kind.rawValue, tag)
        })
    }
    return found
  }
}

extension [UInt8] {
  fileprivate init?(hexadecimal text: String) {
    let digits = text.compactMap(\.hexDigitValue)
    guard digits.count == text.count, text.count % 2 == 0 else { return nil }
    self = stride(from: 0, to: digits.count, by: 2).map {
      UInt8(digits[$0] << 4 | digits[$0 + 1])
    }
  }
}
