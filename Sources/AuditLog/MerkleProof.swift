/// Checks proofs against roots; needs no tree and memory of a few hashes.
///
/// Everything given may be hostile: every hash must have 32 bytes, sizes stay within 2^53, a proof
/// has no more hashes than a tree of that size has levels. RFC 9162 2.1.3.2 and 2.1.4.2.
package enum MerkleProof {
  /// Hashes in the longest proof that any tree can ask for; one more than the levels of 2^53 leaves.
  package static let maximumLength = 54

  /// Whether the leaf stands at `index` in the tree of `size` leaves with this root.
  package static func verifyInclusion(
    leafHash: [UInt8], index: Int, size: Int, proof: [[UInt8]], root: [UInt8]
  ) -> Bool {
    guard index >= 0, index < size, size <= TreeHash.maximumSize, wellFormed(proof),
      isHash(leafHash), isHash(root)
    else { return false }
    var path = Path(first: index, last: size - 1)
    var hash = leafHash
    for sibling in proof {
      guard let side = path.climb() else { return false }
      hash = side == .left ? TreeHash.node(sibling, hash) : TreeHash.node(hash, sibling)
    }
    return path.isAtRoot && hash == root
  }

  /// Whether the tree (newSize, newRoot) begins with the tree (oldSize, oldRoot).
  ///
  /// An old size of 0 is refused: it would be consistent with anything. Equal sizes want equal roots
  /// and an empty proof.
  package static func verifyConsistency(
    oldSize: Int, oldRoot: [UInt8], newSize: Int, newRoot: [UInt8], proof: [[UInt8]]
  ) -> Bool {
    guard oldSize > 0, oldSize <= newSize, newSize <= TreeHash.maximumSize, wellFormed(proof),
      isHash(oldRoot), isHash(newRoot)
    else { return false }
    if oldSize == newSize { return proof.isEmpty && oldRoot == newRoot }
    var rest = proof[...]
    var start = oldRoot
    if oldSize & (oldSize - 1) != 0 {
      guard let first = rest.popFirst() else { return false }
      start = first
    }
    var path = Path(first: oldSize - 1, last: newSize - 1)
    path.skipRightChildren()
    var old = start
    var new = start
    for sibling in rest {
      guard let side = path.climb() else { return false }
      if side == .left {
        old = TreeHash.node(sibling, old)
        new = TreeHash.node(sibling, new)
      } else {
        new = TreeHash.node(new, sibling)
      }
    }
    return path.isAtRoot && old == oldRoot && new == newRoot
  }

  private static func isHash(_ bytes: [UInt8]) -> Bool { bytes.count == TreeHash.byteCount }

  private static func wellFormed(_ proof: [[UInt8]]) -> Bool {
    proof.count <= maximumLength && proof.allSatisfy(isHash)
  }
}

/// The way from a node up to the root: fn and sn of RFC 9162.
private struct Path {
  enum Side {
    case left
    case right
  }

  private var node: Int
  private var last: Int

  init(first: Int, last: Int) {
    node = first
    self.last = last
  }

  var isAtRoot: Bool { last == 0 }

  /// Goes up past every parent of which this node is the right child.
  mutating func skipRightChildren() {
    while node & 1 == 1 { up() }
  }

  /// Goes up to the next parent with two children; on which side the sibling stands, or nil at the root.
  mutating func climb() -> Side? {
    guard last != 0 else { return nil }
    guard node & 1 == 1 || node == last else {
      up()
      return .right
    }
    // A last node without a right sibling is carried up unchanged until it is a right child.
    while node & 1 == 0, node != 0 { up() }
    up()
    return .left
  }

  private mutating func up() {
    node >>= 1
    last >>= 1
  }
}
