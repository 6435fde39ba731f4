import Sodium
import Testing

@testable import AuditLog

private let origin = "kluis.example.nl/log"
private let root = [UInt8](repeating: 7, count: 32)

@Suite struct CheckpointTests {
  @Test func aCheckpointReadsBack() throws {
    for size in [1, 9, 10, 1 << 53] {
      let checkpoint = Checkpoint(origin: origin, size: size, root: root, extensions: ["x", "y z"])
      #expect(try Checkpoint(text: checkpoint.text) == checkpoint)
    }
    let empty = Checkpoint(origin: origin, size: 0, root: TreeHash.emptyRoot)
    #expect(try Checkpoint(text: empty.text) == empty)
    #expect(empty.pin == nil)
  }

  @Test(arguments: [
    "", "\n", "o\n1\n", "o\n1\nR", "\n1\nR\n", "o\n\nR\n", "o\n01\nR\n", "o\n+1\nR\n",
    "o\n-1\nR\n", "o\n1 \nR\n", "o\n 1\nR\n", "o\n0x1\nR\n", "o\n0\nR\n", "o\n1\nR\n\n",
    "o\n1\nR\n\nx\n", "o\n9007199254740993\nR\n", "o\n99999999999999999999\nR\n", "o\n1\nRR\n",
    "o\n1\nAAAA\n", "o\n1\n\n", "o\r\n1\nR\n", "o\n1\nR \n", "o\n\u{661}\nR\n",
  ])
  func hostileCheckpointsAreRefused(text: String) {
    let whole = text.replacing("R", with: Base64.encode(root))
    #expect(throws: CheckpointError.malformed) { try Checkpoint(text: Array(whole.utf8)) }
  }

  @Test func onlyTheLogsOwnSignatureMakesItACheckpoint() throws {
    let pair = try SigningKeyPair.generate()
    let logKey = try #require(NoteKey(name: origin, kind: .log, publicKey: pair.publicKey))
    let checkpoint = Checkpoint(origin: origin, size: 5, root: root)
    var note = try checkpoint.signed(with: pair)
    #expect(
      try Checkpoint.verify(note.encode(), origin: origin, logKey: logKey).checkpoint == checkpoint)
    #expect(throws: CheckpointError.anotherLog) {
      try Checkpoint.verify(note.encode(), origin: origin + "2", logKey: logKey)
    }

    // A witness's cosignature alone is not the log's word.
    let witness = try SigningKeyPair.generate()
    let cosigned = note.cosign(as: "fg.example.nl/w1", at: 1_700_000_000, with: witness)
    let witnessKey = try #require(cosigned)
    let (_, cosignatures) = try Checkpoint.verify(
      note.encode(), origin: origin, logKey: logKey, witnesses: [witnessKey])
    #expect(cosignatures == [VerifiedSignature(key: witnessKey, time: 1_700_000_000)])
    var alone = try #require(Note(text: checkpoint.text))
    alone.cosign(as: "fg.example.nl/w1", at: 1, with: witness)
    #expect(throws: CheckpointError.note(.unsigned)) {
      try Checkpoint.verify(
        alone.encode(), origin: origin, logKey: logKey, witnesses: [witnessKey])
    }
    #expect(throws: CheckpointError.note(.unsigned)) {
      try Checkpoint.verify(alone.encode(), origin: origin, logKey: witnessKey)
    }

    // A signed note that is no checkpoint.
    var words = try #require(Note(text: Array("hello\n".utf8)))
    words.sign(as: origin, with: pair)
    #expect(throws: CheckpointError.malformed) {
      try Checkpoint.verify(words.encode(), origin: origin, logKey: logKey)
    }
    let refused = words.cosign(as: "w", at: 1, with: witness)
    #expect(refused == nil)
  }

  /// The time is signed too: moving it by a second refuses the note.
  @Test func aCosignatureCoversItsTime() throws {
    let pair = try SigningKeyPair.generate()
    let checkpoint = Checkpoint(origin: origin, size: 5, root: root)
    var note = try #require(Note(text: checkpoint.text))
    let cosigned = note.cosign(as: "w", at: 1_000, with: pair)
    let key = try #require(cosigned)
    let good = note.signatures[0].bytes
    #expect(good.count == 72)
    for bit in 0..<good.count * 8 {
      var bytes = good
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
      var changed = try #require(Note(text: checkpoint.text))
      changed.add(NoteSignature(name: "w", keyID: key.id, bytes: bytes))
      #expect(throws: NoteError.badSignature(name: "w")) { try changed.verify(by: [key]) }
    }
    let before1970 = note.cosign(as: "w", at: -1, with: pair)
    #expect(before1970 == nil)
  }

  @Test func aLineBreakCannotBeSmuggledIntoACheckpoint() throws {
    let pair = try SigningKeyPair.generate()
    for bad in [
      Checkpoint(origin: "a\n9", size: 5, root: root),
      Checkpoint(origin: "a b", size: 5, root: root),
      Checkpoint(origin: "", size: 5, root: root),
      Checkpoint(origin: origin, size: -5, root: root),
      Checkpoint(origin: origin, size: 5, root: [1]),
      Checkpoint(origin: origin, size: 5, root: root, extensions: [""]),
      Checkpoint(origin: origin, size: 5, root: root, extensions: ["a\nb"]),
    ] {
      var refused = false
      do throws(CheckpointError) { _ = try bad.signed(with: pair) } catch {
        refused = error == .malformed
      }
      #expect(refused)
    }
  }
}
