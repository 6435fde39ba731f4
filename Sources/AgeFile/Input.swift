/// A source with a little memory: it can be looked at ahead, and read by lines.
///
/// Large pieces go past the memory, straight to where they are needed.
final class Input {
  /// Bytes that are asked for at a time, for lines and looks ahead.
  private static let blockCount = 4096

  private let source: ByteSource
  private var block: [UInt8] = []
  private var start = 0
  private var sourceEnded = false

  init(_ source: @escaping ByteSource) {
    self.source = source
  }

  /// Whether no byte is left.
  func isAtEnd() throws -> Bool { try peek(1).isEmpty }

  /// The next bytes, fewer when the source has fewer; they are still to be read.
  func peek(_ count: Int) throws -> ArraySlice<UInt8> {
    while block.count - start < count, try readBlock() {}
    return block[start...].prefix(count)
  }

  func skip(_ count: Int) { start += min(count, block.count - start) }

  /// How a line ended.
  enum LineEnd {
    case lineFeed
    /// The source ended; what there was of a line was read.
    case end
    /// More bytes than the limit and no line feed; they are still to be read.
    case none
  }

  /// Reads a line into `line`, without its line feed.
  ///
  /// - Parameter limit: the most bytes it may have.
  func readLine(into line: inout [UInt8], limit: Int) throws -> LineEnd {
    line.removeAll(keepingCapacity: true)
    var searched = 0
    while true {
      let from = start + searched
      if let feed = block[from...].firstIndex(of: UInt8(ascii: "\n")) {
        guard feed - start <= limit else { return .none }
        line.append(contentsOf: block[start..<feed])
        start = feed + 1
        return .lineFeed
      }
      searched = block.count - start
      guard searched <= limit else { return .none }
      guard try readBlock() else {
        line.append(contentsOf: block[start...])
        start = block.count
        return .end
      }
    }
  }

  /// Fills `bytes` up to `count` bytes; fewer when the source ends.
  func fill(_ bytes: inout [UInt8], to count: Int) throws {
    let known = block[start...].prefix(max(0, count - bytes.count))
    bytes.append(contentsOf: known)
    start += known.count
    while bytes.count < count, !sourceEnded {
      let before = bytes.count
      try bytes.append(addingCapacity: count - before, initializingWith: source)
      sourceEnded = bytes.count == before
    }
  }

  /// False when the source has no more.
  private func readBlock() throws -> Bool {
    guard !sourceEnded else { return false }
    block.removeSubrange(..<start)
    start = 0
    let before = block.count
    try block.append(addingCapacity: Input.blockCount, initializingWith: source)
    sourceEnded = block.count == before
    return !sourceEnded
  }
}
