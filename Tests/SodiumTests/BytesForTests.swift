import Sodium

extension SecretBytes {
  /// The bytes in the open; `#expect` cannot take a move-only value apart.
  var bytes: [UInt8] {
    withSpan { span in span.indices.map { span[$0] } }
  }
}
