import Foundation
import Sodium
import Testing
import Vocabulary

@testable import Store

@Suite("Rotation of keystore.db: another key, every row, nothing of what was deleted")
struct RotationTests {
  let scratch = try! Scratch()
  let wrapBytes = bytes(32, 0x5a)

  private func open(_ path: String? = nil, wrap: [UInt8]? = nil) throws -> Keystore {
    try Keystore.open(
      path ?? scratch.keystore, wrapKey: secret(wrap ?? wrapBytes), readers: 2)
  }

  /// A row in every table: two dossiers in use, a third put aside by a sweep.
  private func filled() throws -> Keystore {
    let keystore = try Keystore.create(
      scratch.keystore, wrapKey: secret(wrapBytes), origin: "kluis.example", readers: 2)
    try keystore.begin()
    let tables = keystore.tables
    for number in 1...3 {
      try tables.tokens.put(.share(id(number), .kern, generation: 1), secret(bytes(32, number)))
      try tables.tokens.put(.logToken(id(number)), secret(bytes(32, 10 + number)))
      for kind in 1...3 as ClosedRange<UInt8> {
        try tables.tags.put(id(number), kind: kind, secret(bytes(32, 20)))
      }
    }
    for entry in 1...100 {
      try tables.tokens.put(
        .entry(id(1), .journaal, entry: id(entry), revision: 1, kind: 1),
        secret(bytes(32, entry)))
    }
    try tables.tokens.put(.logKey, secret(bytes(32, 41)))
    try tables.tokens.put(.serviceKey, secret(bytes(32, 42)))
    try tables.tokens.put(.bundleToken(id(2), bundle: id(9)), secret(bytes(16, 43)))
    try tables.log.record(size: 10, root: bytes(32, 44))
    let moment = SweepMoment(size: 10, recorded: 10)
    _ = try tables.tokens.sweep(moment) { $0.dossier == id(3) ? .absent : .present }
    _ = try tables.tags.sweep(moment) { $0 != id(3) }
    try keystore.commit()
    return keystore
  }

  /// Every value by what it is for.
  private func values(_ tables: KeystoreTables) throws -> [TokenKey: [UInt8]] {
    var values: [TokenKey: [UInt8]] = [:]
    for kind in TokenKind.allCases {
      for key in try tables.tokens.keys(of: kind) {
        if let value = try tables.tokens.get(key) { values[key] = value.revealed() }
      }
    }
    return values
  }

  /// How many rows each table of a file has, whatever tables it has.
  private func counts(_ connection: Connection) throws -> [String: Int] {
    var names: [String] = []
    do {
      var rows = try connection.query("SELECT name FROM sqlite_schema WHERE type = 'table'")
      while try rows.next() { names.append(rows.text(0)) }
    }
    var counts: [String: Int] = [:]
    for name in names {
      try connection.execute("CREATE TEMP TABLE counted AS SELECT count(*) AS n FROM \(name)")
      counts[name] = Int(try connection.integer("SELECT n FROM counted"))
      try connection.execute("DROP TABLE counted")
    }
    return counts
  }

  /// A copy of the file and its key, as somebody had it before.
  private func copied(_ name: String) throws -> String {
    let path = scratch.directory + "/" + name
    try Snapshot.keystore(scratch.keystore).copy(to: path)
    return path
  }

  private func files() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: scratch.directory).sorted()
  }

  @Test("Every row of every table is there under the new key, before and after opening again")
  func everyRow() throws {
    let keystore = try filled()
    let before = try values(keystore.tables)
    let rows = try counts(Connection(path: scratch.keystore, use: .writer))
    #expect(rows.count == 6 && rows.values.allSatisfy { $0 > 0 }, "\(rows): each has to be tested")
    var steps: [RotationStep] = []
    try keystore.rotate { steps.append($0) }
    #expect(steps == RotationStep.allCases)
    #expect(keystore.epoch == 2)
    try keystore.begin()
    try keystore.tables.tokens.put(.bundleKey, secret(bytes(32, 60)))
    try keystore.commit()
    var expected = before
    expected[.bundleKey] = bytes(32, 60)
    func check(_ keystore: Keystore) throws {
      try keystore.checkIntegrity()
      #expect(try values(keystore.tables) == expected)
      try keystore.read { tables throws in
        #expect(try values(tables) == expected)
        #expect(
          try tables.tags.dossiers(kind: 2, secret(bytes(32, 20))) == [id(1), id(2)],
          "found by value, under its new name")
        let log = try #require(try tables.log.recorded())
        #expect(log.size == 10 && log.root == bytes(32, 44))
      }
    }
    try check(keystore)
    let again = try open()
    #expect(again.origin == "kluis.example" && again.epoch == 2)
    try check(again)
    // What a sweep had put aside comes back as if nothing had happened.
    let moment = SweepMoment(size: 10, recorded: 10)
    #expect(try again.tables.tokens.sweep(moment) { _ in .present } == Swept(back: 2))
    #expect(try again.tables.tags.sweep(moment) { _ in true } == Swept(back: 1))
    #expect(try again.tables.tags.dossiers(kind: 3, secret(bytes(32, 20))).count == 3)
    let share = try again.tables.tokens.values(of: [.share(id(3), .kern, generation: 1)])
    #expect(share.revealed() == bytes(32, 3))
    var after = try counts(Connection(path: scratch.keystore, use: .writer))
    after["token"]? -= 3
    after["swept_token"]? += 2
    after["tag"]? -= 3
    after["swept_tag"]? += 3
    #expect(after == rows)
    #expect(try files() == ["keystore.db", "keystore.db-shm", "keystore.db-wal"])
  }

  @Test("The key in a copy of before opens no row of the new file, and names no tag of it")
  func oldKeyOpensNothing() throws {
    let keystore = try filled()
    let path = try copied("before.db")
    try keystore.rotate()
    // The key itself, as whoever has W of then takes it out of the copy; with the epoch of either file.
    let seals = try (1...2 as ClosedRange<UInt32>).map { epoch in
      let copy = try Connection(path: path, use: .reader)
      var row = try copy.query("SELECT sealed FROM keystore")
      guard try row.next(),
        let key = try KeystoreSeal.open(
          row.blob(0), in: "keystore", at: Array("kluis.example".utf8), 1, secret(wrapBytes))
      else { throw StoreError.corrupt }
      return try KeystoreSeal(key, epoch: epoch)
    }
    let connection = keystore.tables.connection
    func sealed(_ sql: StaticString) throws -> [(row: [UInt8], sealed: [UInt8])] {
      var rows = try connection.query(sql)
      var found: [(row: [UInt8], sealed: [UInt8])] = []
      while try rows.next() { found.append((rows.blob(0), rows.blob(1))) }
      return found
    }
    let tokens = try sealed(
      "SELECT key, sealed FROM token UNION SELECT key, sealed FROM swept_token")
    let tags = try sealed(
      """
      SELECT name || dossier || CASE kind WHEN 1 THEN x'01' WHEN 2 THEN x'02' ELSE x'03' END, sealed
      FROM (SELECT * FROM tag UNION SELECT name, dossier, kind, sealed FROM swept_tag)
      """)
    let log = try sealed("SELECT x'', sealed FROM log")
    #expect(tokens.count == 109 && tags.count == 9 && log.count == 1)
    let new = keystore.tables.seal
    for (table, rows) in [("token", tokens), ("tag", tags), ("log", log)] {
      for row in rows {
        for old in seals {
          #expect(throws: KeystoreError.tampered(table: table)) {
            _ = try old.open(row.sealed, in: table, at: row.row)
          }
        }
        _ = try new.open(row.sealed, in: table, at: row.row)
      }
    }
    for kind in 1...3 as ClosedRange<UInt8> {
      let name = try seals[0].name(of: secret(bytes(32, 20)), kind: kind)
      #expect(!tags.contains { $0.row.starts(with: name) })
    }
  }

  @Test("Rotated to another W: the old W opens the copy of before and not the new file")
  func anotherWrapKey() throws {
    let keystore = try filled()
    let before = try values(keystore.tables)
    let path = try copied("before.db")
    let wrap = bytes(32, 0x77)
    try keystore.rotate(to: secret(wrap))
    #expect(try values(keystore.tables) == before)
    // And the next one stays under the new W.
    try keystore.rotate()
    #expect(throws: KeystoreError.wrongWrapKey) { try open() }
    #expect(try values(open(wrap: wrap).tables) == before)
    #expect(try open(wrap: wrap).epoch == 3)
    // A copy goes without what bundles are closed with; a rotation carries it.
    #expect(try values(open(path).tables) == before.filter { $0.key.kind != .bundleToken })
    #expect(throws: KeystoreError.wrongWrapKey) { try open(path, wrap: wrap) }
  }

  @Test("What was deleted is in no file afterwards, and no stale WAL brings it back")
  func deletedStaysDeleted() throws {
    let keystore = try filled()
    var doomed: [[UInt8]] = []
    do {
      let connection = keystore.tables.connection
      for query: StaticString in [
        "SELECT sealed FROM token WHERE substr(key, 2, 16) = ?",
        "SELECT sealed FROM tag WHERE dossier = ?",
      ] {
        var rows = try connection.query(query, .blob(id(1).bytes))
        while try rows.next() { doomed.append(rows.blob(0)) }
      }
    }
    #expect(doomed.count == 105)
    // In the WAL and, after a checkpoint that leaves it there, in the file too.
    #expect(try keystore.tables.connection.integer("PRAGMA wal_checkpoint(PASSIVE)") == 0)
    let rest = try scratch.bytesAtRest()
    for sealed in doomed { #expect(rest.range(of: Data(sealed)) != nil) }

    try keystore.begin()
    #expect(try keystore.tables.removeAll(of: id(1)) == RemovedSecrets(tokens: 102, tags: 3))
    try keystore.commit()
    let wal = try Data(contentsOf: URL(fileURLWithPath: scratch.keystore + "-wal"))
    #expect(!wal.isEmpty, "there is a WAL that could be left behind")
    try keystore.rotate {
      guard $0 == .closed else { return }
      #expect((try? files()) == ["keystore.db", "keystore.db.new"])
    }
    let after = try scratch.bytesAtRest()
    for sealed in doomed {
      #expect(after.range(of: Data(sealed)) == nil)
      #expect(after.range(of: Data(sealed[24..<56])) == nil)
    }
    for keystore in [keystore, try open()] {
      #expect(try keystore.tables.tokens.keys(of: .entry).isEmpty)
      #expect(try !keystore.tables.tokens.holds(.share(id(1), .kern, generation: 1)))
      #expect(try keystore.tables.tags.dossiers(kind: 1, secret(bytes(32, 20))) == [id(2)])
    }
  }

  @Test(
    "A dossier's secrets go all at once, those put aside too; the others and the host's own stay")
  func removesOneDossier() throws {
    let keystore = try filled()
    #expect(try keystore.tables.removeAll(of: id(2)) == RemovedSecrets(tokens: 3, tags: 3))
    #expect(try keystore.tables.removeAll(of: id(3)) == RemovedSecrets(tokens: 0, tags: 0))
    #expect(try keystore.tables.removeAll(of: id(2)) == RemovedSecrets(tokens: 0, tags: 0))
    #expect(throws: KeystoreError.missing) { try keystore.tables.removeAll(of: .zero) }
    #expect(try keystore.tables.tokens.aside().isEmpty && keystore.tables.tags.aside().isEmpty)
    let left = try values(keystore.tables)
    #expect(left.count == 104)
    #expect(left.keys.allSatisfy { [id(1), .zero].contains($0.dossier) })
    #expect(left[.logKey] != nil && left[.serviceKey] != nil)
  }

  @Test("The old file's bytes are overwritten where they lay, unless a copy has them as its own")
  func oldFileIsOverwritten() throws {
    let keystore = try filled()
    // Held open, it can still be read when it has no name.
    let handle = try #require(FileHandle(forReadingAtPath: scratch.keystore))
    try keystore.rotate()
    let rest = try #require(try handle.readToEnd())
    #expect(rest.count > 8_192 && rest.allSatisfy { $0 == 0 })
    let link = scratch.directory + "/backup.db"
    try FileManager.default.linkItem(atPath: scratch.keystore, toPath: link)
    try keystore.rotate()
    #expect(try values(open(link).tables).count == 107)
  }
}
