import Foundation
import Glibc
import Sodium
import Synchronization
import Testing
import Vocabulary

@testable import Store

@Suite("Rotation of keystore.db that cannot be, or not alone: nothing is lost, nothing is left")
struct RotationFailureTests {
  let scratch = try! Scratch()
  let wrapBytes = bytes(32, 0x5a)

  private func filled(_ path: String? = nil, rows: Int = 50) throws -> Keystore {
    let keystore = try Keystore.create(
      path ?? scratch.keystore, wrapKey: secret(wrapBytes), origin: "kluis.example", readers: 4)
    try keystore.begin()
    for entry in 0..<rows { try keystore.tables.tokens.put(key(entry), secret(bytes(32, entry))) }
    try keystore.tables.tags.put(id(1), kind: 1, secret(bytes(32, 3)))
    try keystore.tables.log.record(size: 1, root: bytes(32, 2))
    try keystore.commit()
    return keystore
  }

  private func key(_ entry: Int) -> TokenKey {
    .entry(id(1), .journaal, entry: id(entry), revision: 1, kind: 1)
  }

  /// All rows are readable and a new one can be written, now and after opening again.
  private func whole(_ keystore: Keystore, rows: Int = 50, _ path: String? = nil) throws {
    let expected = (0..<rows).flatMap { bytes(32, $0) }
    try keystore.begin()
    _ = try keystore.tables.tokens.remove(.bundleKey)
    try keystore.tables.tokens.put(.bundleKey, secret(bytes(32, 9)))
    try keystore.commit()
    let again = try Keystore.open(
      path ?? scratch.keystore, wrapKey: secret(wrapBytes), readers: 1)
    for keystore in [keystore, again] {
      try keystore.read { tables throws in
        #expect(try tables.tokens.values(of: (0..<rows).map(key)).revealed() == expected)
        #expect(try tables.tokens.holds(.bundleKey))
        #expect(try tables.tags.dossiers(kind: 1, secret(bytes(32, 3))) == [id(1)])
      }
      #expect(try keystore.tables.connection.integer("SELECT count(*) FROM token") == rows + 1)
    }
  }

  private func files(_ directory: String? = nil) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: directory ?? scratch.directory).sorted()
  }

  private func drafts() throws -> [String] { try files().filter { $0.contains(".new") } }

  private static let usual = ["keystore.db", "keystore.db-shm", "keystore.db-wal"]

  @Test("While a backup holds an older state: busy, and later it goes", arguments: [true, false])
  func besideASnapshot(walIsEmpty: Bool) throws {
    let keystore = try filled()
    if walIsEmpty { try keystore.truncateLog() }
    do {
      let snapshot = try Snapshot.keystore(scratch.keystore)
      #expect(throws: KeystoreError.database(.busy)) { try keystore.rotate() }
      #expect(keystore.epoch == 1)
      #expect(try files() == Self.usual)
      try whole(keystore)
      try snapshot.copy(to: scratch.directory + "/copy.db")
      #expect(
        try KeystoreFileCopy(scratch.directory + "/copy.db").has(key(1)), "and the backup is made")
      try FileManager.default.removeItem(atPath: scratch.directory + "/copy.db")
    }
    try keystore.rotate()
    #expect(keystore.epoch == 2)
    try whole(keystore)
  }

  @Test(
    "A row that was changed or moved ends it, and is named",
    arguments: [
      ("token", "UPDATE token SET sealed = zeroblob(72) WHERE key = (SELECT max(key) FROM token)"),
      ("tag", "UPDATE tag SET kind = 2"), ("log", "UPDATE log SET sealed = zeroblob(80)"),
      (
        "token",
        "INSERT INTO swept_token SELECT key, zeroblob(72), 1 FROM token LIMIT 1"
      ),
    ])
  func changedRow(table: String, change: String) throws {
    let keystore = try filled()
    try keystore.tables.connection.execute(change)
    #expect(throws: KeystoreError.tampered(table: table)) { try keystore.rotate() }
    #expect(keystore.epoch == 1)
    #expect(try files() == Self.usual)
    #expect(try keystore.tables.tokens.holds(key(0)))
  }

  @Test(
    "What a rotation that was cut off left is gone with the next opening, and with the next one")
  func leftovers() throws {
    let left = ["", "-wal", "-shm", "-journal"].map { scratch.keystore + ".new" + $0 }
    func leave() { for path in left { _ = scratch.touch(path) } }
    do { _ = try filled() }
    leave()
    let keystore = try Keystore.open(scratch.keystore, wrapKey: secret(wrapBytes))
    #expect(try drafts() == [])
    leave()
    try keystore.rotate()
    #expect(try drafts() == [])
    try whole(keystore)
    // With another key nothing is touched: it may be somebody else's file.
    leave()
    #expect(throws: KeystoreError.wrongWrapKey) {
      try Keystore.open(scratch.keystore, wrapKey: secret(bytes(32, 1)))
    }
    #expect(try drafts().count == 4)
  }

  @Test("It is refused inside a batch")
  func insideABatch() throws {
    let keystore = try filled()
    try keystore.begin()
    try keystore.tables.tokens.put(.logKey, secret(bytes(32, 1)))
    #expect(throws: KeystoreError.database(.busy)) { try keystore.rotate() }
    try keystore.commit()
    #expect(try keystore.tables.tokens.holds(.logKey))
    try whole(filledAgain(keystore))
  }

  private func filledAgain(_ keystore: Keystore) throws -> Keystore {
    _ = try keystore.tables.tokens.remove(.logKey)
    return keystore
  }

  @Test("A directory that may not be written gives an error and keeps the old file")
  func withoutRoom() throws {
    let keystore = try filled()
    // A folder where the new file must come: it can neither be removed nor made.
    mkdir(scratch.keystore + ".new", 0o700)
    #expect(throws: KeystoreError.self) { try keystore.rotate() }
    rmdir(scratch.keystore + ".new")
    #expect(keystore.epoch == 1)
    try whole(keystore)
  }

  @Test(
    "On a full disk: full, the old file stays and works, nothing is left of the new one",
    .enabled(if: DiskFullTests.canMount, "needs the right to mount a small disk"))
  func fullDisk() throws {
    let disk = scratch.directory + "/disk"
    mkdir(disk, 0o700)
    try #require(mount("tmpfs", disk, "tmpfs", 0, "size=2048k,mode=0700") == 0)
    defer { umount2(disk, 2) }
    let path = disk + "/keystore.db"
    let keystore = try filled(path, rows: 6_000)
    try keystore.truncateLog()
    // Room for half of the new file.
    _ = FileManager.default.createFile(
      atPath: disk + "/other", contents: Data(count: 900 << 10), attributes: nil)
    #expect(throws: KeystoreError.database(.full)) { try keystore.rotate() }
    #expect(try files(disk) == Self.usual + ["other"])
    #expect(keystore.epoch == 1)
    try whole(keystore, rows: 6_000, path)
  }

  @Test("Four threads read while it is rotated twenty times: each sees all rows, whole, every time")
  func besideReaders() throws {
    let keystore = try filled()
    let keys = (0..<50).map(key)
    let expected = (0..<50).flatMap { bytes(32, $0) }
    let reads = Mutex(0)
    let faults = Mutex<[String]>([])
    let isOver = Mutex(false)
    let threads = (0..<4).map { _ in
      let thread = Thread {
        while !isOver.withLock({ $0 }) {
          do {
            try keystore.read { tables throws in
              guard try tables.tokens.values(of: keys).equals(expected),
                try tables.tags.dossiers(kind: 1, secret(bytes(32, 3))) == [id(1)],
                try tables.tokens.values(of: keys).equals(expected)
              else { throw KeystoreError.missing }
            }
            reads.withLock { $0 += 1 }
          } catch { faults.withLock { $0.append("\(error)") } }
        }
      }
      thread.stackSize = 1 << 21
      thread.start()
      return thread
    }
    for round in 1...20 {
      let before = reads.withLock { $0 }
      while reads.withLock({ $0 }) < before + 20, faults.withLock({ $0.isEmpty }) { usleep(200) }
      try keystore.begin()
      _ = try keystore.tables.tokens.remove(.logKey)
      try keystore.tables.tokens.put(.logKey, secret(bytes(32, round)))
      try keystore.commit()
      try keystore.rotate()
    }
    isOver.withLock { $0 = true }
    while threads.contains(where: { !$0.isFinished }) { usleep(1_000) }
    #expect(faults.withLock { $0 } == [])
    #expect(keystore.epoch == 21)
    let last = try keystore.tables.tokens.values(of: [.logKey])
    #expect(last.revealed() == bytes(32, 20))
  }

  @Test("Who reads for longer than it waits keeps it off, and reads on")
  func besideALongReader() throws {
    let keystore = try filled()
    try keystore.truncateLog()
    let isReading = Mutex(false)
    let mayEnd = Mutex(false)
    let seen = Mutex<[Bool]>([])
    let keys = (0..<50).map(key)
    let thread = Thread {
      try? keystore.read { tables in
        for _ in 0..<2 {
          let whole = try tables.tokens.values(of: keys).count == 50 * 32
          seen.withLock { $0.append(whole) }
          isReading.withLock { $0 = true }
          while !mayEnd.withLock({ $0 }) { usleep(1_000) }
        }
      }
    }
    thread.start()
    while !isReading.withLock({ $0 }) { usleep(1_000) }
    #expect(throws: KeystoreError.database(.busy)) { try keystore.rotate() }
    mayEnd.withLock { $0 = true }
    while !thread.isFinished { usleep(1_000) }
    #expect(seen.withLock { $0 } == [true, true])
    try keystore.rotate()
    try whole(keystore)
  }

  @Test("A file that cannot be opened again gives errors until it can, and then all is there")
  func cannotBeOpenedAgain() throws {
    let keystore = try filled()
    #expect(throws: KeystoreError.database(.cannotOpen)) {
      try keystore.rotate {
        // Others may read it: such a file is refused.
        if $0 == .directorySynced { chmod(scratch.keystore, 0o644) }
      }
    }
    #expect(throws: StoreError.cannotOpen) { try keystore.begin() }
    #expect(throws: KeystoreError.database(.cannotOpen)) {
      try keystore.tables.tokens.put(.logKey, secret(bytes(32, 1)))
    }
    #expect(throws: OpeningError.openToOthers("keystore.db")) {
      try keystore.read { try $0.tokens.holds(key(1)) }
    }
    chmod(scratch.keystore, 0o600)
    #expect(keystore.epoch == 2)
    try whole(keystore)
  }
}

extension Scratch {
  func touch(_ path: String) -> Bool {
    FileManager.default.createFile(
      atPath: path, contents: Data("left".utf8), attributes: [.posixPermissions: 0o600])
  }
}
