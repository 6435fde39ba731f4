/// Puts a secret together from parts, in locked memory all the way.
///
/// Room that turns out too small is replaced by twice as much; the old room is wiped.
package struct SecretWriter: ~Copyable {
  private var room: SecretBytes
  package private(set) var count = 0

  /// - Parameter capacity: how many bytes are expected.
  package init(capacity: Int) throws(SecretMemoryError) {
    room = try SecretBytes(count: capacity)
  }

  package mutating func append(_ byte: UInt8) throws(SecretMemoryError) {
    try reserve(1)
    unsafe room.pointer[count] = byte
    count += 1
  }

  /// Appends public bytes, such as a label.
  package mutating func append(_ bytes: [UInt8]) throws(SecretMemoryError) {
    try append(bytes.span)
  }

  package mutating func append(_ secret: borrowing SecretBytes) throws(SecretMemoryError) {
    try secret.withSpan { span throws(SecretMemoryError) in try append(span) }
  }

  /// Appends a part of a secret, without a copy in between.
  ///
  /// - Throws: `.outOfRange` when the secret has no such bytes.
  package mutating func append(
    _ secret: borrowing SecretBytes, in range: Range<Int>
  ) throws(SecretMemoryError) {
    try secret.require(range)
    try reserve(range.count)
    unsafe (room.pointer + count).update(
      from: secret.pointer + range.lowerBound, count: range.count)
    count += range.count
  }

  package mutating func append(_ bytes: Span<UInt8>) throws(SecretMemoryError) {
    try reserve(bytes.count)
    unsafe bytes.withUnsafeBufferPointer { source in
      guard let start = source.baseAddress else { return }
      unsafe (room.pointer + count).update(from: start, count: source.count)
    }
    count += bytes.count
  }

  /// What was appended.
  package consuming func finish() -> SecretBytes {
    room.truncate(to: count)
    return room
  }

  private mutating func reserve(_ more: Int) throws(SecretMemoryError) {
    guard more <= SecretBytes.maximumCount - count else { throw .tooLarge }
    guard count + more > room.count else { return }
    let size = min(max(count + more, room.count * 2), SecretBytes.maximumCount)
    let larger = try SecretBytes(count: size)
    unsafe larger.pointer.update(from: room.pointer, count: count)
    room = larger
  }
}
