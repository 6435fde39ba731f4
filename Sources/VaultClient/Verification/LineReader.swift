import Glibc

/// Reads a file line by line in little memory: the files of a log copy can be many gigabytes.
final class LineReader {
  private let descriptor: Int32
  private var buffer: [UInt8]
  private var start = 0
  private var end = 0
  private let limit: Int
  /// Lines given so far.
  private(set) var count = 0

  enum Fault: Error, Equatable {
    case missing
    case unreadable
    /// A line over the limit, or a last line without its line feed.
    case line(Int)
  }

  private static let chunk = 1 << 20

  /// - Parameter limit: bytes of one line at most.
  init(path: String, limit: Int) throws(Fault) {
    descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw errno == ENOENT ? .missing : .unreadable }
    buffer = [UInt8](repeating: 0, count: LineReader.chunk)
    self.limit = limit
  }

  deinit { close(descriptor) }

  /// The next line without its line feed; nil at the end.
  func next() throws(Fault) -> [UInt8]? {
    var searched = start
    while true {
      if let feed = buffer[searched..<end].firstIndex(of: 0x0A) {
        let line = Array(buffer[start..<feed])
        guard line.count <= limit else { throw .line(count) }
        start = feed + 1
        count += 1
        return line
      }
      guard end - start <= limit else { throw .line(count) }
      searched = try fill()
      if searched == end {
        guard start == end else { throw .line(count) }
        return nil
      }
    }
  }

  /// Up to `most` lines.
  func batch(_ most: Int) throws(Fault) -> [[UInt8]] {
    var lines: [[UInt8]] = []
    while lines.count < most, let line = try next() { lines.append(line) }
    return lines
  }

  /// Reads on; returns where the new bytes begin, which is `end` at the end of the file.
  private func fill() throws(Fault) -> Int {
    if start > 0 {
      buffer.replaceSubrange(0..<end - start, with: Array(buffer[start..<end]))
      end -= start
      start = 0
    }
    if end == buffer.count {
      buffer.append(contentsOf: repeatElement(0, count: buffer.count))
    }
    let from = end
    while true {
      let room = buffer.count - from
      let count = unsafe buffer.withUnsafeMutableBytes { bytes in
        unsafe read(descriptor, bytes.baseAddress.map { unsafe $0 + from }, room)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .unreadable }
      end += count
      return from
    }
  }
}
