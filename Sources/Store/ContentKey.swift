package import Vocabulary

/// One revision of an entry, attachment or flag, as its link names it.
package struct ContentKey: Hashable, Sendable {
  package let n: UInt32
  package let section: Section
  package let entry: Identifier
  package let revision: UInt32
  /// 1 entry, 2 attachment, 4 flag.
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
  private static let withContent: [UInt8] = [1, 2, 4]

  /// The newest revision of every entry, attachment and flag of `sections`, without those that a
  /// tombstone covers, by section and then by n.
  ///
  /// - Parameter links: all signed links of a dossier, as `LinkTable.signed` gives them.
  /// - Parameter last: links above it are not considered.
  package static func newest(
    in links: [UInt8], of sections: [Section], through last: UInt32 = .max
  ) throws(StoreError) -> [ContentKey] {
    var newest: [Name: Int] = [:]
    newest.reserveCapacity(links.count / LinkTable.signedCount)
    var destroyed: [Name: UInt32] = [:]
    for start in stride(from: 0, to: links.count, by: LinkTable.signedCount) {
      guard links.count - start >= LinkTable.signedCount,
        let section = Section(rawValue: links[start + Offset.section])
      else { throw .corrupt }
      let kind = links[start + Offset.kind]
      guard sections.contains(section), number(links, start + Offset.n) <= last else { continue }
      let name = Name(links, start)
      if kind == tombstone {
        destroyed[name] = max(destroyed[name] ?? 0, number(links, start + Offset.revision))
      } else if withContent.contains(kind) {
        newest[name] = start
      }
    }
    var starts: [Int] = []
    for (name, start) in newest
    where number(links, start + Offset.revision) > destroyed[name] ?? 0 { starts.append(start) }
    // Links lie in the order of n: sorting by section and place sorts by section and n.
    starts.sort {
      let (left, right) = (links[$0 + Offset.section], links[$1 + Offset.section])
      return left == right ? $0 < $1 : left < right
    }
    var keys: [ContentKey] = []
    keys.reserveCapacity(starts.count)
    for start in starts { keys.append(try key(links, start)) }
    return keys
  }

  /// Every revision of every entry, attachment and flag of `sections` that no tombstone covers, by section and
  /// then by n.
  ///
  /// - Parameter links: all signed links of a dossier, as `LinkTable.signed` gives them.
  package static func all(
    in links: [UInt8], of sections: [Section]
  ) throws(StoreError) -> [ContentKey] {
    var keys: [ContentKey] = []
    var destroyed: Set<Revision> = []
    for start in stride(from: 0, to: links.count, by: LinkTable.signedCount) {
      guard links.count - start >= LinkTable.signedCount,
        let section = Section(rawValue: links[start + Offset.section])
      else { throw .corrupt }
      let kind = links[start + Offset.kind]
      guard sections.contains(section), kind == tombstone || withContent.contains(kind)
      else { continue }
      let key = try key(links, start)
      if kind == tombstone { destroyed.insert(Revision(key)) } else { keys.append(key) }
    }
    return keys.filter { !destroyed.contains(Revision($0)) }
      .sorted { ($0.section.rawValue, $0.n) < ($1.section.rawValue, $1.n) }
  }

  /// What a tombstone covers.
  private struct Revision: Hashable {
    let section: Section
    let entry: Identifier
    let revision: UInt32

    init(_ key: ContentKey) {
      (section, entry, revision) = (key.section, key.entry, key.revision)
    }
  }

  private static func key(_ links: [UInt8], _ start: Int) throws(StoreError) -> ContentKey {
    guard let section = Section(rawValue: links[start + Offset.section]),
      let entry = Identifier(links[start + Offset.entry..<start + Offset.revision])
    else { throw .corrupt }
    return ContentKey(
      n: number(links, start + Offset.n), section: section, entry: entry,
      revision: number(links, start + Offset.revision), kind: links[start + Offset.kind])
  }

  /// Section and entry, as they stand in a link.
  private struct Name: Hashable {
    let section: UInt8
    let high: UInt64
    let low: UInt64

    init(_ links: [UInt8], _ start: Int) {
      section = links[start + Offset.section]
      var (high, low): (UInt64, UInt64) = (0, 0)
      for offset in 0..<8 {
        high = high << 8 | UInt64(links[start + Offset.entry + offset])
        low = low << 8 | UInt64(links[start + Offset.entry + 8 + offset])
      }
      (self.high, self.low) = (high, low)
    }
  }

  private static func number(_ bytes: [UInt8], _ start: Int) -> UInt32 {
    UInt32(bytes[start]) << 24 | UInt32(bytes[start + 1]) << 16 | UInt32(bytes[start + 2]) << 8
      | UInt32(bytes[start + 3])
  }
}
