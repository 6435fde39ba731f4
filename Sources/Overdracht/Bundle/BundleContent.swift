package import AgeFile
internal import Sodium

/// One file that goes into a bundle, and how to read it: once to name it in the manifest, once to seal it.
package struct BundleContent {
  package let path: String
  /// Bytes.
  package let size: Int64
  private let read: Reading

  /// Reads all of it from its start, and gives it in order.
  package typealias Reading = (_ take: ([UInt8]) throws -> Void) throws -> Void

  /// A file that comes in parts, such as one of a dossier.
  package init(path: String, size: Int64, reading read: @escaping Reading) {
    self.path = path
    self.size = size
    self.read = read
  }

  /// A file that is read from a source: 64 KiB at a time.
  package init(path: String, size: Int64, open: @escaping () throws -> ByteSource) {
    self.init(path: path, size: size) { take in
      let source = try open()
      while true {
        var part: [UInt8] = []
        try part.append(addingCapacity: 1 << 16, initializingWith: source)
        guard !part.isEmpty else { return }
        try take(part)
      }
    }
  }

  /// A file that is in memory.
  package init(path: String, bytes: [UInt8]) {
    self.init(path: path, size: Int64(bytes.count), reading: { take in try take(bytes) })
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

  /// Reads all of it, part after part.
  package func forEachPart(_ take: ([UInt8]) throws -> Void) throws { try read(take) }
}
