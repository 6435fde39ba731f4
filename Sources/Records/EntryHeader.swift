internal import StrictJSON
package import Vocabulary

/// What a link is about; the raw value is the byte in a header.
package enum EntryKind: UInt8, CaseIterable, Sendable {
  /// The signed record of a section's key: the first link of each section.
  case sectionRecord = 0
  /// A revision of an entry; plan versions and corrections are revisions.
  case entry = 1
  case attachment = 2
  case tombstone = 3
  /// A restriction of the use of another entry: written and read as an entry, and never one.
  case flag = 4

  /// Whether a row with ciphertext goes with its link.
  package var hasContent: Bool {
    switch self {
    case .entry, .attachment, .flag: true
    case .sectionRecord, .tombstone: false
    }
  }
}

/// The fixed 67 bytes that say which revision of what this is, by whom and when.
///
/// They are the additional data of its ciphertext and the first part of its link.
/// - Source: Docs/protocol.md, Entry and link
package struct EntryHeader: Hashable, Sendable {
  package static let byteCount = 67
  /// XChaCha20-Poly1305 under a BLAKE2b key; there is no other.
  package static let suite: UInt8 = 1

  package var dossier: Identifier
  package var section: Section
  package var entry: Identifier
  package var revision: UInt32
  package var kind: EntryKind
  package var author: Identifier
  /// Milliseconds UTC by the author's clock.
  package var writtenAt: Int64

  package init(
    dossier: Identifier, section: Section, entry: Identifier, revision: UInt32, kind: EntryKind,
    author: Identifier, writtenAt: Int64
  ) {
    self.dossier = dossier
    self.section = section
    self.entry = entry
    self.revision = revision
    self.kind = kind
    self.author = author
    self.writtenAt = writtenAt
  }

  /// The header of a section's record.
  package static func ofSection(
    _ section: Section, dossier: Identifier, author: Identifier, writtenAt: Int64
  ) -> EntryHeader {
    EntryHeader(
      dossier: dossier, section: section, entry: .zero, revision: 1, kind: .sectionRecord,
      author: author, writtenAt: writtenAt)
  }

  package var bytes: [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(Self.byteCount)
    append(to: &out)
    return out
  }

  /// Appends the 67 bytes to bytes under construction.
  func append(to out: inout [UInt8]) {
    dossier.append(to: &out)
    out.append(section.rawValue)
    entry.append(to: &out)
    out.append(bigEndian: revision)
    out.append(kind.rawValue)
    author.append(to: &out)
    out.append(bigEndian: UInt64(bitPattern: writtenAt))
    out.append(Self.suite)
    out.append(bigEndian: UInt32(0))
  }

  /// Takes exactly 67 bytes that obey the rules.
  package init(_ bytes: [UInt8]) throws(LinkError) {
    var cursor = ByteCursor(bytes)
    try self.init(from: &cursor)
    guard cursor.remaining == 0 else { throw .length }
  }

  init(from cursor: inout ByteCursor) throws(LinkError) {
    dossier = try Self.identifier(&cursor)
    guard let section = cursor.byte() else { throw .length }
    entry = try Self.identifier(&cursor)
    guard let revision: UInt32 = cursor.number(), let kind = cursor.byte() else { throw .length }
    author = try Self.identifier(&cursor)
    guard let time: UInt64 = cursor.number(), let suite = cursor.byte(),
      let reserved: UInt32 = cursor.number()
    else { throw .length }
    guard let section = Section(rawValue: section) else { throw .section }
    guard let kind = EntryKind(rawValue: kind) else { throw .kind }
    guard suite == Self.suite else { throw .suite }
    guard reserved == 0 else { throw .reserved }
    guard revision > 0 else { throw .zero }
    guard let time = Int64(exactly: time), CanonicalJSON.integers.contains(time)
    else { throw .time }
    self.section = section
    self.kind = kind
    self.revision = revision
    writtenAt = time
    guard isWellShaped else { throw .shape }
  }

  /// A section record has no entry id and one revision; everything else has an entry id.
  var isWellShaped: Bool {
    kind == .sectionRecord ? entry == .zero && revision == 1 : entry != .zero
  }

  private static func identifier(_ cursor: inout ByteCursor) throws(LinkError) -> Identifier {
    guard let bytes = cursor.take(Identifier.byteCount), let id = Identifier(bytes)
    else { throw .length }
    return id
  }
}
