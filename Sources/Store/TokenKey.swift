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
}

/// The row of a token: in clear, and part of what its seal covers.
package struct TokenKey: Hashable, Sendable {
  /// kind 1 ‖ dossier 16 ‖ section 1 ‖ entry 16 ‖ revision u32 ‖ kind of entry 1; unused parts are 0.
  let bytes: [UInt8]

  static let byteCount = 39

  /// Kind, dossier and section: what neighbouring rows share.
  static let prefixCount = 18

  private init(
    _ kind: TokenKind, _ dossier: Identifier = .zero, section: UInt8 = 0,
    entry: Identifier = .zero, revision: UInt32 = 0, entryKind: UInt8 = 0
  ) {
    var bytes: [UInt8] = [kind.rawValue]
    bytes.reserveCapacity(Self.byteCount)
    bytes += dossier.bytes
    bytes.append(section)
    bytes += entry.bytes
    for shift in [24, 16, 8, 0] as [UInt32] {
      bytes.append(UInt8(truncatingIfNeeded: revision >> shift))
    }
    bytes.append(entryKind)
    self.bytes = bytes
  }

  /// A key as its row has it; nil for bytes that are no token's key.
  init?(stored bytes: [UInt8]) {
    guard bytes.count == Self.byteCount, TokenKind(rawValue: bytes[0]) != nil else { return nil }
    self.bytes = bytes
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

  package static var bundleKey: TokenKey { TokenKey(.bundleKey) }

  package static func bundleToken(_ dossier: Identifier, bundle: Identifier) -> TokenKey {
    TokenKey(.bundleToken, dossier, entry: bundle)
  }

  package var kind: TokenKind? { TokenKind(rawValue: bytes[0]) }
  package var dossier: Identifier { Identifier(bytes[1..<17]) ?? .zero }
  package var section: Section? { Section(rawValue: bytes[17]) }
  package var entry: Identifier { Identifier(bytes[18..<34]) ?? .zero }
  /// The revision of an entry, or the generation of a share.
  package var revision: UInt32 { bytes[34..<38].reduce(0) { $0 << 8 | UInt32($1) } }
  package var entryKind: UInt8 { bytes[38] }
}
