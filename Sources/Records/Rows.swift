package import Vocabulary

/// The ciphertext of one link, as it travels beside a request or an answer.
package struct Row: Equatable, Sendable {
  /// The number of the link that vouches for it.
  package let n: UInt32
  package let sealed: SealedEntry

  package init(n: UInt32, sealed: SealedEntry) {
    self.n = n
    self.sealed = sealed
  }
}

/// Rows one after the other: n u32 ‖ nonce 24 ‖ ck 32 ‖ length u32 ‖ ciphertext.
///
/// - Source: Docs/protocol.md, Rows
package enum Rows {
  /// The longest ciphertext of one revision: 4 MiB; attachments travel otherwise.
  package static let maximumCiphertext = 4 << 20

  /// Why bytes are not rows.
  package enum RowsError: Error, Equatable, Sendable, CustomStringConvertible {
    case partial
    /// A row with number 0, or a ciphertext shorter than its tag or longer than is accepted.
    case row(Int)
    case tooMany(limit: Int)

    package var description: String {
      switch self {
      case .partial: "the rows of a message end in the middle of one"
      case .row(let index): "row \(index) of a message has an impossible number or length"
      case .tooMany(let limit): "a message carries more than \(limit) rows"
      }
    }

    package var hint: String { "try again; if it stays, report it" }
  }

  package static func encode(_ rows: some Sequence<Row>) -> [UInt8] {
    rows.flatMap(encode)
  }

  private static func encode(_ row: Row) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(64 + row.sealed.ciphertext.count)
    bytes.append(bigEndian: row.n)
    bytes += row.sealed.nonce
    bytes += row.sealed.commitment
    bytes.append(bigEndian: UInt32(clamping: row.sealed.ciphertext.count))
    return bytes + row.sealed.ciphertext
  }

  package static func decode(
    _ bytes: [UInt8], limit: Int = SignedLink.maximumCount
  ) throws(RowsError) -> [Row] { try decode(bytes[...], limit: limit) }

  /// Reads rows that lie in a longer message.
  package static func decode(
    _ bytes: ArraySlice<UInt8>, limit: Int = SignedLink.maximumCount
  ) throws(RowsError) -> [Row] {
    var cursor = ByteCursor(bytes)
    var rows: [Row] = []
    while cursor.remaining > 0 {
      guard rows.count < limit else { throw .tooMany(limit: limit) }
      rows.append(try row(&cursor, index: rows.count))
    }
    return rows
  }

  /// Rows of several dossiers, each after its dossier's id (16 bytes).
  package static func encodeListed(_ rows: some Sequence<(Identifier, Row)>) -> [UInt8] {
    rows.flatMap { $0.0.bytes + encode($0.1) }
  }

  package static func decodeListed(
    _ bytes: [UInt8], limit: Int = SignedLink.maximumCount
  ) throws(RowsError) -> [(dossier: Identifier, row: Row)] {
    try decodeListed(bytes[...], limit: limit)
  }

  /// Reads listed rows that lie in a longer message.
  package static func decodeListed(
    _ bytes: ArraySlice<UInt8>, limit: Int = SignedLink.maximumCount
  ) throws(RowsError) -> [(dossier: Identifier, row: Row)] {
    var cursor = ByteCursor(bytes)
    var rows: [(dossier: Identifier, row: Row)] = []
    while cursor.remaining > 0 {
      guard rows.count < limit else { throw .tooMany(limit: limit) }
      guard let id = cursor.take(Identifier.byteCount), let dossier = Identifier(id)
      else { throw .partial }
      rows.append((dossier, try row(&cursor, index: rows.count)))
    }
    return rows
  }

  private static func row(_ cursor: inout ByteCursor, index: Int) throws(RowsError) -> Row {
    guard let n: UInt32 = cursor.number(), let nonce = cursor.take(24),
      let commitment = cursor.take(32), let length: UInt32 = cursor.number()
    else { throw .partial }
    guard n > 0, (16...maximumCiphertext).contains(Int(length)) else { throw .row(index) }
    guard let ciphertext = cursor.take(Int(length)) else { throw .partial }
    return Row(
      n: n, sealed: SealedEntry(nonce: nonce, commitment: commitment, ciphertext: ciphertext))
  }
}
