import Foundation
import Glibc
import Testing
import VaultTestKit
import Vocabulary

@testable import Store

@Suite struct DiskFullTests {
  let scratch = try! Scratch()

  /// Writes batches until one fails; the failed one must be gone and the ones before readable.
  private func fill(_ vault: Vault) throws -> StoreError {
    try vault.begin()
    let dossier = try vault.tables.dossiers.add(id(1), created: 1)
    try vault.commit()
    var committed = 0
    var failure: StoreError?
    while failure == nil, committed < 2_000 {
      do throws(StoreError) {
        try vault.begin()
        for offset in 0..<16 {
          let n = committed * 16 + offset
          try vault.tables.content.append(
            dossier, .kern, n: UInt32(n + 1), sealed: sealedRow(2048, n))
          try vault.tables.leaves.append(n, bytes(300, n))
        }
        try vault.commit()
        committed += 1
      } catch {
        failure = error
        vault.rollback()
      }
    }
    #expect(!vault.tables.connection.isInTransaction)
    #expect(committed > 0)
    #expect(try vault.tables.leaves.count() == committed * 16)
    let last = committed * 16 - 1
    let (count, rows, leaf) = try vault.read { tables throws in
      (
        try tables.leaves.count(), try tables.content.places(of: dossier).count,
        try tables.leaves.bytes(last)
      )
    }
    #expect(count == last + 1 && rows == last + 1)
    #expect(leaf == bytes(300, last))
    return try #require(failure)
  }

  @Test func aFileThatMayNotGrowGivesFullAndKeepsTheOldState() throws {
    let vault = try Vault.create(scratch.vault)
    try vault.tables.connection.execute("PRAGMA max_page_count = 200")
    #expect(try fill(vault) == .full)
    try vault.tables.connection.execute("PRAGMA max_page_count = 100000")
    try vault.begin()
    try vault.tables.meta.put("after", [1])
    try vault.commit()
    try vault.checkIntegrity()
  }

  /// Whether this process may mount; if not, the test above is the only one of a full disk.
  static let canMount: Bool = {
    guard geteuid() == 0, let scratch = try? Scratch() else { return false }
    guard mount("tmpfs", scratch.directory, "tmpfs", 0, "size=1m") == 0 else { return false }
    return umount2(scratch.directory, 0) == 0
  }()

  /// Sizes in KiB: at each the last block goes to another file at another moment.
  @Test(
    .enabled(if: canMount, "needs the right to mount a small disk"),
    arguments: (0..<Torture.count(1, long: 64)).map { 1_024 + 12 * $0 })
  func aFullDiskGivesFullAndKeepsTheOldState(size: Int) throws {
    let disk = scratch.directory + "/disk"
    mkdir(disk, 0o700)
    try #require(mount("tmpfs", disk, "tmpfs", 0, "size=\(size)k,mode=0700") == 0)
    defer { umount2(disk, 2) }
    do {
      let vault = try Vault.create(disk + "/vault.db")
      #expect(try fill(vault) == .full)
    }
    let vault = try Vault.open(disk + "/vault.db", readers: 1)
    #expect(try vault.tables.leaves.count() > 0)
    try vault.checkIntegrity()
  }
}
