extension MerkleTree {
  /// Reads a full tile that the tree no longer has in memory: its 8,192 stored bytes, or nil.
  package typealias TileReader = (TileName) -> [UInt8]?

  /// The audit path from a leaf to the root of the tree at `size`, lowest sibling first.
  ///
  /// - Throws: `sizeOutOfRange`, `indexOutOfRange`, `missingTile`.
  /// RFC 9162 2.1.3.1.
  package func inclusionProof(
    of index: Int, at size: Int, reading reader: TileReader
  ) throws(TreeError) -> [[UInt8]] {
    guard size > 0, size <= self.size else { throw .sizeOutOfRange }
    guard (0..<size).contains(index) else { throw .indexOutOfRange }
    return try withoutActuallyEscaping(reader) { reader throws(TreeError) in
      var nodes = TreeNodes(tree: self, reader: reader)
      var path: [[UInt8]] = []
      var span = 0..<size
      while span.count > 1 {
        let middle = span.lowerBound + leftWidth(of: span.count)
        if index < middle {
          path.append(try nodes.root(of: middle..<span.upperBound))
          span = span.lowerBound..<middle
        } else {
          path.append(try nodes.root(of: span.lowerBound..<middle))
          span = middle..<span.upperBound
        }
      }
      return path.reversed()
    }
  }

  /// The root of the tree as it was at `size`.
  ///
  /// - Throws: `sizeOutOfRange`, `missingTile`.
  package func root(
    at size: Int, reading reader: TileReader
  ) throws(TreeError) -> [UInt8] {
    guard (1...max(1, self.size)).contains(size), self.size > 0 else { throw .sizeOutOfRange }
    return try withoutActuallyEscaping(reader) { reader throws(TreeError) in
      var nodes = TreeNodes(tree: self, reader: reader)
      return try nodes.root(of: 0..<size)
    }
  }

  /// The proof that the tree at `newSize` begins with the tree at `oldSize`.
  ///
  /// - Returns: no hashes when the sizes are equal.
  /// - Throws: `sizeOutOfRange` (also for an old size of 0: nothing would be proven), `missingTile`.
  /// RFC 9162 2.1.4.1.
  package func consistencyProof(
    from oldSize: Int, to newSize: Int, reading reader: TileReader
  ) throws(TreeError) -> [[UInt8]] {
    guard oldSize > 0, oldSize <= newSize, newSize <= size else { throw .sizeOutOfRange }
    return try withoutActuallyEscaping(reader) { reader throws(TreeError) in
      var nodes = TreeNodes(tree: self, reader: reader)
      var path: [[UInt8]] = []
      var span = 0..<newSize
      while span.upperBound != oldSize {
        let middle = span.lowerBound + leftWidth(of: span.count)
        if oldSize <= middle {
          path.append(try nodes.root(of: middle..<span.upperBound))
          span = span.lowerBound..<middle
        } else {
          path.append(try nodes.root(of: span.lowerBound..<middle))
          span = middle..<span.upperBound
        }
      }
      // The verifier has the old root itself; only a part of the old tree must be named.
      if span.lowerBound != 0 { path.append(try nodes.root(of: span)) }
      return path.reversed()
    }
  }
}

/// The width of the left child of a tree: the largest power of two below `count`.
private func leftWidth(of count: Int) -> Int {
  1 << (Int.bitWidth - 1 - (count - 1).leadingZeroBitCount)
}

/// Looks up and combines hashes of one tree; tiles read from the store live as long as one proof.
private struct TreeNodes {
  let tree: MerkleTree
  let reader: MerkleTree.TileReader
  private var loaded: [TileName: Tile] = [:]

  init(tree: MerkleTree, reader: @escaping MerkleTree.TileReader) {
    self.tree = tree
    self.reader = reader
  }

  /// The RFC 6962 hash of a span of leaves that is a subtree, complete or at the right edge.
  mutating func root(of span: Range<Int>) throws(TreeError) -> [UInt8] {
    // Largest complete subtrees first, then folded from the right.
    var parts: [[UInt8]] = []
    var start = span.lowerBound
    while start < span.upperBound {
      let level = Int.bitWidth - 1 - (span.upperBound - start).leadingZeroBitCount
      parts.append(try node(level: level, index: start >> level))
      start += 1 << level
    }
    var result = parts.removeLast()
    while let left = parts.popLast() { result = TreeHash.node(left, result) }
    return result
  }

  /// The hash of the complete subtree of 2^level leaves with that index.
  private mutating func node(level: Int, index: Int) throws(TreeError) -> [UInt8] {
    let inner = level % Tile.height
    let first = index << inner
    let name = TileName(level: level / Tile.height, index: first / Tile.width)
    guard
      let hash = try tile(name).node(
        level: inner, index: index - (name.index << (Tile.height - inner)))
    else { throw .missingTile(name) }
    return hash
  }

  private mutating func tile(_ name: TileName) throws(TreeError) -> Tile {
    if let tile = tree.tileInMemory(name) ?? loaded[name] { return tile }
    guard let bytes = reader(name), let tile = Tile(stored: bytes) else { throw .missingTile(name) }
    loaded[name] = tile
    return tile
  }
}
