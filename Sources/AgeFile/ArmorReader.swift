internal import Sodium

/// Takes the text form of a file apart, strictly.
///
/// What it accepts is what `ArmorWriter` writes, but for white space before and after, and line ends that
/// may all be CR LF: mail does both.
///
/// - Source: c2sp.org/age, "ASCII armor"; RFC 7468, section 3, strict
final class ArmorReader {
  static let first = Array("-----BEGIN AGE ENCRYPTED FILE-----".utf8)
  static let last = Array("-----END AGE ENCRYPTED FILE-----".utf8)
  static let lineLength = 64
  /// Lines that are decoded at a time.
  private static let batch = 64

  private let input: Input
  private var line: [UInt8] = []
  private var text: [UInt8] = []
  private var decoded: [UInt8] = []
  private var taken = 0
  private var hasBegun = false
  private var hasEnded = false
  /// After a line that is not full, or ends in padding, only the closing line may follow.
  private var isShort = false
  /// What the first line ended in; all others must as well.
  private var isCarriageReturn = false

  init(_ input: Input) {
    self.input = input
  }

  static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0A).contains(byte) || byte == 0x0D
  }

  /// Appends decoded bytes; nothing once the closing line was read and nothing follows it.
  func read(into out: inout OutputSpan<UInt8>) throws {
    if !hasBegun { try begin() }
    while taken == decoded.count, !hasEnded { try decode() }
    taken += Copying.append(decoded.span.extracting(taken..<decoded.count), to: &out)
  }

  private func begin() throws {
    hasBegun = true
    while let byte = try input.peek(1).first, ArmorReader.isBlank(byte) { input.skip(1) }
    guard try input.readLine(into: &line, limit: ArmorReader.first.count + 1) == .lineFeed
    else { throw AgeOpenError.armor(.firstLine) }
    if line.last == UInt8(ascii: "\r") {
      isCarriageReturn = true
      line.removeLast()
    }
    guard line == ArmorReader.first else { throw AgeOpenError.armor(.firstLine) }
  }

  private func decode() throws {
    text.removeAll(keepingCapacity: true)
    for _ in 0..<ArmorReader.batch where !hasEnded {
      let ending = try input.readLine(into: &line, limit: ArmorReader.lineLength + 1)
      if try isClosing(ending) {
        hasEnded = true
        try checkRest()
        break
      }
      switch ending {
      case .end: throw AgeOpenError.truncated(.armor)
      case .none: throw AgeOpenError.armor(.lineLength)
      case .lineFeed: break
      }
      try takeCarriageReturn()
      guard (1...ArmorReader.lineLength).contains(line.count), !isShort
      else { throw AgeOpenError.armor(.lineLength) }
      isShort = line.count < ArmorReader.lineLength || line.last == UInt8(ascii: "=")
      text += line
    }
    guard let bytes = Base64.decode(text) else { throw AgeOpenError.armor(.base64) }
    decoded = bytes
    taken = 0
  }

  /// Whether this is the closing line; it may be the last thing in the file, without a line end.
  private func isClosing(_ ending: Input.LineEnd) throws -> Bool {
    guard line.starts(with: ArmorReader.last) else { return false }
    let rest = line.dropFirst(ArmorReader.last.count)
    if rest.isEmpty, ending == .end { return true }
    guard ending == .lineFeed else { return false }
    try takeCarriageReturn()
    return line == ArmorReader.last
  }

  private func takeCarriageReturn() throws {
    let isPresent = line.last == UInt8(ascii: "\r")
    guard isPresent == isCarriageReturn else { throw AgeOpenError.armor(.lineEnd) }
    if isPresent { line.removeLast() }
  }

  private func checkRest() throws {
    let rest = try input.peek(AgeFormat.mostWhiteSpace + 1)
    guard rest.count <= AgeFormat.mostWhiteSpace, rest.allSatisfy(ArmorReader.isBlank)
    else { throw AgeOpenError.armor(.after) }
    input.skip(rest.count)
  }
}
