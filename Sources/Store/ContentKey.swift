package import Vocabulary

/// One revision of an entry or attachment, as its link names it.
package struct ContentKey: Hashable, Sendable {
  package let n: UInt32
  package let section: Section
  package let entry: Identifier
  package let revision: UInt32
  /// 1 entry, 2 attachment.
  package let kind: UInt8

  package init(n: UInt32, section: Section, entry: Identifier, revision: UInt32, kind: UInt8) {
    self.n = n
    self.section = section
    self.entry = entry
    self.revision = revision
    self.kind = kind
  }

  /// Where these fields lie in a link (Docs/protocol.md, entry and link).
  private enum Offset {
    static let section = 16
    static let entry = 17
    static let revision = 33
    static let kind = 37
    static let n = 67
  }

  private static let tombstone: UInt8 = 3
  private static let withContent: ClosedRange<UInt8> = 1...2

  /// The newest revision of every entry and attachment of `sections`, without those that a
  /// tombstone covers, by section and then by n.
  ///
  /// - Parameter links: all signed links of a dossier, as `LinkTable.signed` gives them.
  /// - Parameter last: links above it are not considered.
  package static func newest(
    in links: [UInt8], of sections: [Section], through last: UInt32 = .max
  ) throws(StoreError) -> [ContentKey] {
    var newest: [Name: ContentKey] = [:]
    var destroyed: [Name: UInt32] = [:]
    for start in stride(from: 0, to: links.count, by: LinkTable.signedCount) {
      guard links.count - start >= LinkTable.signedCount,
        let section = Section(rawValue: links[start + Offset.section]),
        let entry = Identifier(links[start + Offset.entry..<start + Offset.revision])
      else { throw .corrupt }
      let kind = links[start + Offset.kind]
      let n = number(links, start + Offset.n)
      guard sections.contains(section), n <= last else { continue }
      let revision = number(links, start + Offset.revision)
      let name = Name(section: section, entry: entry)
      if kind == tombstone {
        destroyed[name] = max(destroyed[name] ?? 0, revision)
      } else if withContent.contains(kind) {
        newest[name] = ContentKey(
          n: n, section: section, entry: entry, revision: revision, kind: kind)
      }
    }
    return newest.values
      .filter { key in
        key.revision > destroyed[Name(section: key.section, entry: key.entry)] ?? 0
      }
      .sorted { ($0.section.rawValue, $0.n) < ($1.section.rawValue, $1.n) }
  }

  private struct Name: Hashable {
    let section: Section
    let entry: Identifier
  }

  private static func number(_ bytes: [UInt8], _ start: Int) -> UInt32 {
    bytes[start..<start + 4].reduce(0) { $0 << 8 | UInt32($1) }
  }
}
