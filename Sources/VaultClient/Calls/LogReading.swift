package import AuditLog
import Records
import StrictJSON

extension VaultSession {
  /// Entries that one call may ask for.
  package static let entriesPerPage = 1000

  /// Reads entries of the log as they stand; reading is logged too.
  ///
  /// Their order is checked here. That nothing was changed is shown by a copy and `LogCopyVerifier`.
  package func readLog(from first: Int, count: Int) throws(ClientError) -> [LogEntry] {
    let count = min(max(count, 1), VaultSession.entriesPerPage)
    let ask = Ask(
      method: "log.read",
      args: .object([("count", .int(Int64(count))), ("from", .int(Int64(first)))]),
      action: .logRead)
    return try perform(ask) { reply throws(CheckFailure) in
      let leaves = try LineBlock.read(reply.rows)
      try demand(leaves.count <= count, .rowExtra)
      var entries: [LogEntry] = []
      let span = try checked(.leaf) { () throws(LogBreak) in
        try EntrySpan.read(leaves, from: first) { entries.append($0) }
      }
      try demand(span?.indices.count ?? 0 == entries.count, .leaf)
      return entries
    }
  }

  /// The newest checkpoint as a note, verified: small enough to mail to a witness.
  package func checkpoint() throws(ClientError) -> (note: [UInt8], pin: Pin) {
    let ask = Ask(
      method: "log.checkpoint", args: .object([JSONMember]()), action: .logCheckpoint)
    return try perform(ask) { reply throws(CheckFailure) in
      let note = try checked(.answer) { () throws(JSONError) in
        Array(try reply.fields.requireString("checkpoint").utf8)
      }
      let key = try logKey()
      let checkpoint = try checked(.checkpointSignature) { () throws(CheckpointError) in
        try Checkpoint.verify(note, origin: key.name, logKey: key).checkpoint
      }
      guard let pin = checkpoint.pin else { throw .tampered(.checkpoint) }
      return (note, pin)
    }
  }
}

/// Lines as they travel beside an answer: u32 length ‖ bytes, one after the other.
enum LineBlock {
  static func read(_ bytes: ArraySlice<UInt8>) throws(CheckFailure) -> [[UInt8]] {
    var cursor = ByteCursor(bytes)
    var lines: [[UInt8]] = []
    while cursor.remaining > 0 {
      guard let length: UInt32 = cursor.number(), let line = cursor.take(Int(length)) else {
        throw .tampered(.rows)
      }
      lines.append(line)
    }
    return lines
  }
}
