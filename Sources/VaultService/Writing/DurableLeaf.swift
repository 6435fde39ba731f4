import AuditLog
import Store
import Wire

/// The log as it was committed: what proofs are made from.
struct LogState: Sendable {
  let tree: MerkleTree
  /// The signed checkpoint over this tree.
  let checkpoint: [UInt8]
}

/// A leaf that is on the disk.
///
/// The key to `Release`: whoever holds one was logged.
///
/// Only `Commit` can make one, after the commit: the initialiser is closed to this file.
struct DurableLeaf: Sendable {
  let entry: LogEntry
  let bytes: [UInt8]
  /// SHA-256(0x00 ‖ bytes).
  let hash: [UInt8]

  fileprivate init(_ entry: LogEntry, _ bytes: [UInt8]) {
    self.entry = entry
    self.bytes = bytes
    hash = TreeHash.leaf(bytes)
  }
}

/// What a request gets back from the writer: its leaves, durable, and the log that contains them.
struct Committed: Sendable {
  let leaves: [DurableLeaf]
  let log: LogState
  let reply: Reply
  /// The write had been done before; `leaves` are the earlier ones.
  let isRepeated: Bool
}

/// One batch: leaves gathered in a transaction, durable together or not at all.
struct Commit {
  private(set) var tree: MerkleTree
  private let store: Vault
  private var made: [Made] = []

  private struct Made {
    var leaves: [(entry: LogEntry, bytes: [UInt8])] = []
    let reply: Reply
    let isRepeated: Bool
  }

  init(store: Vault, tree: MerkleTree) {
    self.store = store
    self.tree = tree
  }

  /// Adds a plan's rows and leaves to the open transaction.
  ///
  /// Throws: `WireError` when this plan alone cannot be written, such as a record whose id was used
  /// before: then nothing of it is left in the transaction, and the batch goes on. Anything else that
  /// is thrown ends the batch.
  mutating func add(_ plan: Plan, at time: Int64) throws {
    let first = tree.size
    var made = Made(reply: plan.reply, isRepeated: plan.repeated != nil)
    for (offset, draft) in plan.leaves.enumerated() {
      var entry = draft
      entry.index = first + offset
      entry.time = time
      do { made.leaves.append((entry, try entry.encode())) } catch {
        throw WireError(.invalidParams)
      }
    }
    if let rows = plan.vaultRows {
      let store = store
      do { try store.part { try rows(store.tables, first) } } catch StoreError.conflict {
        throw WireError(.invalidParams)
      }
    }
    for (entry, bytes) in made.leaves {
      let isLast = entry.index == first + plan.leaves.count - 1
      try store.tables.leaves.append(entry.index, bytes, body: isLast ? plan.body : nil)
      for tile in tree.append(TreeHash.leaf(bytes)) {
        try store.tables.tiles.append(
          level: tile.name.level, index: tile.name.index, root: tile.root, hashes: tile.hashes)
      }
    }
    if let repeated = plan.repeated {
      for index in repeated {
        guard let bytes = try store.tables.leaves.bytes(index) else { throw StoreError.corrupt }
        made.leaves.append((try LogEntry(decoding: bytes), bytes))
      }
    }
    self.made.append(made)
  }

  /// Makes the batch durable.
  ///
  /// After this, and only then, its leaves are `DurableLeaf`s.
  ///
  /// Throws: whatever the store throws; then nothing of the batch is in the log.
  consuming func commit(
    atStep: (WriteStep) -> Void, sign: (MerkleTree) throws -> [UInt8]
  ) throws -> [Committed] {
    try store.commit()
    atStep(.vaultCommitted)
    let log = LogState(tree: tree, checkpoint: try sign(tree))
    atStep(.checkpointSigned)
    return made.map { made in
      Committed(
        leaves: made.leaves.map { DurableLeaf($0.entry, $0.bytes) }, log: log, reply: made.reply,
        isRepeated: made.isRepeated)
    }
  }
}
