/// Reads a header line by line: what it accepts, `Header.make` would have written, byte for byte.
///
/// - Source: c2sp.org/age, "ABNF definition of file header"
struct HeaderParser {
  /// Columns of a line of a body that is not its last.
  static let lineLength = 64
  /// A MAC of 32 bytes in base64.
  private static let macTextCount = 43

  private let input: Input
  private var line: [UInt8] = []
  private var received: [UInt8] = []

  private init(_ input: Input) {
    self.input = input
  }

  /// Leaves the input at the first byte of the payload.
  ///
  /// - Throws: `.version`, `.header`, `.truncated`; what the source throws.
  static func read(from input: Input) throws -> Header {
    var parser = HeaderParser(input)
    return try parser.header()
  }

  private mutating func header() throws -> Header {
    try readLine()
    guard line == AgeFormat.versionLine else {
      let version = line.dropFirst(AgeFormat.magic.count)
      guard line.starts(with: AgeFormat.magic), !version.isEmpty,
        version.allSatisfy(HeaderParser.isVisible)
      else { throw AgeOpenError.header(.versionLine) }
      throw AgeOpenError.version
    }
    var stanzas: [Stanza] = []
    while true {
      keepLine()
      try readLine()
      if line.starts(with: Array("---".utf8)) { return try end(stanzas) }
      guard line.starts(with: Array("-> ".utf8)) else { throw AgeOpenError.header(.line) }
      guard stanzas.count < AgeFormat.mostStanzas else { throw AgeOpenError.header(.tooLarge) }
      stanzas.append(try stanza())
    }
  }

  private mutating func stanza() throws -> Stanza {
    let arguments = line.dropFirst(3).split(
      separator: UInt8(ascii: " "), omittingEmptySubsequences: false
    ).map(Array.init)
    guard arguments.allSatisfy({ !$0.isEmpty && $0.allSatisfy(HeaderParser.isVisible) })
    else { throw AgeOpenError.header(.arguments) }
    var text: [UInt8] = []
    repeat {
      keepLine()
      try readLine()
      guard line.count <= HeaderParser.lineLength else { throw AgeOpenError.header(.body) }
      text += line
    } while line.count == HeaderParser.lineLength
    guard let body = UnpaddedBase64.decode(text) else { throw AgeOpenError.header(.body) }
    return Stanza(arguments: arguments, body: body)
  }

  private func end(_ stanzas: [Stanza]) throws -> Header {
    guard line.count == 4 + HeaderParser.macTextCount, line[3] == UInt8(ascii: " "),
      let mac = UnpaddedBase64.decode(Array(line[4...])), mac.count == AgeFormat.macCount
    else { throw AgeOpenError.header(.mac) }
    guard !stanzas.isEmpty else { throw AgeOpenError.header(.noStanza) }
    return Header(stanzas: stanzas, authenticated: received + line.prefix(3), mac: mac)
  }

  /// The next line; the limit is on what was kept and it.
  private mutating func readLine() throws {
    switch try input.readLine(into: &line, limit: AgeFormat.longestHeader - received.count) {
    case .lineFeed: break
    case .end: throw AgeOpenError.truncated(.header)
    case .none: throw AgeOpenError.header(.tooLarge)
    }
  }

  private mutating func keepLine() {
    received += line
    received.append(UInt8(ascii: "\n"))
  }

  /// VCHAR of RFC 5234.
  private static func isVisible(_ byte: UInt8) -> Bool { (0x21...0x7E).contains(byte) }
}
