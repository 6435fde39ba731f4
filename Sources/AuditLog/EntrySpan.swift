/// What the entries of one stretch of a log say about their own order.
///
/// Stretches can be read on several cores; `joined` then checks the seams.
package struct EntrySpan: Equatable, Sendable {
  /// Indices of the stretch.
  package let indices: Range<Int>
  /// Times of its first and last entry, milliseconds.
  package let times: ClosedRange<Int64>

  /// Reads leaves that stand at `first` and on.
  ///
  /// - Parameters:
  ///   - leaves: exact bytes, at least one.
  ///   - visit: is handed each entry in order, for checks of its own.
  /// - Returns: nil for no leaves.
  /// - Throws: `notAnEntry`, `wrongIndex`, `earlierThanBefore`, each with the first index at fault.
  package static func read(
    _ leaves: some Sequence<[UInt8]>, from first: Int,
    visit: (LogEntry) -> Void = { _ in }
  ) throws(LogBreak) -> EntrySpan? {
    var index = first
    var times: ClosedRange<Int64>?
    for leaf in leaves {
      guard let entry = try? LogEntry(decoding: leaf) else { throw .notAnEntry(at: index) }
      guard entry.index == index else { throw .wrongIndex(at: index, says: entry.index) }
      let last = times?.upperBound ?? entry.time
      guard entry.time >= last else { throw .earlierThanBefore(at: index) }
      times = (times?.lowerBound ?? entry.time)...entry.time
      visit(entry)
      index += 1
    }
    return times.map { EntrySpan(indices: first..<index, times: $0) }
  }

  /// This stretch and the one after it as one.
  ///
  /// - Throws: `wrongIndex` for a gap or an overlap, `earlierThanBefore`.
  package func joined(with next: EntrySpan) throws(LogBreak) -> EntrySpan {
    guard next.indices.lowerBound == indices.upperBound else {
      throw .wrongIndex(at: indices.upperBound, says: next.indices.lowerBound)
    }
    guard next.times.lowerBound >= times.upperBound else {
      throw .earlierThanBefore(at: next.indices.lowerBound)
    }
    return EntrySpan(
      indices: indices.lowerBound..<next.indices.upperBound,
      times: times.lowerBound...next.times.upperBound)
  }
}

/// Where a copied log is broken, and how.
package enum LogBreak: Error, Equatable, CustomStringConvertible {
  /// The bytes at this index are no entry.
  case notAnEntry(at: Int)
  /// The entry at this place says that it stands elsewhere: one is missing, moved or put between.
  case wrongIndex(at: Int, says: Int)
  /// The entry is earlier than the one before it.
  case earlierThanBefore(at: Int)
  /// The root at `upTo` is not the one that was seen: an entry from `after` on was changed.
  case rootDiffers(after: Int, upTo: Int)
  /// The copy ends before an anchor.
  case tooShort(has: Int, needs: Int)
  /// Entries from `after` on stand under no checkpoint.
  case unproven(after: Int, upTo: Int)

  package var description: String {
    switch self {
    case .notAnEntry(let index): "entry \(index) cannot be read"
    case .wrongIndex(let index, let says):
      "where entry \(index) should stand, there is one that says it is entry \(says)"
    case .earlierThanBefore(let index): "entry \(index) is earlier than the entry before it"
    case .rootDiffers(let after, let upTo):
      "of the entries \(after) to \(upTo - 1) at least one is not as it was when the log had"
        + " \(upTo) entries" + (after > 0 ? "; those before \(after) are" : "")
    case .tooShort(let has, let needs): "the copy has \(has) entries, the log had \(needs)"
    case .unproven(let after, let upTo):
      "no checkpoint covers the entries \(after) to \(upTo - 1)"
    }
  }

  package var hint: String {
    switch self {
    case .notAnEntry, .wrongIndex, .earlierThanBefore, .rootDiffers:
      "copy the log again; if it stays so, the log was changed: keep both copies as evidence"
    case .tooShort: "copy the log again; if it stays so, entries were taken away"
    case .unproven: "fetch a newer checkpoint and check again"
    }
  }
}
