/// Where a tile stands: tile level L holds tree levels 8L to 8L + 7, and `index` counts from the left.
///
/// C2SP tlog-tiles.
package struct TileName: Hashable, Sendable {
  package let level: Int
  package let index: Int

  package init(level: Int, index: Int) {
    self.level = level
    self.index = index
  }
}

/// A tile that an append completed: one row for the store, never changed afterwards.
///
/// `root` is kept beside the hashes so that a start reads 32 bytes per tile and hashes nothing.
package struct FullTile: Equatable, Sendable {
  package let name: TileName
  /// The hash of the subtree that the tile spans; 32 bytes.
  package let root: [UInt8]
  /// The 256 hashes of the tile's lowest tree level, left to right; 8,192 bytes.
  package let hashes: [UInt8]
}

/// Up to 256 sibling hashes and every complete subtree above them.
struct Tile: Sendable {
  /// Tree levels in one tile.
  static let height = 8
  /// Hashes on the lowest level of a full tile.
  static let width = 1 << height
  /// Bytes of a full tile as stored.
  static let byteCount = width * TreeHash.byteCount

  /// `levels[k][i]` is the hash of the i-th complete subtree of 2^k hashes.
  private var levels: [[[UInt8]]]

  init() {
    levels = Array(repeating: [], count: Tile.height + 1)
  }

  /// A full tile from its stored bytes; nil unless these are 256 hashes.
  init?(stored bytes: [UInt8]) {
    guard bytes.count == Tile.byteCount else { return nil }
    self.init()
    for start in stride(from: 0, to: bytes.count, by: TreeHash.byteCount) {
      append(Array(bytes[start..<start + TreeHash.byteCount]))
    }
  }

  var count: Int { levels[0].count }
  var isFull: Bool { count == Tile.width }

  /// Adds a hash and closes the subtrees that it completes: one node hash per append on average.
  mutating func append(_ hash: [UInt8]) {
    levels[0].append(hash)
    var level = 0
    var length = levels[0].count
    while length & 1 == 0 {
      let below = levels[level]
      levels[level + 1].append(TreeHash.node(below[length - 2], below[length - 1]))
      level += 1
      length >>= 1
    }
  }

  /// The hash of a complete subtree inside the tile, or nil if it is not complete yet.
  func node(level: Int, index: Int) -> [UInt8]? {
    guard levels[level].indices.contains(index) else { return nil }
    return levels[level][index]
  }

  /// What the store keeps of a full tile; nil while it is not full.
  func stored(as name: TileName) -> FullTile? {
    guard let root = node(level: Tile.height, index: 0) else { return nil }
    return FullTile(name: name, root: root, hashes: levels[0].flatMap { $0 })
  }

  /// Folds the tile's maximal complete subtrees, right to left, onto what stands to their right.
  func folded(onto right: [UInt8]?) -> [UInt8]? {
    var result = right
    for level in 0..<Tile.height where count >> level & 1 == 1 {
      let left = levels[level][(count >> level) - 1]
      result = result.map { TreeHash.node(left, $0) } ?? left
    }
    return result
  }
}
