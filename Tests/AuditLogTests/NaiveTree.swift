import Sodium

@testable import AuditLog

/// RFC 6962 2.1 word for word, recursive and slow: what the real tree is compared with.
enum NaiveTree {
  static func leaf(_ bytes: [UInt8]) -> [UInt8] { SHA256.hash([0] + bytes) }
  static func node(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
    SHA256.hash([1] + left + right)
  }

  private static func split(_ count: Int) -> Int {
    var width = 1
    while width * 2 < count { width *= 2 }
    return width
  }

  static func root(_ leaves: ArraySlice<[UInt8]>) -> [UInt8] {
    if leaves.isEmpty { return SHA256.hash([]) }
    if leaves.count == 1 { return leaves[leaves.startIndex] }
    let middle = leaves.startIndex + split(leaves.count)
    return node(root(leaves[..<middle]), root(leaves[middle...]))
  }

  static func path(_ index: Int, _ leaves: ArraySlice<[UInt8]>) -> [[UInt8]] {
    if leaves.count == 1 { return [] }
    let width = split(leaves.count)
    let middle = leaves.startIndex + width
    return index < width
      ? path(index, leaves[..<middle]) + [root(leaves[middle...])]
      : path(index - width, leaves[middle...]) + [root(leaves[..<middle])]
  }

  static func subproof(_ size: Int, _ leaves: ArraySlice<[UInt8]>, _ whole: Bool) -> [[UInt8]] {
    if size == leaves.count { return whole ? [] : [root(leaves)] }
    let width = split(leaves.count)
    let middle = leaves.startIndex + width
    return size <= width
      ? subproof(size, leaves[..<middle], whole) + [root(leaves[middle...])]
      : subproof(size - width, leaves[middle...], false) + [root(leaves[..<middle])]
  }
}

/// A tree together with what a store would keep for it.
struct StoredTree {
  var tree = MerkleTree()
  var leaves: [[UInt8]] = []
  var tiles: [TileName: FullTile] = [:]

  mutating func append(_ leafHash: [UInt8]) {
    leaves.append(leafHash)
    for tile in tree.append(leafHash) { tiles[tile.name] = tile }
  }

  func read(_ name: TileName) -> [UInt8]? { tiles[name]?.hashes }
}
