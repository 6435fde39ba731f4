internal import Sodium

/// Seals and opens single chunks under a file's payload key, on any thread.
///
/// - Source: c2sp.org/age, "Payload"
final class PayloadCipher: Sendable {
  private let key: SecretBytes

  init(key: consuming SecretBytes) {
    self.key = key
  }

  /// Encrypts all pieces of it; the end of the last one is the end of the file when it is said to be last.
  func seal(_ chunk: Chunk) {
    chunk.output.removeAll(keepingCapacity: true)
    let input = chunk.input
    let pieces = PayloadCipher.pieces(of: input.count)
    chunk.output.reserveCapacity(input.count + pieces * ChaChaPoly.tagCount)
    for piece in 0..<pieces {
      let start = piece * AgeFormat.chunkCount
      let end = min(start + AgeFormat.chunkCount, input.count)
      ChaChaPoly.seal(
        input.span.extracting(start..<end),
        nonce: nonce(
          chunk.number + UInt64(piece), isLast: chunk.isLast && piece == pieces - 1),
        key: key, appendingTo: &chunk.output)
    }
    chunk.outcome = .done
  }

  /// How many pieces so many bytes are: one when there are none, as in an empty file.
  static func pieces(of count: Int) -> Int {
    max(1, (count + AgeFormat.chunkCount - 1) / AgeFormat.chunkCount)
  }

  /// Decrypts, and finds out what is the matter with one that does not verify at its place.
  func open(_ chunk: Chunk) {
    chunk.output.removeAll(keepingCapacity: true)
    if open(chunk, isLast: chunk.isLast) {
      chunk.outcome = .done
    } else if chunk.input.count == AgeFormat.sealedChunkCount, open(chunk, isLast: !chunk.isLast) {
      chunk.outcome = chunk.isLast ? .notLast : .doneButMore
    } else {
      chunk.outcome = .failed
    }
  }

  private func open(_ chunk: Chunk, isLast: Bool) -> Bool {
    let input = chunk.input
    return ChaChaPoly.open(
      input.span, nonce: nonce(chunk.number, isLast: isLast), key: key,
      appendingTo: &chunk.output)
  }

  /// Eleven bytes of counter, big-endian, and one that says whether it ends here.
  private func nonce(_ number: UInt64, isLast: Bool) -> [UInt8] {
    var nonce = [UInt8](repeating: 0, count: ChaChaPoly.nonceCount)
    for index in 0..<8 {
      nonce[3 + index] = UInt8(truncatingIfNeeded: number >> UInt64(56 - 8 * index))
    }
    nonce[11] = isLast ? 1 : 0
    return nonce
  }
}
