/// A piece of the payload, and what became of it; for sealing, a few that follow each other.
///
/// One thread at a time has it; `ChunkLine` hands it on.
final class Chunk: @unchecked Sendable {
  /// As it came in.
  var input: [UInt8] = []
  /// As it goes out.
  var output: [UInt8] = []
  /// Counted from 0; the first one's when there are more.
  var number: UInt64 = 0
  var isLast = false
  var outcome = Outcome.done

  enum Outcome {
    case done
    /// It verified as the last one, and more follows it.
    case doneButMore
    /// It is as long as one that others follow, and verified as such; nothing follows.
    case notLast
    case failed
  }

  /// Empties it, with room for all that will come: growing would leave copies of parts behind.
  func clear(capacity: Int = AgeFormat.sealedChunkCount) {
    input.removeAll(keepingCapacity: true)
    input.reserveCapacity(capacity)
  }
}
