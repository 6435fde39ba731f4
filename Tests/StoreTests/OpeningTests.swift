import Foundation
import Glibc
import Sodium
import Testing

@testable import Store

@Suite struct OpeningTests {
  let scratch = try! Scratch()

  private let old = Schema(
    applicationID: 77, pageSize: 4096, migrations: ["CREATE TABLE a (x INTEGER) STRICT;"])
  private var new: Schema {
    Schema(
      applicationID: 77, pageSize: 4096,
      migrations: old.migrations + ["ALTER TABLE a ADD COLUMN y INTEGER NOT NULL DEFAULT 4;"])
  }

  @Test func aNewVaultHasItsIdentityAndMode0600() throws {
    let previous = umask(0)
    defer { umask(previous) }
    let vault = try Vault.create(scratch.vault)
    try vault.begin()
    try vault.tables.meta.put("origin", [1])
    try vault.commit()
    let connection = vault.tables.connection
    #expect(try connection.integer("PRAGMA application_id") == 0x444b_5631)
    #expect(try connection.integer("PRAGMA user_version") == Int64(Schema.vault.version))
    #expect(try connection.integer("PRAGMA synchronous") == 2)
    #expect(try connection.integer("PRAGMA secure_delete") == 1)
    #expect(try connection.integer("PRAGMA foreign_keys") == 1)
    #expect(try connection.integer("PRAGMA trusted_schema") == 0)
    for suffix in ["", "-wal", "-shm"] {
      let attributes = try FileManager.default.attributesOfItem(atPath: scratch.vault + suffix)
      #expect(attributes[.posixPermissions] as? Int == 0o600)
    }
  }

  @Test func everyTableIsStrict() throws {
    for (path, schema) in [(scratch.vault, Schema.vault), (scratch.keystore, .keystore)] {
      let connection = try Opening.create(path, schema)
      let loose = try connection.integer(
        """
        SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND strict = 0
        AND name NOT LIKE 'sqlite_%'
        """)
      #expect(loose == 0)
    }
  }

  @Test func requestsSecondsAndPoliciesOfTheFirstVersionAreKept() throws {
    let newest = Schema.vault
    let first = Schema(
      applicationID: newest.applicationID, pageSize: newest.pageSize,
      migrations: [newest.migrations[0]])
    do {
      let connection = try Opening.create(scratch.vault, first)
      try connection.execute(
        """
        INSERT INTO dossier (number, id, created) VALUES (1, zeroblob(16), 1);
        INSERT INTO request (id, hash, dossier, requester, valid_until, state, record)
        VALUES (x'\(String(repeating: "01", count: 16))', zeroblob(32), 1, zeroblob(16), 9, 'open',
          zeroblob(32));
        INSERT INTO second (request, member, id, record)
        VALUES (x'\(String(repeating: "01", count: 16))', zeroblob(16), zeroblob(16), zeroblob(32));
        INSERT INTO policy (hash, bytes, since) VALUES
          (x'\(String(repeating: "02", count: 32))', x'02', 2),
          (x'\(String(repeating: "03", count: 32))', x'03', 3);
        """)
    }
    let vault = try Vault.open(scratch.vault, readers: 0)
    let tables = vault.tables
    let request = try #require(tables.requests.open().first)
    #expect(request.act == "grant-toezichthouder" && request.dossier != nil)
    #expect(try tables.requests.seconds(of: request.id).count == 1)
    #expect(try tables.policies.history().map(\.since) == [2, 3])
    #expect(try tables.policies.newest()?.bytes == [3])
    #expect(try tables.connection.integer("SELECT count(*) FROM pragma_foreign_key_check") == 0)
  }

  @Test func anOlderFileIsMigratedAndKeepsItsRows() throws {
    do {
      let connection = try Opening.create(scratch.vault, old)
      try connection.run("INSERT INTO a (x) VALUES (?)", .integer(9))
    }
    let connection = try Opening.open(scratch.vault, new)
    #expect(try connection.integer("PRAGMA user_version") == 2)
    #expect(try connection.integer("SELECT x * 10 + y FROM a") == 94)
  }

  @Test func aMigrationThatFailsLeavesTheOldVersion() throws {
    _ = try Opening.create(scratch.vault, old)
    let broken = Schema(
      applicationID: 77, pageSize: 4096,
      migrations: old.migrations + ["CREATE TABLE b (x INTEGER) STRICT; INSERT INTO c VALUES (1);"])
    #expect(throws: OpeningError.self) { try Opening.open(scratch.vault, broken) }
    let connection = try Opening.open(scratch.vault, old)
    #expect(try connection.integer("PRAGMA user_version") == 1)
    #expect(try connection.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'b'") == 0)
  }

  @Test func aNewerFileIsRefused() throws {
    _ = try Opening.create(scratch.vault, new)
    #expect(throws: OpeningError.newer("vault.db", version: 2)) {
      try Opening.open(scratch.vault, old)
    }
  }

  @Test func anotherProgramsDatabaseIsRefusedByNameAndNotTouched() throws {
    _ = try Opening.create(scratch.vault, old)
    let before = try Data(contentsOf: URL(fileURLWithPath: scratch.vault))
    #expect(throws: OpeningError.foreign("vault.db", applicationID: 77)) {
      try Vault.open(scratch.vault)
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: scratch.vault)) == before)
    _ = try Vault.create(scratch.directory + "/other.db")
    #expect(throws: KeystoreError.opening(.foreign("other.db", applicationID: 0x444b_5631))) {
      try Keystore.open(scratch.directory + "/other.db", wrapKey: .random(32))
    }
  }

  @Test func aFileThatGroupOrOthersCanReachIsRefused() throws {
    for mode in [0o640, 0o604, 0o620, 0o601, 0o660, 0o644] as [mode_t] {
      try? FileManager.default.removeItem(atPath: scratch.vault)
      _ = try Vault.create(scratch.vault)
      chmod(scratch.vault, mode)
      #expect(throws: OpeningError.openToOthers("vault.db")) { try Vault.open(scratch.vault) }
    }
  }

  @Test(arguments: ["-wal", "-shm"])
  func aWALOrSharedMemoryThatOthersCanReachIsRefused(suffix: String) throws {
    let vault = try Vault.create(scratch.vault)
    try vault.tables.meta.put("a", [1])
    chmod(scratch.vault + suffix, 0o644)
    #expect(throws: OpeningError.openToOthers("vault.db" + suffix)) {
      try Vault.open(scratch.vault)
    }
  }

  @Test(.enabled(if: geteuid() == 0, "only root can give a file away"))
  func anotherUsersFileIsRefused() throws {
    _ = try Vault.create(scratch.vault)
    chown(scratch.vault, 65_534, 65_534)
    #expect(throws: OpeningError.wrongOwner("vault.db")) { try Vault.open(scratch.vault) }
  }

  @Test func aLinkAndADirectoryAreRefused() throws {
    _ = try Vault.create(scratch.vault)
    symlink(scratch.vault, scratch.directory + "/link.db")
    #expect(throws: OpeningError.notARegularFile("link.db")) {
      try Vault.open(scratch.directory + "/link.db")
    }
    mkdir(scratch.directory + "/dir.db", 0o700)
    #expect(throws: OpeningError.notARegularFile("dir.db")) {
      try Vault.open(scratch.directory + "/dir.db")
    }
  }

  @Test func nothingIsOverwrittenAndNothingIsMadeByOpening() throws {
    #expect(throws: OpeningError.missing("vault.db")) { try Vault.open(scratch.vault) }
    _ = try Vault.create(scratch.vault)
    #expect(throws: OpeningError.exists("vault.db")) { try Vault.create(scratch.vault) }
  }

  @Test func aCreationCutShortIsNamed() throws {
    try scratch.write(Data(), to: scratch.vault)
    #expect(throws: OpeningError.unfinished("vault.db")) { try Vault.open(scratch.vault) }
  }

  @Test func everyErrorHasTwoTexts() {
    let store: [StoreError] = [
      .full, .inputOutput(10), .readOnly, .busy, .corrupt, .notADatabase, .cannotOpen, .conflict,
      .noMemory, .unexpected(21),
    ]
    let opening: [OpeningError] = [
      .missing("f"), .exists("f"), .notARegularFile("f"), .wrongOwner("f"), .openToOthers("f"),
      .foreign("f", applicationID: 1), .unfinished("f"), .newer("f", version: 2),
      .system("f", code: 5),
    ]
    for error in store { #expect(!error.description.isEmpty && error.hint != error.description) }
    for error in opening {
      #expect(error.description.hasPrefix("f ") && error.hint != error.description)
    }
    #expect(Set(store.map(\.description)).count == store.count)
    #expect(Set(opening.map(\.description)).count == opening.count)
  }
}
