package import AgeFile
internal import Sodium

/// One file that goes into a bundle, and how to read it: once to name it in the manifest, once to seal it.
package struct BundleContent {
  package let path: String
  /// Bytes.
  package let size: Int64
  /// Begins to read it from its start.
  package let open: () throws -> ByteSource

  package init(path: String, size: Int64, open: @escaping () throws -> ByteSource) {
    self.path = path
    self.size = size
    self.open = open
  }

  /// A file that is in memory.
  package init(path: String, bytes: [UInt8]) {
    self.init(path: path, size: Int64(bytes.count)) {
      var given = 0
      return { out in
        let count = min(out.freeCapacity, bytes.count - given)
        for index in given..<given + count { out.append(bytes[index]) }
        given += count
      }
    }
  }

  /// What the manifest says of it.
  ///
  /// - Throws: `ArchiveError.size` when it is not as long as was said; what the source throws.
  package func described() throws -> Manifest.File {
    var (hash, count) = (SHA256.Running(), Int64(0))
    try forEachPart { part in
      hash.add(part[...])
      count += Int64(part.count)
    }
    guard count == size else { throw ArchiveError.size }
    return Manifest.File(path: path, size: size, sha256: hash.finish())
  }

  /// Reads all of it in parts of at most 64 KiB.
  func forEachPart(_ take: ([UInt8]) throws -> Void) throws {
    let source = try open()
    while true {
      var part: [UInt8] = []
      try part.append(addingCapacity: 1 << 16, initializingWith: source)
      guard !part.isEmpty else { return }
      try take(part)
    }
  }
}
