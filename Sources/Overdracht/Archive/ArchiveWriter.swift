import Sodium

/// Writes a ustar archive as it goes, file after file, whatever their size.
///
/// ```swift
/// var archive = ArchiveWriter(modified: seconds) { try sealer.write($0) }
/// try archive.begin("manifest.json", size: 12)
/// try archive.write(bytes[...])
/// try archive.finish()
/// ```
package struct ArchiveWriter {
  private let modified: Int64
  private let sink: ([UInt8]) throws -> Void
  private var names: Set<String> = []
  /// Bytes of the file at hand that are still to come.
  private var missing: Int64 = 0
  private var filling = 0
  private var total: Int64 = 0

  /// - Parameters:
  ///   - modified: seconds since 1970 UTC, the same for every file: nothing tells when one was made.
  ///   - sink: takes the archive's bytes in order.
  package init(modified: Int64, sink: @escaping ([UInt8]) throws -> Void) {
    self.modified = modified
    self.sink = sink
  }

  /// Begins a file; the one before must be complete.
  ///
  /// Throws: `.size`, `.name`, `.twin`, `.tooLarge`, or what the sink throws.
  package mutating func begin(_ name: String, size: Int64) throws {
    guard missing == 0 else { throw ArchiveError.size }
    guard names.insert(ArchiveName.folded(name)).inserted else {
      throw ArchiveError.twin(entry: names.count + 1)
    }
    guard ArchiveName.isAllowed(name) else { throw ArchiveError.name(entry: names.count) }
    guard let block = ArchiveHeader(name: name, size: size, modified: modified).block else {
      throw ArchiveError.tooLarge
    }
    try put(block)
    missing = size
    filling = Int(-size & Int64(ArchiveHeader.blockCount - 1))
  }

  /// Writes a part of the file at hand.
  ///
  /// Throws: `.size` for more than was announced, or what the sink throws.
  package mutating func write(_ bytes: ArraySlice<UInt8>) throws {
    guard bytes.count <= missing else { throw ArchiveError.size }
    try put(Array(bytes))
    missing -= Int64(bytes.count)
    if missing == 0, filling > 0 {
      try put([UInt8](repeating: 0, count: filling))
      filling = 0
    }
  }

  /// A whole file that is in memory.
  package mutating func add(_ name: String, _ bytes: [UInt8]) throws {
    try begin(name, size: Int64(bytes.count))
    try write(bytes[...])
  }

  /// Writes the end mark, and zeros up to a size that says little about what is inside (Padmé).
  ///
  /// Throws: `.size` when the last file is not complete, or what the sink throws.
  package mutating func finish() throws {
    guard missing == 0 else { throw ArchiveError.size }
    try put([UInt8](repeating: 0, count: 2 * ArchiveHeader.blockCount))
    var rest = Int64(Padding.paddedCount(Int(total) - 1)) - total
    let zeros = [UInt8](repeating: 0, count: 1 << 16)
    while rest > 0 {
      let count = min(rest, Int64(zeros.count))
      try put(Array(zeros.prefix(Int(count))))
      rest -= count
    }
  }

  private mutating func put(_ bytes: [UInt8]) throws {
    guard !bytes.isEmpty else { return }
    total += Int64(bytes.count)
    try sink(bytes)
  }
}
