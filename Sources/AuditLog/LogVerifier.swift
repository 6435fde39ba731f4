package import Sodium

/// Verifies a copied log from its first entry to a checkpoint, at the speed of the hash.
///
/// Feed it every leaf in order. It recomputes the tree and compares its root with each anchor on the
/// way: pins, earlier checkpoints, at last the newest one. What the entries say (`EntrySpan`) is a
/// pass of its own that other cores can take.
package struct LogVerifier: Sendable {
  private var frontier: TreeFrontier
  /// What is still to come, the next one last.
  private var anchors: [Pin]
  /// The size of the next anchor, or one that is never reached.
  private var next: Int
  /// Up to this size the log is proven to be as it was.
  package private(set) var provenSize: Int

  /// A verifier for a whole log.
  ///
  /// - Parameter anchors: sizes and roots that the log must have had, in any order; the newest
  ///   checkpoint is one of them.
  package init(anchors: [Pin]) {
    self.init(continuing: TreeFrontier(), anchors: anchors, proven: 0)
  }

  /// A verifier for what came after the last check: work in proportion to the new part only.
  ///
  /// - Parameters:
  ///   - frontier: kept from the last check.
  ///   - pin: the size and root that it must have.
  ///   - anchors: as above; those not beyond the frontier are compared with it or ignored.
  /// - Throws: `rootDiffers` if the frontier is not the pin's.
  package init(
    continuing frontier: TreeFrontier, pin: Pin, anchors: [Pin]
  ) throws(LogBreak) {
    guard frontier.size == pin.size, frontier.root == pin.root else {
      throw .rootDiffers(after: 0, upTo: pin.size)
    }
    for anchor in anchors where anchor.size == pin.size && anchor.root != pin.root {
      throw .rootDiffers(after: 0, upTo: pin.size)
    }
    self.init(continuing: frontier, anchors: anchors, proven: frontier.size)
  }

  private init(continuing frontier: TreeFrontier, anchors: [Pin], proven: Int) {
    self.frontier = frontier
    self.anchors = anchors.filter { $0.size > frontier.size }.sorted { $0.size > $1.size }
    next = self.anchors.last?.size ?? .max
    provenSize = proven
  }

  /// How many entries were fed, with those before.
  package var size: Int { frontier.size }

  /// What to keep for the next check.
  package var kept: TreeFrontier { frontier }

  /// Adds a leaf's exact bytes.
  ///
  /// - Throws: `rootDiffers` when an anchor is reached whose root is another.
  package mutating func append(_ leaf: [UInt8]) throws(LogBreak) {
    try append(leafHash: TreeHash.leafDigest(leaf))
  }

  /// Adds a leaf by its hash: one whose bytes were deleted after their term, or hashed elsewhere.
  package mutating func append(leafHash: SHA256.Digest) throws(LogBreak) {
    frontier.append(leafHash)
    if frontier.size == next { try compare() }
  }

  private mutating func compare() throws(LogBreak) {
    let root = frontier.root
    while let anchor = anchors.last, anchor.size == frontier.size {
      guard anchor.root == root else {
        throw .rootDiffers(after: provenSize, upTo: anchor.size)
      }
      anchors.removeLast()
    }
    provenSize = frontier.size
    next = anchors.last?.size ?? .max
  }

  /// Ends the check.
  ///
  /// - Throws: `tooShort` if an anchor was not reached, `unproven` if entries follow the last anchor.
  package func finish() throws(LogBreak) {
    if let anchor = anchors.first { throw .tooShort(has: size, needs: anchor.size) }
    guard provenSize == size else { throw .unproven(after: provenSize, upTo: size) }
  }
}
