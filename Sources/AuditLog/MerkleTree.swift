/// The log's tree as the service carries it: the right edge in memory, everything else in the store.
///
/// An append costs one node hash on average and hands back the tiles that it completed: none for
/// 255 of 256 leaves. The store keeps each leaf's bytes and these tiles, nothing else; an
/// incomplete tile is never stored, so a leaf's bytes may be erased only below the last full tile.
/// The tree is a value: append to a copy, commit, then keep the copy. A transaction that failed
/// leaves the old value true.
///
/// Memory: three tiles of at most 37 KiB per 256-fold of size.
/// RFC 6962 2.1; C2SP tlog-tiles.
package struct MerkleTree: Sendable {
  /// Full tiles kept per tile level, so that a receipt just after a tile closed needs no read.
  private static let recentTilesPerLevel = 2

  /// How many leaves the tree has.
  package private(set) var size = 0
  /// The incomplete tile of each tile level, lowest first.
  private var edge: [Tile] = []
  private var recent: [TileName: Tile] = [:]

  /// A tree without leaves.
  package init() {}

  /// A tree of `size` leaves as it was when it stopped.
  ///
  /// - Parameter hashes: gives the hashes of one tile level, for a range of at most 255 indices.
  ///   Level 0: the leaf hashes of those leaves, computed from their stored bytes. Level L above
  ///   it: the `root` of the stored tiles of level L − 1 with those indices. Nil if one is missing.
  /// - Throws: `missingHashes`, `sizeOutOfRange`. Compare `root()` with the newest checkpoint
  ///   before use.
  package init(
    size: Int, hashes: (_ level: Int, _ indices: Range<Int>) -> [[UInt8]]?
  ) throws(TreeError) {
    guard (0...TreeHash.maximumSize).contains(size) else { throw .sizeOutOfRange }
    var length = size
    while length > 0 {
      let range = (length & ~(Tile.width - 1))..<length
      var tile = Tile()
      if !range.isEmpty {
        guard let found = hashes(edge.count, range), found.count == range.count,
          found.allSatisfy({ $0.count == TreeHash.byteCount })
        else { throw .missingHashes(level: edge.count) }
        for hash in found { tile.append(hash) }
      }
      edge.append(tile)
      length >>= Tile.height
    }
    self.size = size
  }

  /// Adds a leaf by its hash.
  ///
  /// - Parameter leafHash: 32 bytes from `TreeHash.leaf`.
  /// - Returns: the tiles that this leaf completed, to be inserted in the leaf's own transaction.
  package mutating func append(_ leafHash: [UInt8]) -> [FullTile] {
    precondition(leafHash.count == TreeHash.byteCount, "a leaf hash has 32 bytes")
    var completed: [FullTile] = []
    var hash = leafHash
    var level = 0
    let index = size
    while true {
      if level == edge.count { edge.append(Tile()) }
      edge[level].append(hash)
      let name = TileName(level: level, index: index >> (Tile.height * (level + 1)))
      guard let full = edge[level].stored(as: name) else { break }
      completed.append(full)
      recent[name] = edge[level]
      recent[TileName(level: level, index: name.index - Self.recentTilesPerLevel)] = nil
      edge[level] = Tile()
      hash = full.root
      level += 1
    }
    size += 1
    return completed
  }

  /// The root hash of the tree as it stands.
  package func root() -> [UInt8] {
    var result: [UInt8]?
    for tile in edge { result = tile.folded(onto: result) }
    return result ?? TreeHash.emptyRoot
  }

  /// The tile if it is in memory: the incomplete one of its level, or one that closed lately.
  func tileInMemory(_ name: TileName) -> Tile? {
    guard name.level < edge.count else { return nil }
    let open = size >> (Tile.height * (name.level + 1))
    return name.index == open ? edge[name.level] : recent[name]
  }
}

/// Why the tree could not be restored or a proof not be made.
package enum TreeError: Error, Equatable, CustomStringConvertible {
  /// A size beyond 2^53, or beyond the tree.
  case sizeOutOfRange
  /// A leaf that the tree of that size does not have.
  case indexOutOfRange
  /// The store did not give the hashes of this tile level at the right edge.
  case missingHashes(level: Int)
  /// The store did not give this tile, or not as 256 hashes.
  case missingTile(TileName)

  package var description: String {
    switch self {
    case .sizeOutOfRange: "the log has no such size"
    case .indexOutOfRange: "the log has no such entry"
    case .missingHashes(let level): "hashes at the log's edge are missing (tile level \(level))"
    case .missingTile(let name):
      "a tile of the log's tree is missing (level \(name.level), number \(name.index))"
    }
  }

  package var hint: String {
    switch self {
    case .sizeOutOfRange, .indexOutOfRange: "ask for a size and an index that a checkpoint covers"
    case .missingHashes, .missingTile:
      "the log's file is damaged: stop the service and restore the newest backup"
    }
  }
}
