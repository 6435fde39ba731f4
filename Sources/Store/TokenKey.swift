package import Vocabulary

/// What a secret in the keystore is for.
///
/// The raw value is the first byte of the row's key.
package enum TokenKind: UInt8, CaseIterable, Sendable {
  /// S, the service's share of a section's key.
  case share = 1
  /// E, of one revision.
  case entry = 2
  /// Seals the free text in a dossier's log entries.
  case logToken = 3
  /// The seed of the key that signs checkpoints.
  case logKey = 4
  /// The seed of the key that signs bundles.
  case bundleKey = 5
  /// Closes one bundle; `entry` is the bundle's id.
  case bundleToken = 6
  /// The seed of the key that signs hello: so that a copy of this file brings the service back.
  case serviceKey = 7
}

/// The row of a token: in clear, and part of what its seal covers.
///
/// Rows lie in the order of their keys; keys compare as their bytes do.
package struct TokenKey: Hashable, Sendable {
  private let kindByte: UInt8
  package let dossier: Identifier
  private let sectionByte: UInt8
  package let entry: Identifier
  /// The revision of an entry, or the generation of a share.
  package let revision: UInt32
  package let entryKind: UInt8

  static let byteCount = 39

  private init(
    _ kind: TokenKind, _ dossier: Identifier = .zero, section: UInt8 = 0,
    entry: Identifier = .zero, revision: UInt32 = 0, entryKind: UInt8 = 0
  ) {
    kindByte = kind.rawValue
    self.dossier = dossier
    sectionByte = section
    self.entry = entry
    self.revision = revision
    self.entryKind = entryKind
  }

  /// A key as its row has it; nil for bytes that are no token's key.
  init?(stored bytes: [UInt8]) {
    guard bytes.count == Self.byteCount, let kind = TokenKind(rawValue: bytes[0]),
      let dossier = Identifier(bytes[1..<17]), let entry = Identifier(bytes[18..<34])
    else { return nil }
    self.init(
      kind, dossier, section: bytes[17], entry: entry,
      revision: bytes[34..<38].reduce(0) { $0 << 8 | UInt32($1) }, entryKind: bytes[38])
  }

  /// kind 1 ‖ dossier 16 ‖ section 1 ‖ entry 16 ‖ revision u32 ‖ kind of entry 1; unused parts are 0.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.byteCount)
    append(to: &bytes)
    return bytes
  }

  func append(to bytes: inout [UInt8]) {
    bytes.append(kindByte)
    dossier.append(to: &bytes)
    bytes.append(sectionByte)
    entry.append(to: &bytes)
    bytes.append(UInt8(truncatingIfNeeded: revision >> 24))
    bytes.append(UInt8(truncatingIfNeeded: revision >> 16))
    bytes.append(UInt8(truncatingIfNeeded: revision >> 8))
    bytes.append(UInt8(truncatingIfNeeded: revision))
    bytes.append(entryKind)
  }

  /// Between which bytes the keys of one kind and dossier lie, or of one kind.
  static func bounds(
    of kind: TokenKind, _ dossier: Identifier? = nil
  ) -> (first: [UInt8], last: [UInt8]) {
    let start = [kind.rawValue] + (dossier?.bytes ?? [])
    return (start, start + [UInt8](repeating: 0xff, count: byteCount - start.count))
  }

  /// Kind, dossier and section: what neighbouring rows share.
  func isNeighbour(of other: TokenKey) -> Bool {
    kindByte == other.kindByte && sectionByte == other.sectionByte && dossier == other.dossier
  }

  /// S of a section and generation.
  package static func share(
    _ dossier: Identifier, _ section: Section, generation: UInt32
  ) -> TokenKey {
    TokenKey(.share, dossier, section: section.rawValue, revision: generation)
  }

  /// E of a revision.
  package static func entry(
    _ dossier: Identifier, _ section: Section, entry: Identifier, revision: UInt32, kind: UInt8
  ) -> TokenKey {
    TokenKey(
      .entry, dossier, section: section.rawValue, entry: entry, revision: revision,
      entryKind: kind)
  }

  /// E of the revision that a row of content holds.
  package static func entry(_ dossier: Identifier, _ content: ContentKey) -> TokenKey {
    entry(
      dossier, content.section, entry: content.entry, revision: content.revision,
      kind: content.kind)
  }

  package static func logToken(_ dossier: Identifier) -> TokenKey { TokenKey(.logToken, dossier) }

  package static var logKey: TokenKey { TokenKey(.logKey) }

  package static var serviceKey: TokenKey { TokenKey(.serviceKey) }

  package static var bundleKey: TokenKey { TokenKey(.bundleKey) }

  package static func bundleToken(_ dossier: Identifier, bundle: Identifier) -> TokenKey {
    TokenKey(.bundleToken, dossier, entry: bundle)
  }

  package var kind: TokenKind? { TokenKind(rawValue: kindByte) }
  package var section: Section? { Section(rawValue: sectionByte) }
}

extension TokenKey: Comparable {
  package static func < (left: Self, right: Self) -> Bool {
    if left.kindByte != right.kindByte { return left.kindByte < right.kindByte }
    if left.dossier != right.dossier { return left.dossier < right.dossier }
    if left.sectionByte != right.sectionByte { return left.sectionByte < right.sectionByte }
    if left.entry != right.entry { return left.entry < right.entry }
    if left.revision != right.revision { return left.revision < right.revision }
    return left.entryKind < right.entryKind
  }
}
