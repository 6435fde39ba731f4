/// Lines of a file that stand in the order in which the entries name them by hash.
///
/// A small window looks ahead, so that one line too many or too few is one finding and not a
/// thousand. Lines are read and parsed in batches on all cores.
struct OrderedLines<Line: Sendable> {
  private let reader: LineReader
  private let parse: @Sendable ([UInt8]) -> Line?
  private let hash: @Sendable (Line) -> [UInt8]
  private var window: ArraySlice<Line> = []
  private var atEnd = false
  /// Lines that could not be parsed.
  private(set) var unreadable = 0

  private static var lookahead: Int { 64 }
  private static var batch: Int { 2048 }

  init(
    _ reader: LineReader, parse: @escaping @Sendable ([UInt8]) -> Line?,
    hash: @escaping @Sendable (Line) -> [UInt8]
  ) {
    self.reader = reader
    self.parse = parse
    self.hash = hash
  }

  /// The next line with this hash, and the lines before it that nobody named; nil when it is not
  /// among the next ones, and then nothing is taken.
  mutating func take(_ wanted: [UInt8]) throws(LineReader.Fault) -> (line: Line, passed: [Line])? {
    try fill()
    guard
      let place = window.prefix(OrderedLines.lookahead).firstIndex(where: { hash($0) == wanted })
    else { return nil }
    let passed = Array(window[window.startIndex..<place])
    let line = window[place]
    window = window[(place + 1)...]
    return (line, passed)
  }

  /// Whatever is left, a batch at a time; empty at the end.
  mutating func rest() throws(LineReader.Fault) -> [Line] {
    try fill()
    defer { window = [] }
    return Array(window)
  }

  private mutating func fill() throws(LineReader.Fault) {
    guard !atEnd, window.count < OrderedLines.lookahead else { return }
    let lines = try reader.batch(OrderedLines.batch)
    atEnd = lines.count < OrderedLines.batch
    let parsed = Cores.map(lines, parse)
    unreadable += parsed.count { $0 == nil }
    window = ArraySlice(Array(window) + parsed.compactMap { $0 })
  }
}
