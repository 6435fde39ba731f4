internal import CSodium

/// Bytes that must not be seen: locked in memory, move-only, wiped when the value ends.
///
/// - Source: sodium_memzero(3), mlock(2); layout in `SecretArena`
@safe package struct SecretBytes: ~Copyable, @unchecked Sendable {
  /// Enough for an export bundle's plaintext; more is a mistake or an attack.
  package static let maximumCount = 32 * 1024 * 1024

  package private(set) var count: Int
  private let cell: SecretArena.Cell

  /// Zeroed bytes.
  package init(count: Int) throws(SecretMemoryError) {
    cell = try SecretArena.shared.allocate(count)
    self.count = count
  }

  deinit {
    SecretArena.shared.release(cell, count: count)
  }

  /// The bytes, for the C calls of this module.
  ///
  /// Writing is for the one who made the value.
  var pointer: UnsafeMutablePointer<UInt8> { unsafe cell.address }

  /// Bytes from the system's random source.
  package static func random(_ count: Int) throws(SecretMemoryError) -> SecretBytes {
    let secret = try SecretBytes(count: count)
    unsafe randombytes_buf(secret.pointer, count)
    return secret
  }

  /// Bytes that `filling` writes in place, over zeros.
  package init(
    count: Int, filling: (inout MutableSpan<UInt8>) -> Void
  ) throws(SecretMemoryError) {
    try self.init(count: count)
    var span = unsafe MutableSpan(_unsafeStart: pointer, count: count)
    filling(&span)
  }

  /// Bytes that `filling` writes in place, over zeros; its error ends the attempt.
  package init(count: Int, filling: (inout MutableSpan<UInt8>) throws -> Void) throws {
    var secret = try SecretBytes(count: count)
    try secret.withMutableSpan { span throws in try filling(&span) }
    self = secret
  }

  /// A copy of bytes that lie elsewhere, for what only becomes secret here.
  package init(copying bytes: Span<UInt8>) throws(SecretMemoryError) {
    try self.init(count: bytes.count)
    unsafe bytes.withUnsafeBufferPointer { source in
      guard let start = source.baseAddress else { return }
      unsafe pointer.update(from: start, count: source.count)
    }
  }

  /// A copy of bytes that lie elsewhere, for what only becomes secret here.
  package init(copying bytes: [UInt8]) throws(SecretMemoryError) {
    try self.init(copying: bytes.span)
  }

  /// Lends the bytes for the length of `body`.
  package borrowing func withSpan<R: ~Copyable, E: Error>(
    _ body: (Span<UInt8>) throws(E) -> R
  ) throws(E) -> R {
    unsafe try body(Span(_unsafeStart: UnsafePointer(pointer), count: count))
  }

  /// Lends the bytes for writing, for the length of `body`.
  package mutating func withMutableSpan<R: ~Copyable, E: Error>(
    _ body: (inout MutableSpan<UInt8>) throws(E) -> R
  ) throws(E) -> R {
    var span = unsafe MutableSpan(_unsafeStart: pointer, count: count)
    return try body(&span)
  }

  package borrowing func copy() throws(SecretMemoryError) -> SecretBytes {
    try slice(0..<count)
  }

  /// A copy of the bytes in `range`; one cell of the arena, no system call.
  ///
  /// - Throws: `.outOfRange` when the secret has no such bytes.
  package borrowing func slice(_ range: Range<Int>) throws(SecretMemoryError) -> SecretBytes {
    try require(range)
    let part = try SecretBytes(count: range.count)
    unsafe part.pointer.update(from: pointer + range.lowerBound, count: range.count)
    return part
  }

  func require(_ range: Range<Int>) throws(SecretMemoryError) {
    guard range.lowerBound >= 0, range.upperBound <= count else { throw .outOfRange }
  }

  /// Whether both hold the same bytes, in a time that depends on the length only.
  package borrowing func equals(_ other: borrowing SecretBytes) -> Bool {
    guard count == other.count else { return false }
    return unsafe sodium_memcmp(pointer, other.pointer, count) == 0
  }

  /// Whether these are the public bytes `other`, in a time that depends on the length only.
  package borrowing func equals(_ other: [UInt8]) -> Bool {
    guard count == other.count else { return false }
    return unsafe sodium_memcmp(pointer, other, count) == 0
  }

  /// Byte for byte, this xor `other`.
  ///
  /// - Throws: `.wrongLength` when the lengths differ.
  package borrowing func xor(
    _ other: borrowing SecretBytes
  ) throws(SecretMemoryError) -> SecretBytes {
    guard count == other.count else { throw .wrongLength }
    let result = try SecretBytes(count: count)
    for index in 0..<count {
      unsafe result.pointer[index] = pointer[index] ^ other.pointer[index]
    }
    return result
  }

  /// Keeps the first `shorter` bytes and wipes the rest.
  mutating func truncate(to shorter: Int) {
    precondition((0...count).contains(shorter))
    SecretArena.shared.shrink(cell, from: count, to: shorter)
    count = shorter
  }
}
