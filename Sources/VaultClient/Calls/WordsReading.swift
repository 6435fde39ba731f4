package import AuditLog
import Directory
package import Records
import Session
import Sodium
import StrictJSON
import Vocabulary

/// The words that came with one entry of the log.
package struct WordsOfEntry: Sendable {
  /// What there is to read.
  package enum Content: Equatable, Sendable {
    case text(Words)
    /// The log token is gone, with the dossier: no copy of this entry can be opened any more.
    case destroyed
    /// They were sealed to other roles, or to a key that this member was not given.
    case closed
    /// The member signed one text and sealed another, or none.
    case falsified
  }

  /// Proven to be in the log.
  package let entry: LogEntry
  package let content: Content

  /// The text, if it can be read.
  package var text: String? {
    if case .text(let words) = content { words.text } else { nil }
  }
}

extension VaultSession {
  /// Reads the words of entry `index`; reading is an entry of its own.
  ///
  /// That they are the words of who acted does not rest on the service: the member signed their hash
  /// and that of the boxes. So a text that differs is its author's doing, boxes that differ the
  /// service's.
  /// - Throws: `.refused`; `.noWords` when the entry has none; `.tampered`
  package func words(at index: Int) throws(ClientError) -> WordsOfEntry {
    try words(at: index, named: nil)
  }

  /// The words that a request and the seconds to it came with, in that order.
  ///
  /// They are those that the records name: each is held against the record's own hash.
  package func words(of open: OpenRequest) throws(ClientError) -> [WordsOfEntry] {
    var found: [WordsOfEntry] = []
    let named = [open.request.reason] + open.seconds.map(\.contrary)
    for (hash, leaf) in zip(named, open.leaves) {
      if let hash { found.append(try words(at: leaf, named: hash)) }
    }
    return found
  }

  /// The words that came with a record of who has access; nil when a restore brought the record back
  /// and not the entry that had them.
  package func words(of said: AccessOverview.Said) throws(ClientError) -> WordsOfEntry? {
    do throws(ClientError) { return try words(at: said.leaf, named: said.words) } catch .noWords {
      return nil
    }
  }

  private func words(at index: Int, named hash: [UInt8]?) throws(ClientError) -> WordsOfEntry {
    var ask = Ask(
      method: "log.words", args: .object([("index", .int(Int64(index)))]), action: .words)
    ask.anyDossier = true
    ask.usableFailure = "not-found"
    let found = try perform(ask) { reply throws(CheckFailure) -> WordsOfEntry? in
      guard reply.outcome == .permit else { return nil }
      let (boxes, body, proof) = try checked(.answer) { () throws(JSONError) in
        try reply.fields.allowOnly(["body", "boxes", "entry", "outcome", "receipt"])
        return (
          try reply.fields.optionalBytes("boxes"), try reply.fields.bytes("body"),
          reply.fields["entry"]
        )
      }
      let (entry, sealed) = try proven(proof, at: index, in: reply, body: body)
      try demand(hash == nil || hash == sealed.words, .words)
      let named = try wordsNamed(in: body, of: entry, sealed)
      guard let boxes else { return WordsOfEntry(entry: entry, content: .destroyed) }
      try demand(BLAKE2b.hash(boxes) == named, .words)
      return WordsOfEntry(entry: entry, content: try open(boxes, sealed.words))
    }
    guard let found else { throw .noWords }
    return found
  }

  /// The entry itself: in the log, of this index, with words, and the one that reading was logged of.
  private func proven(
    _ json: JSONValue?, at index: Int, in reply: Reply, body: [UInt8]
  ) throws(CheckFailure) -> (LogEntry, LogEntry.Sealed) {
    guard let pin = reply.pin else { throw .tampered(.receipt) }
    let entry: LogEntry
    do throws(ReceiptError) {
      entry = try LeafProof(json ?? .null).verify(in: pin, request: SHA256.hash(body))
    } catch { throw .tampered(Tampering(error)) }
    guard let sealed = entry.sealed, entry.index == index else { throw .tampered(.words) }
    try demand(reply.leaf.detail == ["index": .int(Int64(index))], .leaf)
    try demand(reply.leaf.dossier == entry.dossier, .leafDossier)
    return (entry, sealed)
  }

  /// H(boxes), as who acted signed it, once that signature and H(words) were found to hold.
  private func wordsNamed(
    in body: [UInt8], of entry: LogEntry, _ sealed: LogEntry.Sealed
  ) throws(CheckFailure) -> [UInt8] {
    let hash = SHA256.hash(body)
    // Under any key that the directory ever gave the member, as for records.
    try againstDirectory { directory throws(CheckFailure) in
      let keys = entry.actor.flatMap { directory.member($0) }?.periods.map(\.keys.sign) ?? []
      try demand(keys.contains { RequestBody.verify(entry.sig ?? [], hash: hash, by: $0) }, .words)
    }
    let (words, boxes) = try checked(.words) { () throws(JSONError) in
      let args = try JSONObject(.object(RequestBody(decoding: body).args))
      return (
        try args.bytes(SealedWords.hashKey, count: 32),
        try args.bytes(SealedWords.boxesKey, count: 32)
      )
    }
    try demand(words == sealed.words, .words)
    return boxes
  }

  /// Opens the box of this member's role; its author vouches for all that is in the list.
  private func open(
    _ boxes: [UInt8], _ hash: [UInt8]
  ) throws(CheckFailure) -> WordsOfEntry.Content {
    guard let list = try? WordsBoxes(decoding: boxes) else { return .falsified }
    guard let item = list.items.first(where: { $0.role == role }),
      let pair = try keys.rolePair(role, epoch: item.epoch, in: directory, known: rolePairs)
    else { return .closed }
    do throws(WordsError) {
      return .text(try WordsBox.open(item.box, hash: hash, with: pair.pair))
    } catch {
      if case .memory = error { throw .other(.secretMemory) }
      return .falsified
    }
  }
}
