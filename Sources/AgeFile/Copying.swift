/// Spans to spans.
enum Copying {
  /// Appends as many bytes as there is room for; returns how many.
  static func append(_ bytes: Span<UInt8>, to out: inout OutputSpan<UInt8>) -> Int {
    let count = min(bytes.count, out.freeCapacity)
    unsafe bytes.withUnsafeBufferPointer { from in
      guard count > 0, let from = from.baseAddress else { return }
      unsafe out.withUnsafeMutableBufferPointer { buffer, filled in
        guard let start = buffer.baseAddress else { return }
        unsafe (start + filled).initialize(from: from, count: count)
        filled += count
      }
    }
    return count
  }

  /// Appends all bytes to an array.
  static func append(_ bytes: Span<UInt8>, to array: inout [UInt8]) {
    array.append(addingCapacity: bytes.count) { _ = append(bytes, to: &$0) }
  }
}
