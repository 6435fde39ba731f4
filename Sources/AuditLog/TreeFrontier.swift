package import Sodium

/// The least that a tree needs to grow: the hashes of its maximal complete subtrees.
///
/// At most 53 hashes, one node hash per leaf on average, no allocation per leaf. Enough for the root;
/// proofs need a `MerkleTree`.
package struct TreeFrontier: Equatable, Sendable {
  /// How many leaves.
  package private(set) var size: Int
  /// One per bit set in `size`, the largest subtree first.
  private var subtrees: [SHA256.Digest]

  package init() {
    size = 0
    subtrees = []
  }

  /// A frontier that was kept; nil unless it has one hash of 32 bytes per bit set in `size`.
  ///
  /// Compare `root` with the pin that was kept beside it.
  package init?(size: Int, hashes: [[UInt8]]) {
    let subtrees = hashes.compactMap { SHA256.Digest($0) }
    guard (0...TreeHash.maximumSize).contains(size), subtrees.count == hashes.count,
      hashes.count == size.nonzeroBitCount
    else { return nil }
    self.size = size
    self.subtrees = subtrees
  }

  /// The hashes, to be kept with `size` so that the next check begins here.
  package var hashes: [[UInt8]] { subtrees.map(\.bytes) }

  /// Adds a leaf by its hash.
  package mutating func append(_ leafHash: SHA256.Digest) {
    var hash = leafHash
    var rest = size
    while rest & 1 == 1, let left = subtrees.popLast() {
      hash = TreeHash.node(left, hash)
      rest >>= 1
    }
    subtrees.append(hash)
    size += 1
  }

  /// The root hash of the tree as it stands, 32 bytes.
  package var root: [UInt8] {
    guard var result = subtrees.last else { return TreeHash.emptyRoot }
    for left in subtrees.dropLast().reversed() { result = TreeHash.node(left, result) }
    return result.bytes
  }
}
