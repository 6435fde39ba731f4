internal import Sodium

/// Puts a file into its text form, for ways that carry text only.
///
/// - Source: c2sp.org/age, "ASCII armor"; RFC 7468, section 3, strict
final class ArmorWriter {
  /// Bytes of a full line.
  private static let lineBytes = ArmorReader.lineLength / 4 * 3
  private static let lineFeed = UInt8(ascii: "\n")

  /// Bytes that do not fill a line yet.
  private var rest: [UInt8] = []
  /// The first line, until it was written.
  private var opening = ArmorReader.first + [lineFeed]

  /// Takes bytes of the file; gives the lines that they fill to the sink.
  func write(_ bytes: Span<UInt8>, to sink: ByteSink) throws {
    Copying.append(bytes, to: &rest)
    let full = rest.count / ArmorWriter.lineBytes * ArmorWriter.lineBytes
    var text = opening
    opening = []
    for start in stride(from: 0, to: full, by: ArmorWriter.lineBytes) {
      ArmorWriter.append(rest[start..<start + ArmorWriter.lineBytes], to: &text)
    }
    rest.removeSubrange(..<full)
    if !text.isEmpty { try sink(text.span) }
  }

  /// The last line and the closing one.
  func finish(to sink: ByteSink) throws {
    var text = opening
    if !rest.isEmpty { ArmorWriter.append(rest[...], to: &text) }
    text += ArmorReader.last + [ArmorWriter.lineFeed]
    try sink(text.span)
  }

  private static func append(_ bytes: ArraySlice<UInt8>, to text: inout [UInt8]) {
    Base64.append(Array(bytes), to: &text)
    text.append(lineFeed)
  }
}
