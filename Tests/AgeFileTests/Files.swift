import AgeFile
import Sodium

/// Whole files in memory, for tests.
enum Files {
  static func secret(_ text: String) throws -> SecretBytes {
    try SecretBytes(copying: Array(text.utf8))
  }

  static func identity(_ text: String) throws -> AgeIdentity {
    try AgeIdentity(text: secret(text))
  }

  static func seal(
    _ bytes: [UInt8], to recipients: [AgeRecipient], form: AgeWriter.Form = .binary
  ) throws -> [UInt8] {
    let sink = Collected()
    var writer = try AgeWriter(to: recipients, form: form, sink: sink.take)
    try writer.write(bytes)
    try writer.finish()
    return sink.bytes
  }

  static func seal(
    _ bytes: [UInt8], passphrase: String, logN: Int = 1, form: AgeWriter.Form = .binary
  ) throws -> [UInt8] {
    let sink = Collected()
    var writer = try AgeWriter(
      passphrase: secret(passphrase), logN: logN, form: form, sink: sink.take)
    try writer.write(bytes)
    try writer.finish()
    return sink.bytes
  }

  static func open(_ file: [UInt8], with identities: [AgeIdentity]) throws -> [UInt8] {
    let result = Outcome.of(file) { try AgeReader($0, identities: identities) }
    if let error = result.error { throw error }
    return result.bytes
  }

  static func open(_ file: [UInt8], passphrase: String) throws -> [UInt8] {
    let result = Outcome.of(file) { try AgeReader($0, passphrase: secret(passphrase)) }
    if let error = result.error { throw error }
    return result.bytes
  }

  /// A source over an array, `step` bytes at a time.
  static func source(_ bytes: [UInt8], step: Int = .max) -> ByteSource {
    var taken = 0
    return { out in
      for _ in 0..<min(step, out.freeCapacity, bytes.count - taken) {
        out.append(bytes[taken])
        taken += 1
      }
    }
  }

  /// Numbers that look random and are the same in each run.
  static func bytes(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    return [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      for index in 0..<count {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        buffer[index] = UInt8(truncatingIfNeeded: state >> 24)
      }
      filled = count
    }
  }
}

/// A sink that keeps everything.
final class Collected {
  var bytes: [UInt8] = []

  func take(_ span: Span<UInt8>) {
    span.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
  }
}

/// What came out of a file before it ended, and how it ended.
struct Outcome {
  var bytes: [UInt8] = []
  var error: (any Error)?

  static func of(
    _ file: [UInt8], step: Int = .max, _ open: (@escaping ByteSource) throws -> AgeReader
  ) -> Outcome {
    var outcome = Outcome()
    do {
      var reader = try open(Files.source(file, step: step))
      var before = -1
      while before < outcome.bytes.count {
        before = outcome.bytes.count
        try outcome.bytes.append(addingCapacity: 50_000) { try reader.read(into: &$0) }
      }
    } catch { outcome.error = error }
    return outcome
  }

  var openError: AgeOpenError? { error as? AgeOpenError }
}

extension SecretBytes {
  /// The bytes in the open; `#expect` cannot take a move-only value apart.
  var bytes: [UInt8] {
    withSpan { span in span.indices.map { span[$0] } }
  }

  var string: String { String(decoding: bytes, as: UTF8.self) }
}
