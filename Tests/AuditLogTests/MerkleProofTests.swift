import Testing

@testable import AuditLog

/// An entry or a tree that differs in one bit never passes.
@Suite struct MerkleProofTests {
  private static let leaves = (0..<21).map { TreeHash.leaf([UInt8($0)]) }

  private static func flips(_ bytes: [UInt8]) -> [[UInt8]] {
    (0..<bytes.count * 8).map { bit in
      var flipped = bytes
      flipped[bit / 8] ^= 1 << UInt8(bit % 8)
      return flipped
    }
  }

  @Test(arguments: [0, 4, 15, 16, 20])
  func everyBitFlippedInAnInclusionProofIsRefused(index: Int) {
    let leaves = Self.leaves
    let root = NaiveTree.root(leaves[...])
    let proof = NaiveTree.path(index, leaves[...])
    func holds(_ leaf: [UInt8], _ proof: [[UInt8]], _ root: [UInt8]) -> Bool {
      MerkleProof.verifyInclusion(
        leafHash: leaf, index: index, size: leaves.count, proof: proof, root: root)
    }
    #expect(holds(leaves[index], proof, root))
    for flipped in Self.flips(leaves[index]) { #expect(!holds(flipped, proof, root)) }
    for flipped in Self.flips(root) { #expect(!holds(leaves[index], proof, flipped)) }
    for position in proof.indices {
      for flipped in Self.flips(proof[position]) {
        var changed = proof
        changed[position] = flipped
        #expect(!holds(leaves[index], changed, root))
      }
    }
  }

  @Test(arguments: [1, 6, 8, 16, 20])
  func everyBitFlippedInAConsistencyProofIsRefused(old: Int) {
    let leaves = Self.leaves
    let oldRoot = NaiveTree.root(leaves[..<old])
    let newRoot = NaiveTree.root(leaves[...])
    let proof = NaiveTree.subproof(old, leaves[...], true)
    func holds(_ oldRoot: [UInt8], _ newRoot: [UInt8], _ proof: [[UInt8]]) -> Bool {
      MerkleProof.verifyConsistency(
        oldSize: old, oldRoot: oldRoot, newSize: leaves.count, newRoot: newRoot, proof: proof)
    }
    #expect(holds(oldRoot, newRoot, proof))
    for flipped in Self.flips(oldRoot) { #expect(!holds(flipped, newRoot, proof)) }
    for flipped in Self.flips(newRoot) { #expect(!holds(oldRoot, flipped, proof)) }
    for position in proof.indices {
      for flipped in Self.flips(proof[position]) {
        var changed = proof
        changed[position] = flipped
        #expect(!holds(oldRoot, newRoot, changed))
      }
    }
  }

  /// A proof fits one index and one pair of sizes; a longer or shorter one fits none.
  @Test func proofsForAnotherPlaceAreRefused() {
    let leaves = Self.leaves
    let root = NaiveTree.root(leaves[...])
    for index in leaves.indices {
      let proof = NaiveTree.path(index, leaves[...])
      for other in leaves.indices where other != index {
        #expect(
          !MerkleProof.verifyInclusion(
            leafHash: leaves[index], index: other, size: leaves.count, proof: proof, root: root))
      }
      for wrong in [
        proof + [root], [root] + proof, Array(proof.dropLast()), Array(proof.dropFirst()),
      ] {
        #expect(
          !MerkleProof.verifyInclusion(
            leafHash: leaves[index], index: index, size: leaves.count, proof: wrong, root: root))
      }
    }
    for old in 1..<leaves.count {
      let proof = NaiveTree.subproof(old, leaves[...], true)
      for other in 1...leaves.count where other != old {
        #expect(
          !MerkleProof.verifyConsistency(
            oldSize: other, oldRoot: NaiveTree.root(leaves[..<old]), newSize: leaves.count,
            newRoot: root, proof: proof))
      }
    }
  }

  @Test func sizesOutsideTheLimitsAreRefused() {
    let hash = Self.leaves[0]
    for (index, size) in [
      (-1, 1), (1, 1), (0, 0), (0, -1), (Int.min, Int.max), (0, Int.max), (0, (1 << 53) + 1),
    ] {
      #expect(
        !MerkleProof.verifyInclusion(
          leafHash: hash, index: index, size: size, proof: [], root: hash))
    }
    for (old, new) in [
      (0, 0), (0, 1), (-1, 1), (2, 1), (Int.max, Int.max), (Int.min, Int.max), (1, Int.max),
    ] {
      #expect(
        !MerkleProof.verifyConsistency(
          oldSize: old, oldRoot: hash, newSize: new, newRoot: hash, proof: []))
    }
    #expect(
      !MerkleProof.verifyInclusion(
        leafHash: hash, index: 0, size: 1 << 53, proof: Array(repeating: hash, count: 55),
        root: hash))
  }

  @Test func equalSizesWantEqualRootsAndNoProof() {
    let root = NaiveTree.root(Self.leaves[...])
    func holds(_ newRoot: [UInt8], _ proof: [[UInt8]]) -> Bool {
      MerkleProof.verifyConsistency(
        oldSize: 21, oldRoot: root, newSize: 21, newRoot: newRoot, proof: proof)
    }
    #expect(holds(root, []))
    #expect(!holds(Self.leaves[0], []))
    #expect(!holds(root, [root]))
  }
}
