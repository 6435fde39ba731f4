import Sodium
import StrictJSON
import Testing

@testable import AuditLog

private func leaves(_ count: Int) throws -> [[UInt8]] {
  try (0..<count).map { index in
    try LogEntry(
      index: index, time: Int64(1_000 + index / 3), action: .heartbeat, object: .log,
      outcome: .permit
    ).encode()
  }
}

private func pin(_ leaves: [[UInt8]], _ size: Int) throws -> Pin {
  try #require(
    Pin(size: size, root: NaiveTree.root(leaves[..<size].map { NaiveTree.leaf($0) }[...])))
}

private func check(_ leaves: [[UInt8]], _ anchors: [Pin]) -> LogBreak? {
  var verifier = LogVerifier(anchors: anchors)
  do throws(LogBreak) {
    for leaf in leaves { try verifier.append(leaf) }
    try verifier.finish()
  } catch { return error }
  return nil
}

@Suite struct LogVerifierTests {
  @Test func aTrueCopyPassesAllItsAnchors() throws {
    let log = try leaves(600)
    let anchors = try [1, 256, 511, 600].map { try pin(log, $0) }
    #expect(check(log, anchors.shuffled()) == nil)
    #expect(check(log, anchors + anchors) == nil)
    #expect(check([], []) == nil)
  }

  @Test func aChangedEntryIsFoundBetweenItsAnchors() throws {
    let log = try leaves(600)
    let anchors = try [100, 300, 600].map { try pin(log, $0) }
    for (place, after, upTo) in [(0, 0, 100), (99, 0, 100), (100, 100, 300), (599, 300, 600)] {
      var changed = log
      changed[place][10] ^= 1
      #expect(check(changed, anchors) == .rootDiffers(after: after, upTo: upTo))
    }
    var swapped = log
    swapped.swapAt(350, 351)
    #expect(check(swapped, anchors) == .rootDiffers(after: 300, upTo: 600))
    // Two anchors of one size that differ cannot both hold.
    let other = try #require(Pin(size: 300, root: [UInt8](repeating: 1, count: 32)))
    #expect(check(log, anchors + [other]) == .rootDiffers(after: 100, upTo: 300))
  }

  @Test func aShortenedOrLengthenedCopyIsFound() throws {
    let log = try leaves(600)
    let anchors = try [100, 600].map { try pin(log, $0) }
    #expect(check(Array(log.dropLast()), anchors) == .tooShort(has: 599, needs: 600))
    #expect(check(log + [log[0]], anchors) == .unproven(after: 600, upTo: 601))
    #expect(check(log, []) == .unproven(after: 0, upTo: 600))
  }

  @Test func theNextCheckBeginsWhereTheLastEnded() throws {
    let log = try leaves(600)
    let pins = try [333, 600].map { try pin(log, $0) }
    var first = LogVerifier(anchors: [pins[0]])
    for leaf in log[..<333] { try first.append(leaf) }
    try first.finish()
    let kept = try #require(
      TreeFrontier(size: first.kept.size, hashes: first.kept.hashes))
    var second = try LogVerifier(continuing: kept, pin: pins[0], anchors: pins)
    for leaf in log[333...] { try second.append(leaf) }
    try second.finish()
    #expect(second.provenSize == 600)

    var hashes = first.kept.hashes
    hashes[1][0] ^= 1
    let changed = try #require(TreeFrontier(size: 333, hashes: hashes))
    #expect(throws: LogBreak.rootDiffers(after: 0, upTo: 333)) {
      try LogVerifier(continuing: changed, pin: pins[0], anchors: pins)
    }
    let fork = try #require(Pin(size: 333, root: [UInt8](repeating: 1, count: 32)))
    #expect(throws: LogBreak.rootDiffers(after: 0, upTo: 333)) {
      try LogVerifier(continuing: kept, pin: pins[0], anchors: [fork])
    }
    #expect(TreeFrontier(size: 333, hashes: Array(hashes.dropLast())) == nil)
    #expect(TreeFrontier(size: -1, hashes: []) == nil)
    #expect(TreeFrontier(size: 1, hashes: [[1]]) == nil)
  }

  @Test func aFrontierHasTheRootOfTheTree() throws {
    var frontier = TreeFrontier()
    var tree = MerkleTree()
    #expect(frontier.root == tree.root())
    for number in 0..<1_000 {
      let leaf = Array("\(number)".utf8)
      frontier.append(TreeHash.leafDigest(leaf))
      _ = tree.append(TreeHash.leaf(leaf))
      #expect(frontier.root == tree.root())
      #expect(frontier.hashes.count == frontier.size.nonzeroBitCount)
    }
  }

  @Test func entriesAreReadInStretchesAndJoined() throws {
    let log = try leaves(600)
    let whole = try #require(try EntrySpan.read(log, from: 0))
    #expect(whole.indices == 0..<600)
    #expect(whole.times == 1_000...1_199)
    let parts = try stride(from: 0, to: 600, by: 128).map { start in
      try #require(try EntrySpan.read(log[start..<min(start + 128, 600)], from: start))
    }
    let joined = try parts.dropFirst().reduce(parts[0]) { try $0.joined(with: $1) }
    #expect(joined == whole)
    #expect(throws: LogBreak.wrongIndex(at: 128, says: 256)) { try parts[0].joined(with: parts[2]) }
    var seen: [Int] = []
    _ = try EntrySpan.read(log[5..<8], from: 5) { seen.append($0.index) }
    #expect(seen == [5, 6, 7])
    #expect(try EntrySpan.read([], from: 0) == nil)
  }

  @Test func theFirstBrokenEntryIsNamed() throws {
    let log = try leaves(20)
    var changed = log
    changed.remove(at: 7)
    #expect(throws: LogBreak.wrongIndex(at: 7, says: 8)) { try EntrySpan.read(changed, from: 0) }
    changed = log
    changed.insert(log[3], at: 9)
    #expect(throws: LogBreak.wrongIndex(at: 9, says: 3)) { try EntrySpan.read(changed, from: 0) }
    changed = log
    changed[11][0] = 0
    #expect(throws: LogBreak.notAnEntry(at: 11)) { try EntrySpan.read(changed, from: 0) }
    var early = try LogEntry(decoding: log[12])
    early.time -= 500
    changed = log
    changed[12] = try early.encode()
    #expect(throws: LogBreak.earlierThanBefore(at: 12)) { try EntrySpan.read(changed, from: 0) }
    let first = try #require(try EntrySpan.read(log[..<12], from: 0))
    let second = try #require(try EntrySpan.read(changed[12...12], from: 12))
    #expect(throws: LogBreak.earlierThanBefore(at: 12)) { try first.joined(with: second) }
  }

  @Test func everyBreakIsSaidInWords() {
    let all: [LogBreak] = [
      .notAnEntry(at: 1), .wrongIndex(at: 1, says: 2), .earlierThanBefore(at: 1),
      .rootDiffers(after: 1, upTo: 2), .tooShort(has: 1, needs: 2), .unproven(after: 1, upTo: 2),
    ]
    #expect(Set(all.map(\.description)).count == all.count)
    #expect(all.allSatisfy { $0.description.contains("1") && !$0.hint.isEmpty })
  }

  @Test func aPinHasOneSpelling() throws {
    let pin = try #require(Pin(size: 3, root: [UInt8](repeating: 1, count: 32)))
    #expect(try Pin(pin.json) == pin)
    #expect(Pin(size: 0, root: pin.root) == nil)
    #expect(Pin(size: 1, root: []) == nil)
    #expect(throws: JSONError.self) { try Pin(.object([("size", .int(3))])) }
    #expect(throws: JSONError.self) {
      try Pin(.object([("root", .base64(pin.root)), ("size", .int(0))]))
    }
  }
}
