import AuditLog
import Store

/// The log as `vault.db` holds it, put back into a tree and compared with what was recorded.
enum StoredLog {
  /// The tree over all leaves.
  static func tree(_ tables: VaultTables) throws(StartError) -> MerkleTree {
    do {
      let size = try tables.leaves.count()
      return try MerkleTree(size: size) { level, range in
        level == 0
          ? hashes(of: range, tables) : try? tables.tiles.roots(level: level - 1, indices: range)
      }
    } catch { throw .logDamaged }
  }

  private static func hashes(of range: Range<Int>, _ tables: VaultTables) -> [[UInt8]]? {
    var result: [[UInt8]] = []
    for index in range {
      guard let found = try? tables.leaves.bytes(index) else { return nil }
      result.append(TreeHash.leaf(found))
    }
    return result
  }

  /// The time of the newest leaf; 0 when there is none.
  static func lastTime(_ tables: VaultTables, size: Int) throws(StartError) -> Int64 {
    guard size > 0 else { return 0 }
    do {
      guard let bytes = try tables.leaves.bytes(size - 1) else { throw StartError.logDamaged }
      return try LogEntry(decoding: bytes).time
    } catch { throw .logDamaged }
  }

  /// Refuses a log that is shorter or other than `keystore.db` recorded at its newest commit.
  ///
  /// - Source: Docs/protocol.md, Order on disk
  static func check(
    _ tree: MerkleTree, against keystore: Keystore, _ tables: VaultTables,
    _ restoration: Restoration? = nil
  ) throws(StartError) {
    let recorded: (size: Int, root: [UInt8])?
    do { recorded = try keystore.tables.log.recorded() } catch {
      throw error.cause
    }
    // The founding recorded the first leaf: without this row the check below would be off.
    guard let recorded, recorded.size > 0 else {
      throw .keystore(
        "keystore.db does not say how far the log had come",
        hint: "keep the file as evidence, restore keystore.db's newest backup")
    }
    guard recorded.size <= tree.size else {
      if restoration?.covers(size: recorded.size, root: recorded.root) == true { return }
      throw .logShorter(recorded: recorded.size, found: tree.size)
    }
    let root: [UInt8]
    do {
      root = try tree.root(at: recorded.size) { name in
        try? tables.tiles.hashes(level: name.level, index: name.index)
      }
    } catch { throw .logDamaged }
    guard root == recorded.root else { throw .logChanged(size: recorded.size) }
  }
}
