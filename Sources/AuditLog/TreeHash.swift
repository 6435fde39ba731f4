package import Sodium

/// SHA-256 in its two roles in the log's tree: over a leaf and over two children.
///
/// The prefix byte keeps a node from ever being mistaken for a leaf. Every hash is 32 bytes.
/// RFC 6962 2.1, RFC 9162 2.1.1.
package enum TreeHash {
  /// Bytes in a hash of the tree.
  package static let byteCount = 32
  /// Leaves a tree can have: the integers that canonical JSON carries exactly.
  package static let maximumSize = 1 << 53

  private static let leafPrefix: [UInt8] = [0]
  private static let nodePrefix: [UInt8] = [1]

  /// The root of a tree without leaves: SHA-256 of nothing.
  package static let emptyRoot = SHA256.hash([])

  /// The leaf hash of an entry's exact bytes.
  package static func leaf(_ bytes: [UInt8]) -> [UInt8] {
    SHA256.hash(leafPrefix, bytes)
  }

  /// The hash of a node from the hashes of its two children.
  package static func node(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
    SHA256.hash(nodePrefix, left, right)
  }

  /// The leaf hash, without an array for the result.
  package static func leafDigest(_ bytes: [UInt8]) -> SHA256.Digest {
    SHA256.digest(leafPrefix, bytes)
  }

  /// The hash of a node, without arrays.
  static func node(_ left: SHA256.Digest, _ right: SHA256.Digest) -> SHA256.Digest {
    SHA256.node(0x01, left, right)
  }
}
