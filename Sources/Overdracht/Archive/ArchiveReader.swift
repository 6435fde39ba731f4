/// Reads an archive from outside as its bytes come, and trusts nothing in it.
///
/// It takes what `ArchiveWriter` writes and nothing else. What it hands on may still be false: whoever
/// uses it writes to a private place, and keeps it only after `finish` and after the manifest was checked.
package struct ArchiveReader {
  /// What may be in an archive at most.
  package struct Limits: Sendable {
    package var entries: Int
    /// Bytes of the whole archive.
    package var bytes: Int64

    /// A bundle: a thousand attachments, 4 GiB.
    package static let bundle = Limits(entries: 1_010, bytes: 1 << 32)

    package init(entries: Int, bytes: Int64) {
      self.entries = entries
      self.bytes = bytes
    }
  }

  /// What comes out, in this order for each file.
  package enum Event {
    case begin(name: String, size: Int64)
    case bytes(ArraySlice<UInt8>)
    case end
  }

  private enum State {
    case header
    case content(left: Int64, filling: Int)
    /// Zero blocks seen: one is not an end yet, after two only zeros may come.
    case ending(blocks: Int)
  }

  private let limits: Limits
  private var state = State.header
  private var names: Set<String> = []
  private var total: Int64 = 0
  /// The beginning of a block that came in parts.
  private var partial: [UInt8] = []

  package init(limits: Limits = .bundle) {
    self.limits = limits
  }

  /// Takes the next bytes of the archive.
  ///
  /// Throws: `ArchiveError`, or what `sink` throws; after that the reader is of no use.
  package mutating func feed(_ bytes: ArraySlice<UInt8>, _ sink: (Event) throws -> Void) throws {
    total += Int64(bytes.count)
    guard total <= limits.bytes else { throw ArchiveError.tooLarge }
    var rest = bytes
    while !rest.isEmpty {
      switch state {
      case .content(let left, let filling) where left > 0:
        let part = rest.prefix(Int(min(left, Int64(rest.count))))
        rest = rest.dropFirst(part.count)
        try sink(.bytes(part))
        try proceed(left - Int64(part.count), filling, sink)
      case .content(_, let filling):
        let part = rest.prefix(filling)
        rest = rest.dropFirst(part.count)
        guard part.allSatisfy({ $0 == 0 }) else { throw ArchiveError.filling }
        try proceed(0, filling - part.count, sink)
      case .header, .ending:
        let part = rest.prefix(ArchiveHeader.blockCount - partial.count)
        rest = rest.dropFirst(part.count)
        partial += part
        guard partial.count == ArchiveHeader.blockCount else { return }
        let block = partial
        partial.removeAll(keepingCapacity: true)
        try take(block, sink)
      }
    }
  }

  /// Says that no more comes.
  package func finish() throws(ArchiveError) {
    guard case .ending(let blocks) = state, blocks >= 2, partial.isEmpty else { throw .truncated }
  }

  private mutating func proceed(
    _ left: Int64, _ filling: Int, _ sink: (Event) throws -> Void
  ) throws {
    guard left == 0, filling == 0 else {
      state = .content(left: left, filling: filling)
      return
    }
    state = .header
    try sink(.end)
  }

  private mutating func take(_ block: [UInt8], _ sink: (Event) throws -> Void) throws {
    let number = names.count + 1
    if block.allSatisfy({ $0 == 0 }) {
      if case .ending(let blocks) = state {
        state = .ending(blocks: min(blocks + 1, 2))
      } else {
        state = .ending(blocks: 1)
      }
      return
    }
    guard case .header = state else { throw ArchiveError.filling }
    guard let (header, allowed) = ArchiveHeader.decode(block) else {
      throw ArchiveError.header(entry: number)
    }
    guard allowed else { throw ArchiveError.name(entry: number) }
    guard number <= limits.entries else { throw ArchiveError.tooManyEntries }
    guard header.size <= limits.bytes - total else { throw ArchiveError.tooLarge }
    guard names.insert(ArchiveName.folded(header.name)).inserted else {
      throw ArchiveError.twin(entry: number)
    }
    try sink(.begin(name: header.name, size: header.size))
    let filling = Int(-header.size & Int64(ArchiveHeader.blockCount - 1))
    try proceed(header.size, filling, sink)
  }
}
