import Testing

@testable import AuditLog

private struct NoteCase: Decodable {
  let id: String
  let note: String
  let vkeys: [String]
  let want: String
}

@Suite struct NoteVectorsTests {
  /// Every note: accepted by its known keys, or refused; a checkpoint among the accepted is read.
  @Test func noteVectors() throws {
    let cases = try VectorFile.read("notes.json", as: [NoteCase].self)
    #expect(!cases.isEmpty)
    for one in cases {
      try #require(["accept", "reject"].contains(one.want), "\(one.id): \(one.want)")
      let keys = one.vkeys.compactMap { NoteKey(text: $0) }
      #expect(keys.count == one.vkeys.count, "\(one.id)")
      #expect(keys.map(\.text) == one.vkeys, "\(one.id)")
      let note = try? Note(parsing: Array(one.note.utf8))
      let verified = note.flatMap { try? $0.verify(by: keys) }
      #expect((verified != nil) == (one.want == "accept"), "\(one.id)")
      #expect(note == nil || note?.encode() == Array(one.note.utf8), "\(one.id)")
    }
  }

  /// The published checkpoints parse, and their text is what we would write.
  @Test func checkpointVectors() throws {
    let cases = try VectorFile.read("notes.json", as: [NoteCase].self)
    var read = 0
    for one in cases where one.id.contains("-cp-") && one.want == "accept" {
      let key = try #require(one.vkeys.first.flatMap { NoteKey(text: $0) })
      let (checkpoint, cosignatures) = try Checkpoint.verify(
        Array(one.note.utf8), origin: "example.com/log/testdata", logKey: key)
      #expect(one.note.hasPrefix(String(decoding: checkpoint.text, as: UTF8.self) + "\n"))
      #expect(cosignatures.isEmpty)
      #expect(checkpoint.pin?.size == checkpoint.size)
      read += 1
    }
    #expect(read > 0)
  }
}
