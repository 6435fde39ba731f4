import Foundation
import Synchronization
import Testing
import Vocabulary

@testable import Store

@Suite struct SnapshotTests {
  let scratch = try! Scratch()

  /// In every commit, each dossier's newest n equals the number of leaves; a reader that saw two
  /// states at once would see them differ.
  @Test(.timeLimit(.minutes(1))) func readersSeeOneCommittedStateWhileAWriterWrites() throws {
    let vault = try Vault.create(scratch.vault, readers: 4)
    try vault.begin()
    let dossiers = try (1...3).map { try vault.tables.dossiers.add(id($0), created: 1) }
    try vault.commit()
    let done = Atomic(false)
    let reads = Atomic(0)
    let torn = Atomic(0)
    let failures = Mutex<[String]>([])
    let threads = (0..<6).map { _ in
      Worker {
        var last = 0
        while last == 0 || !done.load(ordering: .relaxed) {
          do {
            try vault.read { tables throws in
              let first = try tables.leaves.count()
              for dossier in dossiers {
                let n = Int(try tables.links.head(dossier)?.n ?? 0)
                if n != first { torn.add(1, ordering: .relaxed) }
              }
              let again = try tables.leaves.count()
              if first < last || again != first {
                torn.add(1, ordering: .relaxed)
              }
              last = first
            }
            reads.add(1, ordering: .relaxed)
          } catch {
            failures.withLock { $0.append("\(error)") }
            return
          }
        }
      }
    }
    for thread in threads { thread.start() }
    for n in 1...300 {
      try vault.begin()
      for dossier in dossiers {
        try vault.tables.links.append(
          dossier, n: UInt32(n), signed: signedLink(n: UInt32(n), .kern, id(n)), h: bytes(32, n))
      }
      try vault.tables.leaves.append(n - 1, [1])
      if n % 50 == 0 { vault.rollback() } else { try vault.commit() }
      if n % 50 == 0 {
        try vault.begin()
        for dossier in dossiers {
          try vault.tables.links.append(
            dossier, n: UInt32(n), signed: bytes(172, 1), h: bytes(32, n))
        }
        try vault.tables.leaves.append(n - 1, [2])
        try vault.commit()
      }
    }
    done.store(true, ordering: .relaxed)
    for thread in threads { thread.join() }
    #expect(failures.withLock { $0 } == [])
    #expect(torn.load(ordering: .relaxed) == 0)
    #expect(reads.load(ordering: .relaxed) > 6)
  }

  @Test func aTruncationWaitsForNoReaderButSaysSo() throws {
    let vault = try Vault.create(scratch.vault, readers: 1)
    try vault.tables.meta.put("a", [1])
    try vault.tables.connection.execute("PRAGMA busy_timeout = 0")
    try vault.read { tables throws in
      _ = try tables.meta.value("a")
      try vault.tables.meta.put("a", [2])
      #expect(throws: StoreError.busy) { try vault.truncateLog() }
      #expect(try tables.meta.value("a") == [1])
    }
    try vault.truncateLog()
    #expect(try vault.read { try $0.meta.value("a") } == [2])
  }

  @Test func aReaderCannotWrite() throws {
    let vault = try Vault.create(scratch.vault, readers: 1)
    #expect(throws: StoreError.readOnly) {
      try vault.read { try $0.meta.put("a", [1]) }
    }
  }

  /// Whatever else a copy brings back: what a bundle is closed with is in none.
  @Test func aCopyOfAKeystoreHasAllButTheTokensOfBundles() throws {
    let keystore = try Keystore.create(
      scratch.keystore, wrapKey: secret(bytes(32, 7)), origin: "kluis.example/a", readers: 0)
    let share = TokenKey.share(id(1), .kern, generation: 1)
    let bundles = (10..<400).map { TokenKey.bundleToken(id(1), bundle: id($0)) }
    try keystore.begin()
    try keystore.tables.tokens.put(share, secret(bytes(32, 8)))
    for (n, key) in bundles.enumerated() {
      try keystore.tables.tokens.put(key, secret(bytes(32, n)))
    }
    try keystore.commit()
    var sealed: [[UInt8]] = []
    do {
      var rows = try keystore.tables.connection.query(
        "SELECT sealed FROM token WHERE key > x'06' ORDER BY key")
      while try rows.next() { sealed.append(rows.blob(0)) }
    }
    #expect(sealed.count == bundles.count)
    let place = scratch.directory + "/copy.db"
    try Snapshot.keystore(scratch.keystore).copy(to: place)
    let found = try Data(contentsOf: URL(fileURLWithPath: place))
    for (key, value) in zip(bundles, sealed) {
      #expect(found.range(of: Data(key.bytes)) == nil)
      #expect(found.range(of: Data(value.prefix(24))) == nil)
    }
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: scratch.directory)
        .allSatisfy { !$0.hasPrefix("copy.db-") })
    let copy = try Keystore.open(place, wrapKey: secret(bytes(32, 7)), readers: 0)
    try copy.checkIntegrity()
    #expect(try copy.tables.tokens.opens(share))
    #expect(try copy.tables.tokens.keys(of: .bundleToken).isEmpty)
    #expect(try keystore.tables.tokens.keys(of: .bundleToken).count == bundles.count)
    // A rotation carries them: only a copy goes without.
    try keystore.rotate { _ in }
    #expect(try keystore.tables.tokens.opens(bundles[7]))
  }
}

/// A thread that can be waited for.
private final class Worker: @unchecked Sendable {
  private let finished = DispatchSemaphore(value: 0)
  private let body: @Sendable () -> Void

  init(_ body: @escaping @Sendable () -> Void) { self.body = body }

  func start() {
    Thread { [self] in
      body()
      finished.signal()
    }.start()
  }

  func join() { finished.wait() }
}
