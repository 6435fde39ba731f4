import Foundation
import Sodium
import Testing
import Vocabulary

@testable import Store

@Suite struct KeystoreTests {
  let scratch = try! Scratch()
  let wrapBytes = bytes(32, 0x5a)

  private func make() throws -> Keystore {
    try Keystore.create(scratch.keystore, wrapKey: secret(wrapBytes), origin: "kluis.example")
  }

  private func reopen() throws -> Keystore {
    try Keystore.open(scratch.keystore, wrapKey: secret(wrapBytes))
  }

  private func reveal(_ secret: consuming SecretBytes?) -> [UInt8]? {
    guard let secret else { return nil }
    return secret.revealed()
  }

  private func entryKey(_ entry: Int, revision: UInt32 = 1) -> TokenKey {
    .entry(id(1), .journaal, entry: id(entry), revision: revision, kind: 1)
  }

  @Test func tokensComeBackAfterReopening() throws {
    let values = (0..<4).map { bytes(32, $0 + 1) }
    do {
      let keystore = try make()
      try keystore.begin()
      try keystore.tables.tokens.put(
        .share(id(1), .kern, generation: 2), try secret(values[0]))
      try keystore.tables.tokens.put(entryKey(7), try secret(values[1]))
      try keystore.tables.tokens.put(.logToken(id(1)), try secret(values[2]))
      try keystore.tables.tokens.put(.logKey, try secret(values[3]))
      try keystore.tables.log.record(size: 12, root: bytes(32, 0xcc))
      try keystore.commit()
    }
    let keystore = try reopen()
    #expect(keystore.origin == "kluis.example")
    try keystore.read { tables throws in
      let share = reveal(try tables.tokens.get(.share(id(1), .kern, generation: 2)))
      #expect(share == values[0])
      #expect(try reveal(tables.tokens.get(entryKey(7))) == values[1])
      #expect(try reveal(tables.tokens.get(.logToken(id(1)))) == values[2])
      #expect(try reveal(tables.tokens.get(.logKey)) == values[3])
      #expect(try reveal(tables.tokens.get(.share(id(1), .kern, generation: 1)))?.count == nil)
      let log = try #require(try tables.log.recorded())
      #expect(log.size == 12 && log.root == bytes(32, 0xcc))
    }
  }

  @Test func aTokenIsNeverOverwritten() throws {
    let keystore = try make()
    try keystore.tables.tokens.put(.logKey, try secret(bytes(32, 1)))
    #expect(throws: KeystoreError.database(.conflict)) {
      try keystore.tables.tokens.put(.logKey, try secret(bytes(32, 2)))
    }
    #expect(try reveal(keystore.tables.tokens.get(.logKey)) == bytes(32, 1))
  }

  @Test func manyTokensComeInTheOrderAsked() throws {
    let keystore = try make()
    try keystore.begin()
    for entry in 0..<200 {
      for revision in 1...2 as ClosedRange<UInt32> {
        try keystore.tables.tokens.put(
          entryKey(entry, revision: revision), try secret(bytes(32, entry * Int(revision))))
      }
    }
    try keystore.tables.tokens.put(
      .entry(id(1), .kern, entry: id(3), revision: 1, kind: 1), try secret(bytes(32, 77)))
    try keystore.commit()
    var generator = Repeatable(state: 4)
    let asked = (0..<200).shuffled(using: &generator)
    var keys = asked.map { entryKey($0, revision: 2) }
    keys.insert(.entry(id(1), .kern, entry: id(3), revision: 1, kind: 1), at: 100)
    var expected = asked.map { bytes(32, $0 * 2) }
    expected.insert(bytes(32, 77), at: 100)
    let values = try keystore.tables.tokens.values(of: keys)
    #expect(values.revealed() == expected.flatMap { $0 })
    #expect(throws: KeystoreError.missing) {
      _ = try keystore.tables.tokens.values(of: keys + [entryKey(500)])
    }
    #expect(throws: KeystoreError.missing) {
      _ = try keystore.tables.tokens.values(of: [entryKey(1), entryKey(2, revision: 3)])
    }
    #expect(try keystore.tables.tokens.values(of: []).count == 0)
  }

  @Test func anotherWrapKeyOrAChangedKeyRowDoesNotOpen() throws {
    _ = try make()
    #expect(throws: KeystoreError.wrongWrapKey) {
      try Keystore.open(scratch.keystore, wrapKey: secret(bytes(32, 1)))
    }
    for change in [
      "UPDATE keystore SET origin = 'other.example'", "UPDATE keystore SET epoch = 2",
    ] {
      try? FileManager.default.removeItem(atPath: scratch.keystore)
      _ = try make()
      try Connection(path: scratch.keystore, use: .writer).execute(change)
      #expect(throws: KeystoreError.wrongWrapKey) { try reopen() }
    }
  }

  @Test func aSwappedOrMovedRowIsRefusedByName() throws {
    let keystore = try make()
    let tokens = keystore.tables.tokens
    try tokens.put(entryKey(1), try secret(bytes(32, 1)))
    try tokens.put(entryKey(2), try secret(bytes(32, 2)))
    try tokens.put(entryKey(3), try secret(bytes(32, 3)))
    let connection = keystore.tables.connection
    try connection.run(
      "UPDATE token SET sealed = (SELECT sealed FROM token WHERE key = ?) WHERE key = ?",
      .blob(entryKey(1).bytes), .blob(entryKey(2).bytes))
    #expect(throws: KeystoreError.tampered(table: "token")) { _ = try tokens.get(entryKey(2)) }
    #expect(throws: KeystoreError.tampered(table: "token")) {
      _ = try tokens.values(of: [entryKey(1), entryKey(2)])
    }
    #expect(try reveal(tokens.get(entryKey(1))) == bytes(32, 1))
    try connection.run(
      "UPDATE token SET key = ? WHERE key = ?",
      .blob(entryKey(9).bytes), .blob(entryKey(3).bytes))
    #expect(throws: KeystoreError.tampered(table: "token")) { _ = try tokens.get(entryKey(9)) }
  }

  @Test func aFlippedByteInAnySealedValueIsRefused() throws {
    let keystore = try make()
    let tables = keystore.tables
    try tables.tokens.put(entryKey(1), try secret(bytes(32, 1)))
    try tables.log.record(size: 1, root: bytes(32, 2))
    try tables.tags.put(id(1), kind: 1, try secret(bytes(32, 3)))
    func flipEach(
      _ read: StaticString, _ write: StaticString, _ body: () throws -> Void
    ) throws {
      var row = try tables.connection.query(read)
      guard try row.next() else { throw StoreError.corrupt }
      let sealed = row.blob(0)
      #expect(sealed.count >= 72)
      for index in sealed.indices {
        var changed = sealed
        changed[index] ^= 1 << UInt8(index % 8)
        try tables.connection.run(write, .blob(changed))
        try body()
      }
      try tables.connection.run(write, .blob(sealed))
    }
    try flipEach("SELECT sealed FROM token", "UPDATE token SET sealed = ?") {
      #expect(throws: KeystoreError.tampered(table: "token")) {
        _ = try tables.tokens.get(entryKey(1))
      }
    }
    try flipEach("SELECT sealed FROM log", "UPDATE log SET sealed = ?") {
      #expect(throws: KeystoreError.tampered(table: "log")) { try tables.log.recorded() }
    }
    try flipEach("SELECT sealed FROM tag", "UPDATE tag SET sealed = ?") {
      #expect(throws: KeystoreError.tampered(table: "tag")) {
        try tables.tags.dossiers(kind: 1, try secret(bytes(32, 3)))
      }
    }
    try flipEach("SELECT sealed FROM keystore", "UPDATE keystore SET sealed = ?") {
      #expect(throws: KeystoreError.wrongWrapKey) { try reopen() }
    }
  }

  @Test func tagsAreFoundByValueAndKindAndGoWithTheDossier() throws {
    let tags = try make().tables.tags
    try tags.put(id(1), kind: 1, try secret(bytes(32, 1)))
    try tags.put(id(2), kind: 1, try secret(bytes(32, 1)))
    try tags.put(id(2), kind: 1, try secret(bytes(32, 1)))
    try tags.put(id(2), kind: 2, try secret(bytes(32, 1)))
    #expect(try tags.dossiers(kind: 1, try secret(bytes(32, 1))) == [id(1), id(2)])
    #expect(try tags.dossiers(kind: 2, try secret(bytes(32, 1))) == [id(2)])
    #expect(try tags.dossiers(kind: 1, try secret(bytes(32, 2))).isEmpty)
    #expect(try tags.removeAll(of: id(2)) == 2)
    #expect(try tags.dossiers(kind: 1, try secret(bytes(32, 1))) == [id(1)])
  }

  @Test func aTagMovedToAnotherDossierIsRefused() throws {
    let tables = try make().tables
    try tables.tags.put(id(1), kind: 1, try secret(bytes(32, 1)))
    try tables.connection.run("UPDATE tag SET dossier = ?", .blob(id(2).bytes))
    #expect(throws: KeystoreError.tampered(table: "tag")) {
      try tables.tags.dossiers(kind: 1, try secret(bytes(32, 1)))
    }
  }

  @Test func theSweepTakesOnlyTokensWithoutARow() throws {
    let keystore = try make()
    let tokens = keystore.tables.tokens
    for entry in 1...4 { try tokens.put(entryKey(entry), try secret(bytes(32, entry))) }
    try tokens.put(.share(id(1), .kern, generation: 1), try secret(bytes(32, 5)))
    try tokens.put(.share(id(2), .kern, generation: 1), try secret(bytes(32, 6)))
    try tokens.put(.logKey, try secret(bytes(32, 7)))
    try tokens.put(.logToken(id(2)), try secret(bytes(32, 8)))
    try tokens.put(.logToken(id(3)), try secret(bytes(32, 9)))
    let swept = try tokens.sweep(SweepMoment(size: 10, recorded: 9)) { key in
      let isPresent =
        switch key.kind {
        case .logToken: key.dossier == id(2)
        case .share: key.dossier == id(1)
        default: key.entry != id(3)
        }
      return isPresent ? .present : .absent
    }
    #expect(swept == Swept(aside: 3))
    #expect(try tokens.keys(of: .logToken).map(\.dossier) == [id(2)])
    #expect(try tokens.keys(of: .entry).map(\.entry) == [id(1), id(2), id(4)])
    #expect(try tokens.keys(of: .share).map(\.dossier) == [id(1)])
    #expect(try reveal(tokens.get(.logKey))?.count == 32)
    #expect(try reveal(tokens.get(.logToken(id(2))))?.count == 32)
    #expect(try tokens.keys(of: .entry, id(2)).isEmpty)
  }

  @Test func whatASweepPutAsideComesBackWithItsRowAndGoesWhenTheLogWentOn() throws {
    let keystore = try make()
    let (tokens, tags) = (keystore.tables.tokens, keystore.tables.tags)
    for entry in 1...3 { try tokens.put(entryKey(entry), try secret(bytes(32, entry))) }
    try tags.put(id(1), kind: 1, try secret(bytes(32, 9)))
    func sweep(size: Int, recorded: Int, rows: Set<Identifier>) throws -> (Swept, Swept) {
      let moment = SweepMoment(size: size, recorded: recorded)
      return (
        try tokens.sweep(moment) { rows.contains($0.entry) ? .present : .absent },
        try tags.sweep(moment) { _ in !rows.isEmpty }
      )
    }
    #expect(try sweep(size: 10, recorded: 9, rows: []) == (Swept(aside: 3), Swept(aside: 1)))
    #expect(try reveal(tokens.get(entryKey(1))) == nil, "out of use")
    #expect(try tags.dossiers(kind: 1, try secret(bytes(32, 9))).isEmpty)
    // Starts that write no token change nothing, however often.
    #expect(try sweep(size: 14, recorded: 10, rows: []) == (Swept(), Swept()))
    #expect(
      try sweep(size: 18, recorded: 10, rows: [id(1)]) == (Swept(back: 1), Swept(back: 1)))
    #expect(try reveal(tokens.get(entryKey(1))) == bytes(32, 1))
    #expect(try tags.dossiers(kind: 1, try secret(bytes(32, 9))) == [id(1)])
    #expect(try tokens.aside().map(\.size) == [10, 10])
    // What is destroyed is not kept aside.
    _ = try tokens.remove(entryKey(2))
    #expect(try tokens.aside().map(\.key) == [entryKey(3)])
    // A token that took the place since is the one that stays.
    try tokens.put(entryKey(3), try secret(bytes(32, 33)))
    #expect(try sweep(size: 18, recorded: 10, rows: [id(1), id(3)]).0 == Swept(back: 1))
    #expect(try reveal(tokens.get(entryKey(3))) == bytes(32, 33))
    // And what the log went on without is gone.
    #expect(try sweep(size: 20, recorded: 10, rows: [id(3)]) == (Swept(aside: 1), Swept()))
    #expect(try sweep(size: 24, recorded: 21, rows: [id(3)]).0 == Swept(removed: 1))
    #expect(try tokens.aside().isEmpty)
    #expect(try tokens.keys(of: .entry) == [entryKey(3)])
    #expect(try sweep(size: 24, recorded: 21, rows: []) == (Swept(aside: 1), Swept(aside: 1)))
    // What ended is not kept, neither in use nor aside.
    try tokens.put(entryKey(4), try secret(bytes(32, 4)))
    let ended = try tokens.sweep(SweepMoment(size: 24, recorded: 21)) { _ in .ended }
    #expect(ended == Swept(removed: 2))
    #expect(try tokens.aside().isEmpty && tokens.keys(of: .entry).isEmpty)
    _ = try tags.removeAll(of: id(1))
    #expect(try tags.aside().isEmpty)
  }

  @Test func aTokenKeyNamesItsParts() {
    let key = TokenKey.entry(
      id(1), .onderzoek, entry: id(2), revision: 0x0102_0304, kind: 2)
    #expect(key.bytes.count == 39)
    #expect(key.kind == .entry && key.dossier == id(1) && key.section == .onderzoek)
    #expect(key.entry == id(2) && key.revision == 0x0102_0304 && key.entryKind == 2)
    #expect(TokenKey(stored: key.bytes) == key)
    #expect(TokenKey(stored: bytes(39, 0)) == nil)
    #expect(TokenKey(stored: bytes(38, 1)) == nil)
  }
}
