internal import Sodium

/// One way to the file key, as it stands in a header.
struct Stanza: Equatable {
  /// The first names the kind; none is empty.
  let arguments: [[UInt8]]
  let body: [UInt8]
}

/// The textual part of a file: who can open it, and a MAC over that.
struct Header {
  let stanzas: [Stanza]
  /// All bytes up to and with `---`, as they were received: what the MAC is over.
  let authenticated: [UInt8]
  let mac: [UInt8]

  private static let lineFeed = UInt8(ascii: "\n")

  /// A header with its MAC under the file key.
  static func make(
    _ stanzas: [Stanza], fileKey: borrowing SecretBytes
  ) throws(SecretMemoryError) -> Header {
    var bytes = AgeFormat.versionLine + [lineFeed]
    for stanza in stanzas {
      bytes += Array("->".utf8)
      for argument in stanza.arguments { bytes += [UInt8(ascii: " ")] + argument }
      bytes.append(lineFeed)
      let text = UnpaddedBase64.encode(stanza.body)
      // A body ends with a line that is not full, so one that fills its lines gets an empty one.
      for start in stride(from: 0, through: text.count, by: HeaderParser.lineLength) {
        bytes += text[start...].prefix(HeaderParser.lineLength) + [lineFeed]
      }
    }
    bytes += Array("---".utf8)
    let mac = try FileKey.mac(of: bytes, fileKey: fileKey)
    return Header(stanzas: stanzas, authenticated: bytes, mac: mac.publicCopy())
  }

  /// The bytes of the file up to the payload.
  var bytes: [UInt8] {
    authenticated + [UInt8(ascii: " ")] + UnpaddedBase64.encode(mac) + [Header.lineFeed]
  }
}

extension SecretBytes {
  /// The bytes in the open, for what is published, such as a MAC that was just made.
  fileprivate borrowing func publicCopy() -> [UInt8] {
    withSpan { span in span.indices.map { span[$0] } }
  }
}
