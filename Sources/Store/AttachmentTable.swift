package import Vocabulary

/// An attachment's row number in `vault.db`; never outside the service.
package struct AttachmentNumber: Hashable, Sendable {
  let value: Int64
}

/// What `vault.db` knows of an attachment: which parts are there, and which link binds them.
package struct StoredAttachment: Equatable, Sendable {
  package let number: AttachmentNumber
  package let section: Section
  /// Who sends or sent it.
  package let member: Identifier
  /// When its first part came; milliseconds.
  package let since: Int64
  /// How many parts there are, from 0 without a gap.
  package let parts: Int
  /// Bytes of them all.
  package let bytes: Int
  /// The link that binds it; nil while it is being sent.
  package let n: UInt32?

  /// Whether another part may follow: every part so far is a whole one.
  package var goesOn: Bool {
    n == nil && parts < AttachmentParts.most && bytes == parts * AttachmentParts.sealedCount
  }
}

/// The sealed parts of attachments, and what was sent and is not bound by a link yet.
///
/// A part is ciphertext under a key that this program never has: the table keeps order and sizes.
package struct AttachmentTable {
  let connection: Connection

  /// The attachment of an entry; nil when nothing of it is there.
  package func attachment(
    _ entry: Identifier, of dossier: DossierNumber
  ) throws(StoreError) -> StoredAttachment? {
    var row = try connection.query(
      """
      SELECT number, section, member, since, parts, bytes, n FROM attachment
      WHERE dossier = ? AND entry = ?
      """, .integer(dossier.value), .blob(entry.bytes))
    guard try row.next() else { return nil }
    guard let section = Section(rawValue: try row.integer(1, as: UInt8.self)) else {
      throw .corrupt
    }
    return StoredAttachment(
      number: AttachmentNumber(value: row.integer(0)), section: section,
      member: try row.identifier(2), since: row.integer(3), parts: try row.integer(4, as: Int.self),
      bytes: try row.integer(5, as: Int.self),
      n: row.isNull(6) ? nil : try row.integer(6, as: UInt32.self))
  }

  /// Begins one with its first parts.
  ///
  /// - Parameter sealed: the parts one after the other, each but the last `AttachmentParts.sealedCount` bytes.
  /// - Throws: `conflict` when there is one of this entry, or a part has a size that none has.
  package func begin(
    _ entry: Identifier, of dossier: DossierNumber, in section: Section, by member: Identifier,
    at time: Int64, sealed: [UInt8]
  ) throws(StoreError) {
    try connection.run(
      """
      INSERT INTO attachment (dossier, entry, section, member, since, parts, bytes)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """, .integer(dossier.value), .blob(entry.bytes), .integer(Int64(section.rawValue)),
      .blob(member.bytes), .integer(time), .integer(Int64(Self.count(sealed))),
      .integer(Int64(sealed.count)))
    try write(sealed, of: AttachmentNumber(value: connection.lastInsertedKey), from: 0)
  }

  /// Adds the next parts to one that goes on.
  package func append(_ sealed: [UInt8], to stored: StoredAttachment) throws(StoreError) {
    try connection.run(
      "UPDATE attachment SET parts = parts + ?, bytes = bytes + ? WHERE number = ?",
      .integer(Int64(Self.count(sealed))), .integer(Int64(sealed.count)),
      .integer(stored.number.value))
    try write(sealed, of: stored.number, from: stored.parts)
  }

  private static func count(_ sealed: [UInt8]) -> Int {
    (sealed.count + AttachmentParts.sealedCount - 1) / AttachmentParts.sealedCount
  }

  private func write(
    _ sealed: [UInt8], of number: AttachmentNumber, from first: Int
  ) throws(StoreError) {
    var part = first
    for start in stride(from: 0, to: sealed.count, by: AttachmentParts.sealedCount) {
      let end = min(start + AttachmentParts.sealedCount, sealed.count)
      try connection.run(
        "INSERT INTO attachment_part (place, sealed) VALUES (?, ?)",
        .integer(Self.place(number, part)), .blob(Array(sealed[start..<end])))
      part += 1
    }
  }

  /// Says which link binds an attachment; from then on it stays.
  package func bind(_ number: AttachmentNumber, to n: UInt32) throws(StoreError) {
    try connection.run(
      "UPDATE attachment SET n = ? WHERE number = ? AND n IS NULL", .integer(Int64(n)),
      .integer(number.value))
    guard connection.changes == 1 else { throw .conflict }
  }

  /// Appends sealed parts to `bytes`, one after the other.
  ///
  /// - Throws: `corrupt` when one is missing.
  package func append(
    _ parts: Range<Int>, of number: AttachmentNumber, to bytes: inout [UInt8]
  ) throws(StoreError) {
    guard !parts.isEmpty else { return }
    bytes.reserveCapacity(bytes.count + parts.count * AttachmentParts.sealedCount)
    var rows = try connection.query(
      "SELECT place, sealed FROM attachment_part WHERE place BETWEEN ? AND ? ORDER BY place",
      .integer(Self.place(number, parts.lowerBound)),
      .integer(Self.place(number, parts.upperBound - 1)))
    for part in parts {
      guard try rows.next(), rows.integer(0) == Self.place(number, part) else { throw .corrupt }
      rows.append(1, to: &bytes)
    }
  }

  /// What a member has sent that no link binds yet.
  package func unbound(
    by member: Identifier
  ) throws(StoreError) -> (count: Int, bytes: Int) {
    var row = try connection.query(
      "SELECT count(*), coalesce(sum(bytes), 0) FROM attachment WHERE n IS NULL AND member = ?",
      .blob(member.bytes))
    guard try row.next() else { throw .corrupt }
    return (Int(row.integer(0)), Int(row.integer(1)))
  }

  /// Whether anything that was begun before `time` is bound by no link.
  package func hasUnbound(before time: Int64) throws(StoreError) -> Bool {
    try oldestUnbound(before: time) != nil
  }

  /// Takes away parts of what was begun before `time` and is bound by no link, the oldest first.
  ///
  /// - Parameter limit: parts; those of one attachment may take several calls.
  /// - Returns: whether there is more.
  package func sweep(before time: Int64, limit: Int) throws(StoreError) -> Bool {
    var left = limit
    while let (number, parts) = try oldestUnbound(before: time) {
      guard left > 0 else { return true }
      let kept = max(0, parts - left)
      // From the end, so that a sweep cut short leaves what its row says.
      try connection.run(
        "DELETE FROM attachment_part WHERE place BETWEEN ? AND ?",
        .integer(Self.place(number, kept)),
        .integer(Self.place(number, AttachmentParts.most)))
      left -= parts - kept
      guard kept == 0 else {
        // All that is left are whole parts; nobody may go on with it, for it is older than its time.
        try connection.run(
          "UPDATE attachment SET parts = ?, bytes = ? WHERE number = ?", .integer(Int64(kept)),
          .integer(Int64(kept * AttachmentParts.sealedCount)), .integer(number.value))
        return true
      }
      try connection.run("DELETE FROM attachment WHERE number = ?", .integer(number.value))
    }
    return false
  }

  private func oldestUnbound(
    before time: Int64
  ) throws(StoreError) -> (AttachmentNumber, parts: Int)? {
    var row = try connection.query(
      "SELECT number, parts FROM attachment WHERE n IS NULL AND since < ? ORDER BY since LIMIT 1",
      .integer(time))
    guard try row.next() else { return nil }
    return (AttachmentNumber(value: row.integer(0)), try row.integer(1, as: Int.self))
  }

  private static func place(_ number: AttachmentNumber, _ part: Int) -> Int64 {
    number.value << 16 | Int64(part)
  }
}
