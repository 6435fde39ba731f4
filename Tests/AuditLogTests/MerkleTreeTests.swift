import Testing

@testable import AuditLog

private func leaf(_ number: Int) -> [UInt8] {
  TreeHash.leaf(Array("entry \(number)".utf8))
}

@Suite struct MerkleTreeTests {
  /// Every size to 300, every proof of each: the same bytes as the recursive definition.
  @Test func rootsAndProofsEqualTheDefinitionUpTo300() throws {
    var stored = StoredTree()
    #expect(stored.tree.root() == NaiveTree.root([]))
    for size in 1...300 {
      stored.append(leaf(size - 1))
      #expect(stored.tree.size == size)
      #expect(stored.tree.root() == NaiveTree.root(stored.leaves[...]))
    }
    for size in [1, 2, 3, 7, 8, 9, 64, 127, 128, 129, 200, 255, 256, 257, 258, 299, 300] {
      let leaves = stored.leaves[..<size]
      let root = NaiveTree.root(leaves)
      for index in 0..<size where size < 40 || index % 7 == 0 || index > size - 4 {
        let proof = try stored.tree.inclusionProof(of: index, at: size, reading: stored.read)
        #expect(proof == NaiveTree.path(index, leaves))
        #expect(
          MerkleProof.verifyInclusion(
            leafHash: leaves[index], index: index, size: size, proof: proof, root: root))
      }
      for old in 1...size where size < 40 || old % 11 == 0 || old > size - 4 {
        let proof = try stored.tree.consistencyProof(from: old, to: size, reading: stored.read)
        #expect(proof == NaiveTree.subproof(old, leaves, true))
        #expect(
          MerkleProof.verifyConsistency(
            oldSize: old, oldRoot: NaiveTree.root(stored.leaves[..<old]), newSize: size,
            newRoot: root, proof: proof))
      }
    }
  }

  /// Over two tile levels: proofs from stored tiles verify, at sizes old and new.
  @Test func proofsFromStoredTilesVerifyInALargeTree() throws {
    var stored = StoredTree()
    var roots: [Int: [UInt8]] = [:]
    var random = SystemRandomNumberGenerator()
    let count = 66_500
    let sizes = Set(
      (0..<60).map { _ in Int.random(in: 1...count, using: &random) } + [65_536, count])
    for number in 0..<count {
      stored.append(leaf(number))
      if sizes.contains(number + 1) { roots[number + 1] = stored.tree.root() }
    }
    #expect(stored.tiles.count == count / 256 + count / 65_536)
    let ordered = sizes.sorted()
    for (old, new) in zip(ordered, ordered.dropFirst()) + ordered.map({ ($0, count) }) {
      let proof = try stored.tree.consistencyProof(from: old, to: new, reading: stored.read)
      let index = Int.random(in: 0..<new, using: &random)
      let path = try stored.tree.inclusionProof(of: index, at: new, reading: stored.read)
      let oldRoot = try #require(roots[old])
      let newRoot = try #require(roots[new])
      #expect(
        MerkleProof.verifyConsistency(
          oldSize: old, oldRoot: oldRoot, newSize: new, newRoot: newRoot, proof: proof))
      #expect(
        MerkleProof.verifyInclusion(
          leafHash: stored.leaves[index], index: index, size: new, proof: path, root: newRoot))
    }
  }

  /// A receipt for the newest entry with a recent pin reads nothing from the store.
  @Test func newestProofsNeedNoRead() throws {
    var tree = MerkleTree()
    for number in 0..<70_000 {
      _ = tree.append(leaf(number))
      guard number > 600, number % 97 == 0 else { continue }
      let size = number + 1
      let path = try tree.inclusionProof(of: number, at: size, reading: { _ in nil })
      #expect(!path.isEmpty)
      _ = try tree.consistencyProof(from: size - 200, to: size, reading: { _ in nil })
    }
  }

  @Test func restoredTreeContinuesAsIfItHadNotStopped() throws {
    var stored = StoredTree()
    for number in 0..<66_000 { stored.append(leaf(number)) }
    var restored = try MerkleTree(size: 66_000) { level, range in
      level == 0
        ? Array(stored.leaves[range])
        : range.compactMap { stored.tiles[TileName(level: level - 1, index: $0)]?.root }
    }
    #expect(restored.root() == stored.tree.root())
    for number in 66_000..<66_100 {
      #expect(restored.append(leaf(number)) == stored.tree.append(leaf(number)))
      #expect(restored.root() == stored.tree.root())
    }
  }

  @Test func restoreWithoutAHashIsRefused() {
    #expect(throws: TreeError.missingHashes(level: 0)) {
      try MerkleTree(size: 3) { _, range in Array(repeating: [1], count: range.count) }
    }
    #expect(throws: TreeError.missingHashes(level: 1)) {
      try MerkleTree(size: 257) { level, range in
        level == 0 ? range.map(leaf) : []
      }
    }
    #expect(throws: TreeError.sizeOutOfRange) { try MerkleTree(size: -1) { _, _ in nil } }
  }

  @Test func appendToACopyLeavesTheOriginal() {
    var tree = MerkleTree()
    for number in 0..<255 { _ = tree.append(leaf(number)) }
    let root = tree.root()
    var next = tree
    #expect(next.append(leaf(255)).count == 1)
    #expect(tree.size == 255)
    #expect(tree.root() == root)
  }

  @Test func proofsOutsideTheTreeAreRefused() {
    var tree = MerkleTree()
    for number in 0..<700 { _ = tree.append(leaf(number)) }
    let none: MerkleTree.TileReader = { _ in nil }
    #expect(throws: TreeError.sizeOutOfRange) {
      try tree.inclusionProof(of: 0, at: 701, reading: none)
    }
    #expect(throws: TreeError.sizeOutOfRange) {
      try tree.inclusionProof(of: 0, at: 0, reading: none)
    }
    #expect(throws: TreeError.indexOutOfRange) {
      try tree.inclusionProof(of: 5, at: 5, reading: none)
    }
    #expect(throws: TreeError.sizeOutOfRange) {
      try tree.consistencyProof(from: 0, to: 5, reading: none)
    }
    #expect(throws: TreeError.sizeOutOfRange) {
      try tree.consistencyProof(from: 6, to: 5, reading: none)
    }
    #expect(throws: TreeError.sizeOutOfRange) {
      try MerkleTree().inclusionProof(of: 0, at: 1, reading: none)
    }
  }

  @Test func aTileThatIsMissingOrTornIsNamed() {
    var tree = MerkleTree()
    for number in 0..<2_000 { _ = tree.append(leaf(number)) }
    let first = TileName(level: 0, index: 0)
    #expect(throws: TreeError.missingTile(first)) {
      try tree.inclusionProof(of: 3, at: 2_000, reading: { _ in nil })
    }
    #expect(throws: TreeError.missingTile(first)) {
      try tree.inclusionProof(
        of: 3, at: 2_000, reading: { _ in [UInt8](repeating: 0, count: 8_191) })
    }
  }
}
